import { describe, expect, it } from 'vitest';
import { surgeryOf } from '../../core/graph/surgery';
import { pathways } from '../../core/report/sections/pathways';
import { makeDocument } from '../documents';
import { sample } from './sample';

/** A → B → C, C ⊣ A; D apart. */
const document = makeDocument({
  variables: ['A', 'B', 'C', 'D'].map((id) => ({ id, name: `the ${id}`, kind: 'state', initial: 1 })),
  mechanisms: [
    {
      id: 'ab',
      name: 'ab',
      law: { kind: 'first-order', parameters: { k: 1 } },
      inputs: [{ variable: 'A', role: 'substrate' }],
      effects: [{ variable: 'B', coefficient: 1 }],
    },
    {
      id: 'bc',
      name: 'bc',
      law: { kind: 'first-order', parameters: { k: 1 } },
      inputs: [{ variable: 'B', role: 'substrate' }],
      effects: [{ variable: 'C', coefficient: 1 }],
    },
    {
      id: 'source',
      name: 'source',
      law: { kind: 'constant', parameters: { k: 1 } },
      effects: [{ variable: 'A', coefficient: 1 }],
      regulators: [{ variable: 'C', kind: 'inhibition', law: { kind: 'hill', K: 1, h: 1 } }],
    },
  ],
  interventions: [
    { id: 'hold_a', name: 'hold A', actions: [{ action: 'clamp', variable: 'A', value: 0 }] },
    {
      id: 'hold_b',
      name: 'hold B',
      actions: [
        { action: 'clamp', variable: 'B', value: 0 },
        { action: 'scale', mechanism: 'bc', factor: 0 },
      ],
    },
    { id: 'dose_d', name: 'dose D', actions: [{ action: 'dose', variable: 'D', amount: 1, start: 0 }] },
  ],
  comparisons: [
    {
      id: 'c',
      name: 'c',
      baseline: { id: 'base', name: 'base' },
      horizon: { until: 1 },
      arms: ['hold_a', 'hold_b', 'dose_d'].map((id) => ({ id: `arm_${id}`, name: id, interventions: [id] })),
      outcomes: [
        { id: 'peak', name: 'peak C', expression: 'C', functional: { kind: 'peak' } },
        { id: 'area', name: 'area C', expression: 'C', functional: { kind: 'area' } },
      ],
    },
  ],
});
const text = ((): string => {
  const arms = [document.comparisons[0].baseline, ...document.comparisons[0].arms].map(({ id, name, interventions }) => ({
    id,
    name,
    surgery: surgeryOf(document, interventions),
    outcomes: {},
    mechanisms: [],
  }));
  const body = pathways({ ...sample(), document, comparison: { comparison: 'c', arms, warnings: [] } });
  return body.text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
})();

describe('loops and pathways in the report', () => {
  it('names each loop and its kind', () => {
    expect(text).toContain('the A → the B → the C → the A balancing');
  });
  it('shows the shortest path to outcomes that read the same variable, in one row', () => {
    expect(text).toContain('hold_a peak C, area C the A → the B → the C 1');
  });
  it('says when the surgery or the graph leaves no path', () => {
    expect(text).toContain('dose_d peak C, area C none: this arm cannot affect it 0');
  });
  it('says when an arm acts on the outcome itself', () => {
    expect(text).toContain('hold_b peak C, area C acts on it directly');
  });
});
