/** A hybrid predator and prey under two conditions, one with a dose, whose every regulariser has something to penalise. */
import type { Regulariser, Scenario } from '../../core/model/schema';
import { makeDocument } from '../documents';

const law = (id: string, expression: string, inputs: string[], variable: string, coefficient: number): object => ({
  id,
  name: id,
  law: { kind: 'custom', expression },
  inputs: inputs.map((name) => ({ variable: name })),
  effects: [{ variable, coefficient }],
});

/** Fixed steps, so that the cost is a smooth function of the parameters to rounding, and differences can be exact. */
export const hybrid = (regularisers: readonly Regulariser[], network: Record<string, unknown> = {}): Scenario =>
  makeDocument({
    variables: [
      { id: 'prey', name: 'prey', kind: 'state', initial: 1 },
      { id: 'predator', name: 'predator', kind: 'state', initial: 0.8 },
    ],
    parameters: [
      { id: 'growth', value: 1.1, scale: 'log10', bounds: [0.1, 10], estimate: true },
      { id: 'death', value: 0.8, scale: 'linear', bounds: [0.1, 10], estimate: true },
      { id: 'noise', value: 0.3, scale: 'log10', bounds: [0.01, 10], estimate: true },
    ],
    networks: [
      {
        id: 'net',
        inputs: [
          { variable: 'prey', scale: 2 },
          { variable: 'predator', center: 1, scale: 1 },
        ],
        hidden: [3, 2],
        constraint: { kind: 'positive' },
        vanishesWith: 'prey',
        start: 'random',
        seed: 3,
        ...network,
      },
    ],
    mechanisms: [
      law('births', 'growth*prey', ['prey'], 'prey', 1),
      {
        id: 'eating',
        name: 'eating',
        law: { kind: 'neural', network: 'net' },
        inputs: [{ variable: 'prey' }, { variable: 'predator' }],
        effects: [
          { variable: 'prey', coefficient: -1 },
          { variable: 'predator', coefficient: 0.8 },
        ],
      },
      law('deaths', 'death*predator', ['predator'], 'predator', -1),
    ],
    observables: [
      { id: 'seen', name: 'seen', expression: 'prey', noise: { sigma: 'noise' } },
      { id: 'both', name: 'both', expression: 'log(prey + predator)', noise: { sigma: 0.2 } },
    ],
    conditions: [
      { id: 'plain', name: 'plain' },
      { id: 'dosed', name: 'dosed', interventions: ['shot'] },
    ],
    interventions: [{ id: 'shot', name: 'shot', actions: [{ action: 'dose', variable: 'predator', amount: 0.5, start: 1.03 }] }],
    data: {
      measurements: ['plain', 'dosed'].flatMap((condition, c) =>
        [0.5, 1, 2, 3, 4].map((time, k) => ({ condition, observable: 'seen', time, value: 1 + 0.3 * Math.sin(2 * k + c) })),
      ),
    },
    fits: [{ id: 'all', name: 'all', ...(regularisers.length === 0 ? {} : { regularisers }) }],
    solver: { method: 'tsit5', step: 0.05 },
  });

export const each: Readonly<Record<string, Regulariser>> = {
  'rate-bound': { kind: 'rate-bound', weight: 3, mechanism: 'births', most: 1.2 },
  'rate-bound of a network': { kind: 'rate-bound', weight: 3, mechanism: 'eating', most: 0.5 },
  'rate-bound that follows the states': {
    kind: 'rate-bound',
    weight: 3,
    mechanism: 'births',
    most: '0.9*growth*predator + 0.1*seen',
  },
  'smoothness of a variable': { kind: 'smoothness', weight: 5, of: 'prey', timeScale: 0.4 },
  'smoothness of an observable': { kind: 'smoothness', weight: 2, of: 'both', timeScale: 0.7, size: 1.5 },
  'weight-decay': { kind: 'weight-decay', weight: 0.7 },
  lipschitz: { kind: 'lipschitz', weight: 4, network: 'net', most: 0.05 },
  'detailed-balance': {
    kind: 'detailed-balance',
    weight: 6,
    pairs: [
      { forward: 'births', backward: 'eating' },
      { forward: 'eating', backward: 'deaths' },
    ],
    force: true,
  },
};
