/**
 * Forward sensitivities ∂y/∂p of the outputs by chosen parameters, exact for the discretised model: the steps that were taken,
 * differentiated with their sizes held. For few parameters, for the Gauss–Newton matrix and for the Fisher information.
 */
import { solve } from '../solve/integrate';
import { solvers } from '../solve/methods';
import type { Solution, SolveOptions } from '../solve/options';
import type { Plan } from '../solve/system';
import { failed, success } from '../util/result';
import type { Result } from '../util/result';
import { misuse } from './messages';
import { SensitivityRecorder } from './sensitivity-recorder';

export interface Sensitivities {
  readonly solution: Solution;
  /** float64[times.length · n · q]: ∂y_j(times[k])/∂p[parameters[l]] at (k·n + j)·q + l */
  readonly values: Float64Array;
}

/**
 * Solves the plan and its sensitivities. A Rosenbrock method, or what `auto` goes over to, gives way to esdirk54, as its
 * own steps are not differentiated; implicit stages are solved to rounding, as the derivative is that of their exact solution.
 * @param parameters indices into p
 * @throws RangeError where the call itself is at fault
 */
export function forwardSensitivities(
  plan: Plan,
  p: Float64Array,
  options: Omit<SolveOptions, 'recorder'>,
  parameters: readonly number[],
): Result<Sensitivities> {
  checkIndices(parameters, plan.m);
  const { method } = options.settings;
  if (method !== 'auto' && solvers[method].family !== 'rosenbrock') return attempt(plan, p, options, parameters);
  if (method === 'auto') {
    const first = attempt(plan, p, options, parameters);
    if (first.ok || first.failure.reason !== 'unsupported') return first;
  }
  return attempt(plan, p, { ...options, settings: { ...options.settings, method: 'esdirk54' } }, parameters);
}

function attempt(
  plan: Plan,
  p: Float64Array,
  options: Omit<SolveOptions, 'recorder'>,
  parameters: readonly number[],
): Result<Sensitivities> {
  const { times = new Float64Array(0), settings, cancelled } = options;
  const recorder = new SensitivityRecorder(plan, p, times, parameters, options.initialState !== undefined);
  const solved = solve(plan, p, {
    ...options,
    settings: { ...settings, newton: 'rounding' },
    recorder,
    cancelled: () => recorder.failure !== undefined || cancelled?.() === true,
  });
  if (recorder.failure !== undefined) return failed(recorder.failure);
  if (!solved.ok) return solved;
  recorder.finish();
  return success({ solution: solved.value, values: recorder.sensitivities });
}

/** @throws RangeError where one is not the index of one of m parameters */
export function checkIndices(parameters: readonly number[], m: number): void {
  if (!parameters.every((index) => Number.isInteger(index) && index >= 0 && index < m)) {
    throw new RangeError(misuse.parameterIndex(m));
  }
}
