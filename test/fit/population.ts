/** Models whose subjects have values of their own, for tests. */
import { scenario, type Scenario } from '../../core/model/schema';
import { seededRandom } from '../../core/util/random';

export const SUBJECTS = Array.from({ length: 10 }, (_, i) => `s${i + 1}`);

/** x(t) = θ_i for ever, seen with noise σ: subject i has i + 1 measurements. The posterior mode has a closed form. */
export function constants(values: readonly (readonly number[])[], sigma: number, spread: number): Scenario {
  return scenario.parse({
    format: 'doflow-scenario',
    version: 2,
    about: { title: 'Constants' },
    variables: [{ id: 'x', name: 'x', kind: 'state', initial: 'theta' }],
    parameters: [{ id: 'theta', value: 1, bounds: [-20, 20], estimate: true, varies: { spread } }],
    observables: [{ id: 'seen', name: 'Seen', expression: 'x', noise: { model: 'normal', sigma } }],
    conditions: values.map((_, i) => ({ id: SUBJECTS[i], name: `Subject ${i + 1}` })),
    data: {
      measurements: values.flatMap((own, i) =>
        own.map((value, k) => ({ condition: SUBJECTS[i], observable: 'seen', time: k, value })),
      ),
    },
    fits: [{ id: 'all', name: 'All', starts: 1, tolerance: 1e-9 }],
    solver: { rtol: 1e-8, atol: 1e-10 },
  });
}

export interface DecayOptions {
  readonly spread: number | string;
  readonly subjects?: number;
  readonly times?: readonly number[];
  readonly seed?: number;
}

/** Standard deviation of a measurement of x, which falls from 10 to about 2. */
const NOISE = 1.5;

/** True log10 rate of each subject of `decays`. */
export function truth({ subjects = 10, seed = 5 }: Pick<DecayOptions, 'subjects' | 'seed'>): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: subjects }, () => -0.3 + 0.15 * random.normal());
}

/** dx/dt = −k_i·x + inflow, x(0) = x0: rates k_i of mean log10 −0.3 and spread 0.15, three noisy measurements a subject. */
export function decays(options: DecayOptions): Scenario {
  const { spread, times = [0.5, 1.5, 3], seed = 5 } = options,
    random = seededRandom(seed + 1);
  const measurements = truth(options).flatMap((scaled, i) =>
    times.map((time) => {
      const k = 10 ** scaled,
        x = 1 / k + (10 - 1 / k) * Math.exp(-k * time);
      return { condition: SUBJECTS[i], observable: 'seen', time, value: x + NOISE * random.normal() };
    }),
  );
  return scenario.parse({
    format: 'doflow-scenario',
    version: 2,
    about: { title: 'Decays' },
    variables: [{ id: 'x', name: 'x', kind: 'state', initial: 10 }],
    parameters: [
      { id: 'k', value: 0.4, scale: 'log10', bounds: [0.01, 10], estimate: true, varies: { spread } },
      { id: 'inflow', value: 1, scale: 'log10', bounds: [0.1, 10], estimate: true, prior: { kind: 'normal', mean: 0, sd: 0.1 } },
      {
        id: 'omega',
        value: 0.2,
        scale: 'log10',
        bounds: [0.01, 1],
        estimate: spread === 'omega',
        prior: { kind: 'normal', mean: -0.8, sd: 0.2 },
      },
    ],
    mechanisms: [
      {
        id: 'loss',
        name: 'Loss',
        law: { kind: 'first-order', parameters: { k: 'k' } },
        inputs: [{ variable: 'x', role: 'substrate' }],
        effects: [{ variable: 'x', coefficient: -1 }],
      },
      {
        id: 'gain',
        name: 'Gain',
        law: { kind: 'constant', parameters: { k: 'inflow' } },
        effects: [{ variable: 'x', coefficient: 1 }],
      },
    ],
    observables: [{ id: 'seen', name: 'Seen', expression: 'x', noise: { model: 'normal', sigma: NOISE } }],
    conditions: truth(options).map((_, i) => ({ id: SUBJECTS[i], name: `Subject ${i + 1}` })),
    data: { measurements },
    fits: [{ id: 'all', name: 'All', starts: 2, seed: 2, candidates: 5 }],
    solver: { rtol: 1e-8, atol: 1e-10 },
  });
}
