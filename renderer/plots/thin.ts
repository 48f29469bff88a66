/**
 * Fewer points for the same picture: a curve keeps only those of its points without which a straight line would miss a
 * point by more than a tolerance (a swing filter: Elmeleegy et al., VLDB 2009, with its segments ending in points of the curve).
 */

export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
}

/**
 * @param x ascending; a time listed twice is a jump, and both its points stay
 * @param tolerance largest vertical distance of a left-out point from the drawn line, in units of y
 * @returns a part of the points in their order: gaps (null) with both their edges, and both ends among them
 */
export function thinned({ x, y }: Curve, tolerance: number): Curve {
  const kept: number[] = [];
  let anchor = -1,
    low = -Infinity,
    high = Infinity;
  const keep = (i: number): void => {
    if (kept.at(-1) !== i) kept.push(i);
    anchor = i;
    low = -Infinity;
    high = Infinity;
  };
  for (let i = 0; i < x.length; i++) {
    const value = y[i],
      from = anchor < 0 ? null : y[anchor];
    if (i === 0 || value === null || from === null) {
      if (i > 0) keep(i - 1);
      keep(i);
      continue;
    }
    let width = x[i] - x[anchor];
    let slope = (value - from) / width;
    if (!(width > 0) || slope < low || slope > high || !(x[i] > x[i - 1])) {
      keep(i - 1);
      const last = y[i - 1] as number;
      width = x[i] - x[i - 1];
      slope = (value - last) / width;
      if (!(width > 0)) {
        keep(i);
        continue;
      }
      low = slope - tolerance / width;
      high = slope + tolerance / width;
      continue;
    }
    low = Math.max(low, slope - tolerance / width);
    high = Math.min(high, slope + tolerance / width);
  }
  if (x.length > 0) keep(x.length - 1);
  return { x: kept.map((i) => x[i]), y: kept.map((i) => y[i]) };
}
