/** A quantity on the dense solution of one arm: smooth between knots, and it may jump at a knot. */

export interface DenseReader {
  readonly from: number;
  readonly until: number;
  /** step boundaries and discontinuities, increasing, float64[k]; those outside [from, until] are ignored */
  readonly knots: Float64Array;
  /** value at t, the right limit at a jump */
  at(t: number): number;
  /** left limit at t; absent when the quantity does not jump */
  before?(t: number): number;
}

/** A stretch between two knots on which the quantity is smooth. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
  /** value within [from, until]: the right limit at `from`, the left limit at `until` */
  readonly value: (t: number) => number;
}

/** @returns stretches that cover [from, until] in order; none when the reader has no length */
export function stretches(reader: DenseReader): Stretch[] {
  const { from, until, knots } = reader;
  const ends = [from, ...knots.filter((knot) => knot > from && knot < until), until];
  const list: Stretch[] = [];
  for (let i = 1; i < ends.length; i++) {
    const start = ends[i - 1],
      end = ends[i];
    const value = (t: number): number => (t >= end && reader.before !== undefined ? reader.before(end) : reader.at(t));
    if (end > start) list.push({ from: start, until: end, value });
  }
  return list;
}
