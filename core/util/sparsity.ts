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
  const rowStart = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    rowStart[i + 1] = rowStart[i] + row.length;
  });
  return { n: rows.length, rowStart, column: Int32Array.from(rows.flatMap((row) => [...row].sort((a, b) => a - b))) };
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
