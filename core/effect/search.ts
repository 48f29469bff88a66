/** Roots and maxima of a smooth function on a bracket: bisection guarded secants, and the golden section. */

/**
 * Root of f in [a, b], where f(a) and f(b) differ in sign, by the Illinois variant of regula falsi, which bisects when
 * it stalls. @returns a point within `tolerance` of a sign change
 */
export function root(f: (t: number) => number, a: number, b: number, fa: number, fb: number, tolerance: number): number {
  let left = a,
    right = b,
    fl = fa,
    fr = fb,
    side = 0;
  for (let i = 0; i < 200 && right - left > tolerance; i++) {
    let t = i % 3 === 2 ? (left + right) / 2 : (left * fr - right * fl) / (fr - fl);
    if (!(t > left && t < right)) t = (left + right) / 2;
    if (t <= left || t >= right) break;
    const ft = f(t);
    if (ft === 0) return t;
    if (Math.sign(ft) === Math.sign(fr)) {
      right = t;
      fr = ft;
      if (side === -1) fl /= 2;
      side = -1;
    } else {
      left = t;
      fl = ft;
      if (side === 1) fr /= 2;
      side = 1;
    }
  }
  return Math.abs(fl) < Math.abs(fr) ? left : right;
}

const golden = (Math.sqrt(5) - 1) / 2;

/**
 * Maximum of f on [a, b] by golden section; where f has several maxima there, one of them.
 * The place is good to about √ε of the bracket, since f is flat at its top; the value to ε.
 */
export function maximum(f: (t: number) => number, a: number, b: number, tolerance: number): { at: number; value: number } {
  let left = a,
    right = b;
  let t1 = right - golden * (right - left),
    t2 = left + golden * (right - left),
    f1 = f(t1),
    f2 = f(t2);
  for (let i = 0; i < 100 && right - left > tolerance; i++) {
    if (f1 >= f2) {
      right = t2;
      t2 = t1;
      f2 = f1;
      t1 = right - golden * (right - left);
      f1 = f(t1);
    } else {
      left = t1;
      t1 = t2;
      f1 = f2;
      t2 = left + golden * (right - left);
      f2 = f(t2);
    }
  }
  return f1 >= f2 ? { at: t1, value: f1 } : { at: t2, value: f2 };
}
