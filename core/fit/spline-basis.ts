/** Cubic B-splines on equal pieces of 0 … 1, with all knots at the ends (de Boor, A Practical Guide to Splines, 2001, ch. IX). */

/** The four functions that are not zero at a point. */
export interface SplineValues {
  /** number of the first of them; the others follow */
  readonly first: number;
  readonly values: readonly number[];
  readonly slopes: readonly number[];
}

const DEGREE = 3;

/** @returns how many functions there are; at 0 the first alone is not zero, at 1 the last */
export const splineCount = (pieces: number): number => pieces + DEGREE;

/** @param u 0 … 1 */
export function splineBasis(pieces: number, u: number): SplineValues {
  const first = Math.min(Math.max(Math.floor(u * pieces), 0), pieces - 1);
  const knot = (i: number): number => Math.min(Math.max((first + i) / pieces, 0), 1);
  // the functions of each degree from those of the one below
  let values = [1],
    below = values;
  for (let degree = 1; degree <= DEGREE; degree++) {
    below = values;
    values = Array.from({ length: degree + 1 }, (_, r) => {
      const [left, right] = [knot(r - degree), knot(r + 1)],
        rising = r === 0 ? 0 : ((u - left) / (knot(r) - left)) * below[r - 1],
        falling = r === degree ? 0 : ((right - u) / (right - knot(r - degree + 1))) * below[r];
      return rising + falling;
    });
  }
  const slopes = values.map((_, r) => {
    const rising = r === 0 ? 0 : below[r - 1] / (knot(r) - knot(r - DEGREE)),
      falling = r === DEGREE ? 0 : below[r] / (knot(r + 1) - knot(r - DEGREE + 1));
    return DEGREE * (rising - falling);
  });
  return { first, values, slopes };
}
