/** A small document with every way of drawing a mechanism, for the tests of graph and report. */
import { scenario } from '../../core/model/schema';
import type { Scenario } from '../../core/model/schema';

export const small: Scenario = scenario.parse({
  format: 'doflow-scenario',
  version: 2,
  about: {
    title: 'A leaking barrier',
    question: 'Does blocking TGF-β raise the damage?',
    authors: ['A. Author', 'B. Author'],
    time: { unit: 'day', start: 0 },
    notes: ['One compartment; spatial spread is left out.'],
    references: [{ id: 'handbook', text: 'A reference made up for tests', doi: '10.1000/182' }],
  },
  variables: [
    { id: 'antigen', name: 'Antigen', kind: 'input', expression: 'exp(-0.1*t)', position: { x: 0, y: 0 } },
    { id: 'tgfb', name: 'TGF-β', unit: 'ng/ml', kind: 'state', initial: 4.5, position: { x: 260, y: 0 } },
    { id: 'E', name: 'Effector cells', unit: 'cells', kind: 'state', initial: 0.1, position: { x: 120, y: 190 } },
    { id: 'D', name: 'Tissue damage', kind: 'state', initial: 0, position: { x: 120, y: 340 } },
    { id: 'health', name: 'Health', kind: 'assigned', expression: '1 - D', position: { x: 320, y: 340 } },
  ],
  parameters: [
    {
      id: 'k_in',
      name: 'Infiltration',
      value: 0.8,
      unit: '1/day',
      bounds: [0.01, 10],
      scale: 'log10',
      estimate: true,
      source: { kind: 'illustrative', text: 'chosen for the time scale' },
    },
    { id: 'K_T', value: 2, unit: 'ng/ml', source: { kind: 'literature', reference: 'handbook' } },
    { id: 'k_dam', value: 0.05, unit: '1/day', estimate: true, source: { kind: 'fitted' } },
    { id: 'k_rep', name: 'Repair', value: 0.2, unit: '1/day' },
  ],
  mechanisms: [
    {
      id: 'infiltration',
      name: 'Infiltration',
      law: { kind: 'first-order', parameters: { k: 'k_in' } },
      inputs: [{ variable: 'antigen' }],
      effects: [{ variable: 'E' }],
      regulators: [{ variable: 'tgfb', kind: 'inhibition', law: { kind: 'hill', K: 'K_T', h: 2 } }],
      position: { x: 120, y: 90 },
    },
    {
      id: 'killing',
      name: 'Damage',
      law: { kind: 'first-order', parameters: { k: 'k_dam' } },
      inputs: [{ variable: 'E' }],
      effects: [{ variable: 'D' }],
    },
    {
      id: 'repair',
      name: 'Repair',
      law: { kind: 'first-order', parameters: { k: 'k_rep' } },
      inputs: [{ variable: 'D' }],
      effects: [{ variable: 'D', coefficient: -1 }],
    },
    {
      id: 'secretion',
      name: 'Secretion',
      law: { kind: 'constant', parameters: { k: 1 } },
      effects: [{ variable: 'tgfb' }],
      position: { x: 260, y: -80 },
    },
    {
      id: 'uptake',
      name: 'Uptake',
      law: { kind: 'mass-action', parameters: { k: 0.1 } },
      inputs: [{ variable: 'tgfb' }, { variable: 'E' }],
      effects: [{ variable: 'tgfb', coefficient: -1 }],
      position: { x: 260, y: 100 },
    },
  ],
  observables: [{ id: 'score', name: 'Clinical score', expression: 'D', noise: { model: 'normal', sigma: 0.1 } }],
  conditions: [{ id: 'mouse', name: 'Mouse' }],
  data: {
    source: { kind: 'synthetic', text: 'Made from the model itself', seed: 7, truth: { k_in: 0.8 } },
    measurements: [0, 3, 7, 12].map((time) => ({ condition: 'mouse', observable: 'score', time, value: 0.02 * time })),
  },
  interventions: [
    { id: 'no_tgfb', name: 'do(TGF-β = 0)', actions: [{ action: 'clamp', variable: 'tgfb', value: 0, from: 10 }] },
    { id: 'no_damage', name: 'No damage', actions: [{ action: 'scale', mechanism: 'killing', factor: 0 }] },
  ],
  comparisons: [
    {
      id: 'main',
      name: 'TGF-β blocked',
      baseline: { id: 'baseline', name: 'Untreated' },
      arms: [
        { id: 'blocked', name: 'TGF-β blocked', interventions: ['no_tgfb'] },
        { id: 'spared', name: 'No damage', interventions: ['no_damage'] },
      ],
      horizon: { from: 0, until: 30, points: 31 },
      outcomes: [
        { id: 'peak', name: 'Peak damage', expression: 'D', functional: { kind: 'peak' }, unit: 'a.u.' },
        { id: 'when', name: 'First damage above 0.3', expression: 'D', functional: { kind: 'first-crossing', threshold: 0.3 } },
      ],
    },
  ],
  fits: [{ id: 'all', name: 'All mice', starts: 4 }],
});

/** @returns a deep copy to change */
export const copyOfSmall = (): Scenario => structuredClone(small);
