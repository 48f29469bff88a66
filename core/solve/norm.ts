/** The scaled norm in which errors are judged: 1 means "as large as the tolerances allow". */

/**
 * Mean of squares of v_i / (atol_i + rtol·max(|y_i|, |z_i|)), the square of the RMS norm.
 * @param atol float64[n]  @param y, z states at both ends of the step
 * @returns 0 for no states at all, NaN where any entry of v, y or z is not finite
 */
export function meanSquare(
  v: Float64Array,
  y: Float64Array,
  z: Float64Array,
  atol: Float64Array,
  rtol: number,
  n: number,
): number {
  let sum = 0,
    size = 0;
  for (let i = 0; i < n; i++) {
    const a = Math.abs(y[i]),
      b = Math.abs(z[i]);
    const scale = atol[i] + rtol * (a > b ? a : b);
    const ratio = v[i] / scale;
    sum += ratio * ratio;
    size += b;
  }
  return size < Infinity ? sum / Math.max(n, 1) : NaN;
}

/** @returns whether all n entries are finite */
export function allFinite(v: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) if (!(Math.abs(v[i]) < Infinity)) return false;
  return true;
}
