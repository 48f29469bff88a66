/** Oscillators measured over several periods, with noise of a known seed, and start values whose frequency is far off. */
import { synthesise } from '../../core/fit/synthetic';
import type { Scenario } from '../../core/model/schema';
import { makeDocument } from '../documents';

interface Oscillator {
  readonly states: Record<string, number>;
  /** state and rate */
  readonly rates: readonly (readonly [state: string, rate: string])[];
  readonly truth: Record<string, number>;
  /** where the fit begins */
  readonly begun: Record<string, number>;
  readonly parameter: object;
  readonly bounds: Record<string, readonly [number, number]>;
  readonly until: number;
  readonly count: number;
  readonly sigma: number;
  readonly seed: number;
}

/** Lotka–Volterra over four periods and a third. */
const predatorPrey: Oscillator = {
  states: { x: 1, y: 0.8 },
  rates: [
    ['x', 'alpha*x - beta*x*y'],
    ['y', 'gamma*x*y - delta*y'],
  ],
  truth: { alpha: 1.3, beta: 0.9, gamma: 0.8, delta: 1.8 },
  begun: { alpha: 0.5, beta: 0.5, gamma: 0.4, delta: 0.7 },
  parameter: { scale: 'log10' },
  bounds: { alpha: [0.05, 20], beta: [0.05, 20], gamma: [0.05, 20], delta: [0.05, 20] },
  until: 20,
  count: 80,
  sigma: 0.1,
  seed: 5,
};

/** FitzHugh–Nagumo with the values and the noise of Ramsay et al. (J. R. Stat. Soc. B 69:741, 2007), every half unit of time. */
const fitzHughNagumo: Oscillator = {
  states: { V: -1, R: 1 },
  rates: [
    ['V', 'c*(V - V^3/3 + R)'],
    ['R', '-(V - a + b*R)/c'],
  ],
  truth: { a: 0.2, b: 0.2, c: 3 },
  begun: { a: 1.4, b: -1, c: 0.8 },
  parameter: {},
  bounds: { a: [-1.5, 1.5], b: [-1.5, 1.5], c: [0.5, 10] },
  until: 20,
  count: 40,
  sigma: 0.5,
  seed: 5,
};

const oscillators = { predatorPrey, fitzHughNagumo };
export type OscillatorName = keyof typeof oscillators;
export const truthOf = (name: OscillatorName): Record<string, number> => oscillators[name].truth;

/**
 * @param fit fields of its only fit, "all"
 * @param seen the states that are measured; absent: all
 */
export function oscillator(name: OscillatorName, fit: object = {}, seen?: readonly string[]): Scenario {
  const { states, rates, truth, begun, parameter, bounds, until, count, sigma, seed } = oscillators[name],
    ids = Object.keys(states);
  const make = (values: Record<string, number>, measurements: readonly object[]): Scenario =>
    makeDocument({
      about: { title: name },
      variables: ids.map((id) => ({ id, name: id, kind: 'state', initial: states[id] })),
      parameters: Object.entries(values).map(([id, value]) => ({ id, value, bounds: bounds[id], estimate: true, ...parameter })),
      mechanisms: rates.map(([variable, expression]) => ({
        id: `rate_${variable}`,
        name: variable,
        law: { kind: 'custom', expression },
        inputs: ids.map((id) => ({ variable: id })),
        effects: [{ variable }],
      })),
      observables: ids.map((id) => ({ id: `${id}_seen`, name: id, expression: id, noise: { sigma } })),
      conditions: [{ id: 'only', name: 'only' }],
      data: { measurements },
      fits: [{ id: 'all', name: 'all', starts: 1, ...fit }],
      solver: { rtol: 1e-8, atol: 1e-10 },
    });
  const times = Array.from({ length: count }, (_, k) => ((k + 1) * until) / count);
  const samples = (seen ?? ids).map((id) => ({ observable: `${id}_seen`, times }));
  return make(begun, synthesise(make(truth, []), [{ condition: 'only', replicate: 'one', samples }], seed));
}
