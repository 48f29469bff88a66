/** Where a square matrix may be other than zero: compressed sparse rows without values. */

export interface SparsityPattern {
  readonly n: number;
  /** int32[n + 1]: the entries of row i are rowStart[i] … rowStart[i + 1] − 1 */
  readonly rowStart: Int32Array;
  /** int32[entries]: column of each entry, ascending within a row */
  readonly column: Int32Array;
}

/** @param rows columns of each row's entries, in any order, each once */
export function sparsityPattern(rows: readonly (readonly number[])[]): SparsityPattern {
  const [rowStart, column] = packed(rows.map((row) => Int32Array.from(row).sort()));
  return { n: rows.length, rowStart, column };
}

/** Lists one after the other: items of list i are start[i] … start[i + 1] − 1. */
export function packed(lists: readonly ArrayLike<number>[]): [start: Int32Array, items: Int32Array] {
  const start = new Int32Array(lists.length + 1);
  lists.forEach((list, i) => {
    start[i + 1] = start[i] + list.length;
  });
  const items = new Int32Array(start[lists.length]);
  lists.forEach((list, i) => {
    items.set(list, start[i]);
  });
  return [start, items];
}

/** @returns the pattern of a full matrix, whose entries are then the matrix row by row */
export const fullPattern = (n: number): SparsityPattern => {
  const all = Array.from({ length: n }, (_, j) => j);
  return sparsityPattern(Array.from({ length: n }, () => all));
};

/** out ← A v. @param values float64[entries]  @param v float64[n]  @param out float64[n], overwritten, not v */
export function multiply(
  { n, rowStart, column }: SparsityPattern,
  values: Float64Array,
  v: Float64Array,
  out: Float64Array,
): void {
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let at = rowStart[i], end = rowStart[i + 1]; at < end; at++) sum += values[at] * v[column[at]];
    out[i] = sum;
  }
}
