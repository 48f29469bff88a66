/**
 * An audit of the discrete adjoint on the user's own model: central differences that replay the accepted steps, sizes held,
 * with each parameter moved in turn. Both differentiate the same function, so they agree to the differences' own error.
 */
import type { Plan } from '../../core/solve/system';
import type { Result } from '../../core/util/result';
import { failed, success } from '../../core/util/result';
import { discreteAdjoint } from '../../core/gradient/discrete-adjoint';
import type { StepRecording } from '../../core/gradient/recording';
import { replay } from '../../core/gradient/replay';

export interface Audit {
  /** float64[m] each */
  readonly adjoint: Float64Array;
  readonly differences: Float64Array;
  /** the largest difference between them, relative to the largest entry */
  readonly worst: number;
  /** index of the parameter where it lies */
  readonly parameter: number;
}

/** Step of the differences relative to the parameter: with Richardson's extrapolation the truncation is of order step⁴. */
const RELATIVE_STEP = 2e-4,
  SMALLEST_STEP = 1e-6;

/**
 * Gradient of Σ_k cotangents[k]·y(times[k]) both ways.
 * @param recording of a solve with the same plan, p and output times  @param cotangents float64[times.length·n], row-major
 * @returns the adjoint's failure, if it has one
 */
export function auditGradient(
  plan: Plan,
  p: Float64Array,
  recording: StepRecording,
  times: Float64Array,
  cotangents: Float64Array,
  initialState?: Float64Array,
): Result<Audit> {
  const adjoint = new Float64Array(plan.m),
    differences = new Float64Array(plan.m);
  const result = discreteAdjoint(plan, p, recording, times, cotangents, adjoint, initialState !== undefined);
  if (!result.ok) return failed(result.failure);
  const moved = Float64Array.from(p);
  const loss = (parameter: number, value: number): number => {
    moved[parameter] = value;
    const total = replay(plan, moved, recording, times, initialState).reduce((sum, state, i) => sum + state * cotangents[i], 0);
    moved[parameter] = p[parameter];
    return total;
  };
  for (let i = 0; i < plan.m; i++) {
    const step = Math.max(Math.abs(p[i]) * RELATIVE_STEP, SMALLEST_STEP);
    const central = (h: number): number => (loss(i, p[i] + h) - loss(i, p[i] - h)) / (2 * h);
    differences[i] = (4 * central(step / 2) - central(step)) / 3;
  }
  const largest = differences.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  let worst = 0,
    parameter = 0;
  for (let i = 0; i < plan.m; i++) {
    const gap = Math.abs(adjoint[i] - differences[i]) / (largest > 0 ? largest : 1);
    if (!(gap <= worst)) {
      worst = gap;
      parameter = i;
    }
  }
  return success({ adjoint, differences, worst, parameter });
}
