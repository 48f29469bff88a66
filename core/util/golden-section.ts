/** Maximum of a smooth function on a bracket by golden section. */

const RATIO = (Math.sqrt(5) - 1) / 2;

/**
 * Maximum of f on [a, b]; where f has several maxima there, one of them.
 * The place is good to about √ε of the bracket, since f is flat at its top; the value to ε.
 * @param enough a value above it ends the search
 */
export function maximum(
  f: (t: number) => number,
  a: number,
  b: number,
  tolerance: number,
  enough = Infinity,
): { at: number; value: number } {
  let left = a,
    right = b;
  let t1 = right - RATIO * (right - left),
    t2 = left + RATIO * (right - left),
    f1 = f(t1),
    f2 = f(t2);
  for (let i = 0; i < 100 && right - left > tolerance && !(f1 > enough || f2 > enough); i++) {
    if (f1 >= f2) {
      right = t2;
      t2 = t1;
      f2 = f1;
      t1 = right - RATIO * (right - left);
      f1 = f(t1);
    } else {
      left = t1;
      t1 = t2;
      f1 = f2;
      t2 = left + RATIO * (right - left);
      f2 = f(t2);
    }
  }
  return f1 >= f2 ? { at: t1, value: f1 } : { at: t2, value: f2 };
}
