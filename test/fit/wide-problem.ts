/** Subjects with initial values and times of their own, of a model with a network within: as wide and as deep as asked. */
import type { Scenario } from '../../core/model/schema';
import { seededRandom } from '../../core/util/random';
import { makeDocument } from '../documents';

const TIMES = 15,
  UNTIL = 10;

/** @param width of both hidden layers  @param fit settings of its fit */
export function wideProblem(subjects: number, width: number, fit: object = {}): Scenario {
  const random = seededRandom(5),
    inputs = ['a', 'b'].map((variable) => ({ variable }));
  const mechanism = (id: string, law: object, read: readonly object[], effects: readonly object[]): object => ({
    id,
    name: id,
    law,
    inputs: read,
    effects,
  });
  return makeDocument({
    variables: ['a', 'b'].map((id) => ({ id, name: id, kind: 'state', initial: 1 })),
    parameters: [
      { id: 'k', value: 0.7, estimate: true },
      { id: 'q', value: 0.4, estimate: true },
    ],
    networks: [{ id: 'N', inputs, hidden: [width, width], constraint: { kind: 'positive' }, estimate: true }],
    mechanisms: [
      mechanism(
        'loss',
        { kind: 'custom', expression: 'k*a' },
        [inputs[0]],
        [{ variable: 'a', coefficient: -1 }, { variable: 'b' }],
      ),
      mechanism(
        'back',
        { kind: 'custom', expression: 'q*b/(1 + b)' },
        [inputs[1]],
        [
          { variable: 'b', coefficient: -1 },
          { variable: 'a', coefficient: 0.5 },
        ],
      ),
      mechanism('learned', { kind: 'neural', network: 'N' }, inputs, [{ variable: 'b' }]),
    ],
    observables: ['a', 'b'].map((id) => ({ id: `${id}_o`, name: id, expression: id, noise: { sigma: 0.1 } })),
    conditions: Array.from({ length: subjects }, (_, s) => ({
      id: `s${s}`,
      name: `subject ${s}`,
      overrides: { a: 0.5 + random.uniform(), b: random.uniform() },
    })),
    data: {
      measurements: Array.from({ length: subjects * TIMES }, (_, i) => ({
        condition: `s${Math.floor(i / TIMES)}`,
        observable: i % 2 === 0 ? 'a_o' : 'b_o',
        time: (((i % TIMES) + random.uniform()) * UNTIL) / TIMES,
        value: random.uniform(),
      })),
    },
    fits: [{ id: 'all', name: 'all', ...fit }],
    solver: { rtol: 1e-6, atol: 1e-8 },
  });
}
