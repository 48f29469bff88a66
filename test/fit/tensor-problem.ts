/** A small model with everything that a batch of conditions has to keep apart. */
import type { Scenario } from '../../core/model/schema';
import { makeDocument } from '../documents';

const tight = { rtol: 1e-10, atol: 1e-12 };

/** Decay and growth with everything that a batch of conditions has to keep apart: overrides by number and expression, doses, clamps, every noise. */
export const mixed = (): Scenario =>
  makeDocument({
    variables: [
      { id: 'x', name: 'x', kind: 'state', initial: 'x0' },
      { id: 'y', name: 'y', kind: 'state', initial: 2 },
      { id: 'drive', name: 'drive', kind: 'input', expression: '1 + 0.3*sin(t)' },
    ],
    parameters: [
      { id: 'k', value: 0.7, scale: 'log10', bounds: [0.01, 10], estimate: true, prior: { kind: 'normal', mean: 0, sd: 1 } },
      { id: 'q', value: 0.4, scale: 'logit', bounds: [0.01, 0.9], estimate: true },
      { id: 's', value: 0.2, bounds: [0.01, 2], estimate: true, prior: { kind: 'gamma', shape: 2, rate: 5 } },
      { id: 'x0', value: 3, estimate: true },
      { id: 'twice', value: 1 },
    ],
    mechanisms: [
      {
        id: 'loss',
        name: 'loss',
        law: { kind: 'first-order', parameters: { k: 'k*twice' } },
        inputs: [{ variable: 'x', role: 'substrate' }],
        effects: [
          { variable: 'x', coefficient: -1 },
          { variable: 'y', coefficient: 1 },
        ],
      },
      {
        id: 'supply',
        name: 'supply',
        law: { kind: 'custom', expression: 'q*drive/(1 + y)' },
        inputs: [{ variable: 'drive' }, { variable: 'y' }],
        effects: [{ variable: 'x' }],
      },
    ],
    observables: [
      { id: 'ox', name: 'ox', expression: 'x', noise: { model: 'normal', sigma: 's*x + 0.1' } },
      { id: 'oy', name: 'oy', expression: 'x + y', noise: { model: 'log-normal', sigma: 0.3 } },
      { id: 'ol', name: 'ol', expression: 'q*y', noise: { model: 'laplace', sigma: 's' } },
      { id: 'oll', name: 'oll', expression: 'y + drive', noise: { model: 'log-laplace', sigma: 's' } },
      {
        id: 'ot',
        name: 'ot',
        expression: 'x',
        scaling: 'q',
        offset: 's',
        noise: { model: 'student-t', degreesOfFreedom: 3, sigma: 0.2 },
      },
    ],
    conditions: [
      { id: 'a', name: 'a' },
      { id: 'b', name: 'b', overrides: { twice: 2, y: 'q + 0.5' } },
      { id: 'c', name: 'c', overrides: { twice: 'k', x: 1 } },
      { id: 'd', name: 'd', overrides: { y: 1 }, interventions: ['dosed'] },
    ],
    interventions: [
      {
        id: 'dosed',
        name: 'dosed',
        actions: [
          { action: 'dose', variable: 'x', amount: 2, start: 1 },
          { action: 'clamp', variable: 'y', value: 1.5, from: 2, until: 2.5 },
        ],
      },
    ],
    data: {
      measurements: ['a', 'b', 'c', 'd'].flatMap((condition, c) =>
        ['ox', 'oy', 'ol', 'oll', 'ot'].flatMap((observable, o) =>
          [0, 0.3 + 0.2 * c, 1, 1, 2.2, 3 + 0.1 * o].map((time, i) => ({
            condition,
            observable,
            time,
            value: 0.8 + 0.3 * ((c + 2 * o + i) % 5),
          })),
        ),
      ),
    },
    fits: [{ id: 'all', name: 'all' }],
    solver: tight,
  });
