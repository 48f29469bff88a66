/** Training through steps of a fixed size: λ estimated from the exact decay, by the gradient of the very steps that are taken. */
import { createStartRunner } from '../../core/fit/run-start';
import { discreteAdjoint } from '../../core/gradient/discrete-adjoint';
import { StepRecording } from '../../core/gradient/recording';
import { lowerScenario } from '../../core/lower/lower';
import { setValues } from '../../core/model/edit';
import { fit } from '../../core/model/schema/fit';
import type { FitStart, Scenario } from '../../core/model/schema';
import { solve } from '../../core/solve/integrate';
import type { MethodName } from '../../core/solve/solver';

/** s: of the last reading, and between two */
const UNTIL = 2,
  EVERY = 0.1;

/** @returns the scenario with readings of exp(λt) and a fit of λ by Adam at its defaults, solved by steps of size h */
export function lesson(document: Scenario, lambda: number, method: MethodName, h: number): Scenario {
  const measurements = Array.from({ length: Math.round(UNTIL / EVERY) }, (_, k) => {
    const time = EVERY * (k + 1);
    return { condition: 'seen', observable: 'level', time, value: Math.exp(lambda * time) };
  });
  return {
    ...document,
    parameters: document.parameters.map((one) => ({ ...one, estimate: one.id === 'lambda' })),
    observables: [{ id: 'level', name: 'z', expression: 'z', noise: { model: 'normal', sigma: 0.01 } }],
    conditions: [{ id: 'seen', name: 'Seen', overrides: {}, interventions: [] }],
    data: { measurements },
    fits: [fit.parse({ id: 'train', name: 'Train', method: 'adam', engine: 'kernel', starts: 1, maxIterations: 1000 })],
    solver: { ...document.solver, method, step: h },
  };
}

/** @returns where training ends that begins at a value of λ */
export const trained = (document: Scenario, begin: number): FitStart =>
  createStartRunner({ document: setValues(document, { lambda: begin }), fit: 'train', starts: 1, seed: 1 })(0, {
    onProgress: () => undefined,
    cancelled: () => false,
  });

/** @returns ∂z/∂λ after n of Euler's steps of size h, by the discrete adjoint through them  @throws Error where they fail */
export function slopeThroughSteps(document: Scenario, h: number, n: number): number {
  const until = n * h,
    { plan, nominal, parameters } = lowerScenario(document, { from: 0, until }),
    times = Float64Array.of(until),
    recorder = new StepRecording(plan, { storage: 'full' }),
    gradient = new Float64Array(plan.m);
  const settings = { ...document.solver, method: 'euler', step: h } as const;
  const solved = solve(plan, nominal, { from: 0, until, times, settings, recorder });
  if (!solved.ok) throw new Error(solved.failure.message);
  const adjoint = discreteAdjoint(plan, nominal, recorder, times, Float64Array.of(1), gradient);
  if (!adjoint.ok) throw new Error(adjoint.failure.message);
  return gradient[parameters.indexOf('lambda')];
}
