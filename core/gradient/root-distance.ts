/**
 * How far a state is from the root of f that Newton's method leads to: what a state that hardly moves is checked by, since a rate may be
 * so slow that it is not seen at all.
 */
import type { RightHandSide } from '../solve/system';
import { factorise, substitute } from '../util/lu';

/** A pivot below this part of the largest, rows and columns being scaled, is rounding: the matrix is singular. */
const SINGULAR = 1e-13;
/** A dense factorisation of more states would take longer than the way to rest. */
const MOST_STATES = 300;

/**
 * @param y float64[n]  @param atol absolute tolerance of a state
 * @returns the largest part |δ_j|/(|y_j| + atol) of the step J·δ = −f; null where J is singular, as totals are conserved, or too large
 */
export function rootDistance(rhs: RightHandSide, t: number, y: Float64Array, p: Float64Array, atol: number): number | null {
  const n = y.length,
    { rowStart, column } = rhs.pattern;
  if (n > MOST_STATES) return null;
  const slope = new Float64Array(n),
    entries = new Float64Array(column.length),
    matrix = new Float64Array(n * n),
    pivots = new Int32Array(n);
  rhs.value(t, y, p, slope);
  rhs.jacobian(t, y, p, entries);
  for (let i = 0; i < n; i++) {
    let largest = 0;
    for (let at = rowStart[i]; at < rowStart[i + 1]; at++) {
      const j = column[at],
        entry = entries[at] * (Math.abs(y[j]) + atol);
      matrix[i * n + j] = entry;
      largest = Math.max(largest, Math.abs(entry));
    }
    if (largest === 0) {
      // nothing moves it and it does not move: it is where it is
      if (slope[i] !== 0) return null;
      matrix[i * n + i] = 1;
      continue;
    }
    for (let j = 0; j < n; j++) matrix[i * n + j] /= largest;
    slope[i] /= -largest;
  }
  if (!factorise(matrix, n, pivots)) return null;
  const sizes = Array.from({ length: n }, (_, i) => Math.abs(matrix[i * n + i]));
  if (Math.min(...sizes) < SINGULAR * Math.max(...sizes)) return null;
  substitute(matrix, n, pivots, slope);
  return slope.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
}
