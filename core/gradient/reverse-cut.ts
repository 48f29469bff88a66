/**
 * The reverse of a cut: the instant τ at which a root function g vanishes on a step's dense output I. From g(τ, I(τ), p) = 0
 * follows dτ = −(∂g/∂y δI + ∂g/∂p δp)/ġ with ġ = ∂g/∂y İ + ∂g/∂t, the derivative along the solution.
 */
import type { PlanEvent } from '../solve/system';
import { dot } from '../util/vector';
import { grazes } from './crossings';
import type { StepReverse, TakenStep } from './step-reverse';

/**
 * @param instant cotangent of τ by all that comes after it
 * @param lambda cotangent of the state at τ, just before what happens there, float64[n]; what τ owes to the state is added
 * @param gp float64[m], added to
 * @returns false where the solution touches the root without crossing it, so that τ has no derivative
 */
export function reverseCut(
  event: PlanEvent,
  root: number,
  reverser: StepReverse,
  step: TakenStep,
  p: Float64Array,
  tau: number,
  instant: number,
  lambda: Float64Array,
  gp: Float64Array,
): boolean {
  const n = lambda.length,
    { roots } = event,
    theta = (tau - step.t) / step.h;
  const vector = (size = n): Float64Array => new Float64Array(size);
  const y = vector(),
    slope = vector(),
    byState = vector(),
    partial = vector(roots.size),
    one = vector(roots.size);
  reverser.state(step, p, theta, y);
  reverser.slope(step, p, theta, slope);
  one[root] = 1;
  roots.vjp(tau, y, p, one, byState, vector(gp.length));
  roots.timeDerivative(tau, y, p, partial);
  const rate = dot(byState, slope) + partial[root];
  const last = vector();
  reverser.state(step, p, 1, last);
  const sizes = [rootSize(event, root, step.t, step.y, p), rootSize(event, root, step.t + step.h, last, p)];
  if (grazes(rate, step.h, sizes)) return false;
  const owed = -(instant + dot(lambda, slope)) / rate;
  for (let j = 0; j < n; j++) lambda[j] += owed * byState[j];
  one[root] = owed;
  roots.vjp(tau, y, p, one, vector(), gp);
  return true;
}

function rootSize({ roots }: PlanEvent, root: number, t: number, y: Float64Array, p: Float64Array): number {
  const values = new Float64Array(roots.size);
  roots.value(t, y, p, values);
  return Math.abs(values[root]);
}
