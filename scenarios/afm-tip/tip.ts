/** What this scenario shows, step by step: fit force and damping, or one plain network in their place, to the same curves, and run either onwards. */
import { rankedStarts } from '../../core/fit/ranked-starts';
import { lowerScenario } from '../../core/lower/lower';
import { applyFit } from '../../core/model/edit';
import type { Scenario } from '../../core/model/schema';
import { solve } from '../../core/solve/integrate';

/** @returns the scenario with one network of position and velocity in the place of both, with as many weights as these have together */
export const unconstrained = (document: Scenario): Scenario => ({
  ...document,
  mechanisms: document.mechanisms
    .filter(({ id }) => id !== 'damping')
    .map((one) => (one.id === 'force' ? { ...one, inputs: [...one.inputs, { variable: 'v', role: 'input' }] } : one)),
  networks: document.networks
    .filter(({ id }) => id === 'surface')
    .map(({ weights: _other, start: _random, ...network }) => ({
      ...network,
      inputs: [...network.inputs, { variable: 'v', center: 0, scale: 2 }],
      hidden: [7],
      constraint: { kind: 'free' },
      outputScale: 2,
    })),
});

export interface Fitted {
  readonly document: Scenario;
  readonly nllh: number;
}

/** @returns the first start of the scenario's fit, which begins at the networks as they are  @throws Error where it has no cost */
export function fitted(document: Scenario): Fitted {
  const [{ nllh, parameters }] = rankedStarts(document, undefined, 1);
  return { document: applyFit(document, parameters), nllh };
}

/** The scenario with its base held: nothing drives the tip. */
const held = (document: Scenario, base: number): Scenario => ({
  ...document,
  variables: document.variables.map((one) => (one.id === 'z' ? { ...one, kind: 'assigned', expression: String(base) } : one)),
});

export interface Motion {
  readonly position: Float64Array;
  readonly velocity: Float64Array;
}

/** @returns the motion of the tip over a held base, every µs; null where the model cannot be solved */
export function undriven(document: Scenario, base: number, from: { s: number; v: number }, until: number): Motion | null {
  const start: Scenario = {
    ...held(document, base),
    variables: held(document, base).variables.map((one) =>
      one.kind === 'state' ? { ...one, initial: one.id === 's' ? from.s : from.v } : one,
    ),
  };
  const { plan, nominal } = lowerScenario(start, { from: 0, until }),
    times = Float64Array.from({ length: until + 1 }, (_, k) => k),
    solved = solve(plan, nominal, { from: 0, until, times, settings: document.solver });
  if (!solved.ok) return null;
  const column = (i: number): Float64Array => solved.value.states.filter((_, k) => k % 2 === i);
  return { position: column(0), velocity: column(1) };
}

/** @returns the deflection s − z at times along an approach at a speed in nm/µs  @throws Error where the model cannot be solved */
export function deflection(document: Scenario, speed: number, times: Float64Array): Float64Array {
  const at: Scenario = {
    ...document,
    conditions: [],
    data: { measurements: [] },
    fits: [],
    parameters: document.parameters.map((one) => (one.id === 'speed' ? { ...one, value: speed } : one)),
  };
  const from = 0,
    until = times[times.length - 1],
    lowered = lowerScenario(at, { from, until, outputs: [{ name: 'seen', expression: 's - z' }] }),
    { plan, nominal } = lowered,
    solved = solve(plan, nominal, { from, until, times, settings: document.solver });
  if (!solved.ok) throw new Error(solved.failure.message);
  const out = new Float64Array(lowered.outputs.length),
    seen = lowered.outputs.indexOf('seen'),
    { states, pieceOf } = solved.value;
  return times.map((time, k) => {
    lowered.read[pieceOf[k]].value(time, states.subarray(2 * k, 2 * k + 2), nominal, out);
    return out[seen];
  });
}
