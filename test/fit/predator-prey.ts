/** Predator and prey of which only the prey is seen, with noise of a known seed: two rates to be found from starts that are far off. */
import { lowerScenario } from '../../core/lower/lower';
import type { Scenario } from '../../core/model/schema';
import { solve } from '../../core/solve/integrate';
import { seededRandom } from '../../core/util/random';
import { makeDocument } from '../documents';

export const truth = { growth: 1.2, death: 0.9 };
export const started = { growth: 0.7, death: 1.6 };
const SIGMA = 0.05;

export function predatorPrey(): Scenario {
  const make = (values: Record<string, number>, measurements: object[]): Scenario =>
    makeDocument({
      about: { title: 'Predator and prey' },
      variables: [
        { id: 'prey', name: 'prey', kind: 'state', initial: 1 },
        { id: 'predator', name: 'predator', kind: 'state', initial: 0.8 },
      ],
      parameters: [
        { id: 'growth', value: values.growth, scale: 'log10', bounds: [0.1, 10], estimate: true },
        { id: 'death', value: values.death, scale: 'log10', bounds: [0.1, 10], estimate: true },
      ],
      mechanisms: [
        ['m1', 'growth*prey', 'prey', 1],
        ['m2', 'prey*predator', 'prey', -1],
        ['m3', '0.8*prey*predator', 'predator', 1],
        ['m4', 'death*predator', 'predator', -1],
      ].map(([id, expression, variable, coefficient]) => ({
        id,
        name: id,
        law: { kind: 'custom', expression },
        inputs: ['prey', 'predator'].filter((name) => String(expression).includes(name)).map((name) => ({ variable: name })),
        effects: [{ variable, coefficient }],
      })),
      observables: [{ id: 'seen', name: 'seen', expression: 'prey', noise: { sigma: SIGMA } }],
      conditions: [{ id: 'c', name: 'c' }],
      data: { measurements },
      fits: [{ id: 'all', name: 'all' }],
      solver: { rtol: 1e-9, atol: 1e-11 },
    });
  const times = Float64Array.from({ length: 30 }, (_, k) => ((k + 1) * 8) / 30),
    document = make(truth, []),
    { plan, nominal } = lowerScenario(document, { from: 0, until: 8 });
  const solved = solve(plan, nominal, { from: 0, until: 8, settings: document.solver, times });
  if (!solved.ok) throw new Error(solved.failure.message);
  const random = seededRandom(11);
  return make(
    started,
    Array.from(times, (time, k) => ({
      condition: 'c',
      observable: 'seen',
      time,
      value: solved.value.states[2 * k] + SIGMA * random.normal(),
    })),
  );
}
