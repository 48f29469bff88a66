/**
 * Lotka–Volterra in which a network of softplus units is the predation, −0.9xy to 0.3 % over the orbit: what a network has learned can
 * be checked by hand. With a fit of which two starts are accepted.
 */
import { createHash } from 'node:crypto';
import { fitSubject } from '../../core/model/fit-subject';
import type { FitResult, Scenario } from '../../core/model/schema';
import { makeDocument } from '../documents';

/** softplus(u) + softplus(−u) = ln 4 + u²/4 − u⁴/96 …, so that four units make a product: xy = ((x + y)² − (x − y)²)/4. */
const SMALL = 0.02;
export const productWeights = (factor: number): number[] => {
  const e = SMALL,
    size = factor / e ** 2;
  return [e, e, -e, -e, e, -e, -e, e, 0, 0, 0, 0, size, size, -size, -size, 0];
};

export const predation: Scenario = makeDocument({
  about: { title: 'Learned predation', time: { unit: 'day', start: 0 } },
  variables: [
    { id: 'x', name: 'prey', kind: 'state', initial: 0.44249296 },
    { id: 'y', name: 'predator', kind: 'state', initial: 4.6280594 },
  ],
  networks: [
    {
      id: 'net',
      inputs: [{ variable: 'x' }, { variable: 'y' }],
      hidden: [4],
      activation: 'softplus',
      weights: productWeights(-0.9),
    },
  ],
  mechanisms: [
    ['growth', { kind: 'custom', expression: '1.3*x' }, ['x'], 'x'],
    ['predation', { kind: 'neural', network: 'net' }, ['x', 'y'], 'x'],
    ['gain', { kind: 'custom', expression: '0.8*x*y' }, ['x', 'y'], 'y'],
    ['death', { kind: 'custom', expression: '-1.8*y' }, ['y'], 'y'],
  ].map(([id, law, inputs, variable]) => ({
    id,
    name: id,
    law,
    inputs: (inputs as string[]).map((input) => ({ variable: input })),
    effects: [{ variable }],
  })),
  observables: [{ id: 'prey', name: 'prey', expression: 'x', noise: { sigma: 0.1 } }],
  conditions: [{ id: 'c', name: 'c' }],
  data: { measurements: [1, 5, 10].map((time) => ({ condition: 'c', observable: 'prey', time, value: 1 })) },
  fits: [{ id: 'all', name: 'all' }],
  interventions: [{ id: 'i', name: 'i', actions: [{ action: 'cut', variable: 'y', mechanism: 'predation', value: 1 }] }],
});
/** The network's weights at some factor, as a fit names them. */
export const weightsAt = (factor: number): Record<string, number> =>
  Object.fromEntries(productWeights(factor).map((weight, i) => [`net.${i}`, weight]));

/** Two starts within 1.92 of the best, one beyond it, one that failed. */
export function fittedPredation(): { document: Scenario; result: FitResult } {
  const start = (index: number, nllh: number | null, factor: number): FitResult['starts'][number] => ({
    index,
    seed: index,
    nllh,
    gradientNorm: 0,
    iterations: 1,
    reason: 'made for a test',
    parameters: weightsAt(factor),
  });
  const result: FitResult = {
    best: { nllh: 10, parameters: weightsAt(-0.9) },
    starts: [start(0, 10, -0.9), start(1, 11.5, -1.1), start(2, 12, -2), start(3, null, -5)],
    cancelled: false,
    provenance: { document: createHash('sha256').update(fitSubject(predation)).digest('hex'), versions: {} },
  };
  return { document: { ...predation, fits: predation.fits.map((fit) => ({ ...fit, result })) }, result };
}
