/** Roots of a smooth function on a bracket: bisection guarded secants. */

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
