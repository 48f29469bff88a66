/** Derivatives of a function of time, state and parameters along a direction in which all three may move. */
import type { VectorFunction } from '../solve/system';

export class TotalDerivative {
  /** float64[m], zero but while a product is taken */
  private readonly dp: Float64Array;
  private readonly none: Float64Array;

  /** @param parameters for each direction the parameter that moves at speed 1 */
  constructor(
    n: number,
    private readonly p: Float64Array,
    private readonly parameters: readonly number[],
  ) {
    this.dp = new Float64Array(p.length);
    this.none = new Float64Array(n);
  }

  /** out ← ∂f/∂y·dy + ∂f/∂p_l + ∂f/∂t·dt. @param l the direction */
  of(f: VectorFunction, t: number, y: Float64Array, dy: Float64Array, dt: number, l: number, out: Float64Array): void {
    this.dp[this.parameters[l]] = 1;
    f.jvp(t, y, this.p, dy, this.dp, out);
    this.dp[this.parameters[l]] = 0;
    if (dt === 0) return;
    const byTime = new Float64Array(out.length);
    f.timeDerivative(t, y, this.p, byTime);
    for (let j = 0; j < out.length; j++) out[j] += dt * byTime[j];
  }

  /** out ← ∂f/∂y·slope + ∂f/∂t: the derivative along a solution of that slope, the parameters at rest. */
  inTime(f: VectorFunction, t: number, y: Float64Array, slope: Float64Array, out: Float64Array): void {
    const byTime = new Float64Array(out.length);
    f.timeDerivative(t, y, this.p, byTime);
    f.jvp(t, y, this.p, slope, this.dp, out);
    for (let j = 0; j < out.length; j++) out[j] += byTime[j];
  }

  /** out ← ∂f/∂p_l of a function that does not depend on the state. */
  atStart(f: VectorFunction, t: number, l: number, out: Float64Array): void {
    this.of(f, t, this.none, this.none, 0, l, out);
  }
}
