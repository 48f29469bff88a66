/**
 * How a gradient fares on its way back through the steps of a solve: |∂x(end)/∂x(t)| by the discrete adjoint, from step to step. Where
 * each step multiplies a mode by R the gradient is multiplied by R as well, so that it explodes or vanishes as Rⁿ (Bengio, Simard
 * & Frasconi, IEEE Trans. Neural Netw. 5:157, 1994).
 */
import type { StepRecording } from '../../gradient/recording';
import { Sweep } from '../../gradient/sweep';
import type { Plan } from '../../solve/system';

/**
 * @param recording of all steps, its implicit stages solved to rounding
 * @param state index of the component x
 * @returns |∂x(end)/∂x(t)| at the start of each step, and 1 at the end, null where it is 0 or no finite number; undefined where steps have no reverse
 */
export function gradientThroughSteps(
  plan: Plan,
  p: Float64Array,
  recording: StepRecording,
  state: number,
): (number | null)[] | undefined {
  const { length, start, tape } = recording;
  if (recording.withoutReverse !== undefined || recording.loose) return undefined;
  const cotangents = new Float64Array(plan.n);
  cotangents[state] = 1;
  const sweep = new Sweep(plan, p, recording, Float64Array.of(start[length]), cotangents, new Float64Array(plan.m)),
    sizes = new Array<number | null>(length + 1).fill(null);
  sizes[length] = 1;
  for (let step = length - 1; step >= 0; step--) {
    sweep.reverse(tape, step, step);
    if (sweep.failure !== undefined) return undefined;
    const size = Math.abs(sweep.lambda[state]);
    sizes[step] = Number.isFinite(size) && size > 0 ? size : null;
  }
  return sizes;
}
