/** A model in which everything happens that a gradient has to go through, with exact derivatives. */
import { lowerScenario } from '../../core/lower/lower';
import { seededRandom } from '../../core/util/random';
import { makeDocument } from '../documents';

const document = makeDocument({
  variables: [
    { id: 'x', name: 'prey', kind: 'state', initial: 'x0' },
    { id: 'y', name: 'predator', kind: 'state', initial: 2 },
    { id: 'z', name: 'food', kind: 'state', initial: 1 },
  ],
  parameters: [
    { id: 'a', value: 1.3 },
    { id: 'b', value: 0.9 },
    { id: 'c', value: 0.8 },
    { id: 'd', value: 1.8 },
    { id: 'w', value: 1.7 },
    { id: 'x0', value: 0.7 },
    { id: 'amount', value: 0.4 },
    { id: 'level', value: 2.2 },
    { id: 'lag', value: 0.35 },
    { id: 'share', value: 0.6 },
  ],
  mechanisms: [
    {
      id: 'growth',
      name: 'growth',
      law: { kind: 'custom', expression: 'a*x*z*(1 + 0.2*sin(w*t))' },
      inputs: [{ variable: 'x' }, { variable: 'z' }],
      effects: [{ variable: 'x', coefficient: 1 }],
    },
    {
      id: 'predation',
      name: 'predation',
      law: { kind: 'custom', expression: 'x*y' },
      inputs: [{ variable: 'x' }, { variable: 'y' }],
      effects: [
        { variable: 'x', coefficient: '-b' },
        { variable: 'y', coefficient: 'c' },
      ],
    },
    {
      id: 'death',
      name: 'death',
      law: { kind: 'custom', expression: 'd*y' },
      inputs: [{ variable: 'y' }],
      effects: [{ variable: 'y', coefficient: -1 }],
    },
    {
      id: 'recovery',
      name: 'recovery',
      law: { kind: 'custom', expression: '1 - z' },
      inputs: [{ variable: 'z' }],
      effects: [{ variable: 'z', coefficient: 1 }],
    },
  ],
  events: [
    { id: 'harvest', name: 'harvest', trigger: 'x > level', assignments: [{ variable: 'x', value: 'share*x + 0.01*t' }] },
    {
      id: 'famine',
      name: 'famine',
      trigger: 'y > 1.1*level',
      delay: 'lag*(1 + 0.1*y)',
      assignments: [{ variable: 'z', value: 'share/(1 + y)' }],
    },
    {
      id: 'withdrawn',
      name: 'withdrawn',
      trigger: 'y > level',
      delay: 2,
      persistent: false,
      assignments: [{ variable: 'z', value: 0 }],
    },
    {
      id: 'relief',
      name: 'relief',
      trigger: 'z < 0.4',
      delay: 'lag',
      useTriggerValues: false,
      assignments: [{ variable: 'z', value: 'z + amount*x' }],
    },
  ],
  interventions: [
    {
      id: 'all',
      name: 'all',
      actions: [
        { action: 'dose', variable: 'y', amount: 'amount', start: 1 },
        { action: 'scale', mechanism: 'growth', factor: 1.3, from: 2.5, until: 4 },
        { action: 'clamp', variable: 'z', value: 'share', from: 5, until: 5.6 },
      ],
    },
  ],
});

const until = 8,
  { plan, nominal } = lowerScenario(document, { from: 0, until, interventions: ['all'] }),
  random = seededRandom(5);
const times = Float64Array.of(0, 0.4, 1, 1.7, 2.5, 3.1, 3.101, 4.4, 5.2, 6.3, 7.9, 8);

export const busy = {
  plan,
  p: nominal,
  until,
  times,
  cotangents: Float64Array.from({ length: times.length * plan.n }, () => random.normal()),
};
