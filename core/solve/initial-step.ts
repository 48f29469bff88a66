/** Starting step size (Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I, II.4, "starting step size"). */
import { meanSquare } from './norm';
import type { RightHandSide } from './system';

/**
 * @param slope f(t, y), float64[n]  @param span longest step allowed, > 0
 * @param state, value scratch, float64[n] each, overwritten
 * @returns a step size in (0, span]; costs one evaluation of the right-hand side
 */
export function initialStep(
  rhs: RightHandSide,
  t: number,
  y: Float64Array,
  p: Float64Array,
  slope: Float64Array,
  order: number,
  atol: Float64Array,
  rtol: number,
  span: number,
  state: Float64Array,
  value: Float64Array,
): number {
  const n = y.length;
  const size = Math.sqrt(meanSquare(y, y, y, atol, rtol, n));
  const speed = Math.sqrt(meanSquare(slope, y, y, atol, rtol, n));
  let h0 = size < 1e-5 || speed < 1e-5 ? 1e-6 : 0.01 * (size / speed);
  if (!(h0 < span)) h0 = span;
  if (h0 === 0) h0 = Number.EPSILON * span;
  for (let i = 0; i < n; i++) state[i] = y[i] + h0 * slope[i];
  rhs.value(t + h0, state, p, value);
  for (let i = 0; i < n; i++) value[i] -= slope[i];
  const bend = Math.sqrt(meanSquare(value, y, y, atol, rtol, n)) / h0;
  const fastest = speed > bend || !(bend < Infinity) ? speed : bend;
  const h1 = fastest <= 1e-15 ? Math.max(1e-6, h0 * 1e-3) : (0.01 / fastest) ** (1 / (order + 1));
  const h = Math.min(100 * h0, h1, span);
  return h > 0 ? h : h0;
}
