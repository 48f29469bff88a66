import { describe, expect, it } from 'vitest';
import { scenario, type Scenario } from '../../../core/model/schema';
import { setLaw } from '../../../core/model/edit';
import { aimAt } from '../../../renderer/graph/aim';

const document: Scenario = scenario.parse({
  format: 'doflow-scenario',
  version: 2,
  about: { title: 'Two' },
  variables: [
    { id: 'a', name: 'A', kind: 'state', initial: 1 },
    { id: 'b', name: 'B', kind: 'state', initial: 1 },
    { id: 'given', name: 'Given', kind: 'input', expression: 't' },
  ],
  mechanisms: [
    {
      id: 'm',
      name: 'M',
      law: { kind: 'first-order', parameters: { k: 1 } },
      inputs: [{ variable: 'a', role: 'substrate' }],
      effects: [{ variable: 'b' }],
    },
  ],
});
const labels = (from: string, to: string | null, of = document): string[] =>
  aimAt(of, from, to).connections.map(({ label }) => label);

describe('An arrow that is being drawn', () => {
  it('may mean several things over a variable', () => {
    expect(labels('a', 'b')).toEqual(['Produces', 'Produces, saturating', 'Removes', 'Turns into']);
    expect(labels('a', 'a')).toEqual(['Decays', 'Grows']);
  });
  it('may regulate a mechanism, or extend what the mechanism changes', () => {
    expect(aimAt(document, 'b', 'm').connections.map(({ end }) => end)).toEqual(['arrow', 'tee']);
    expect(labels('m', 'a')).toEqual(['Also raises it', 'Also lowers it']);
  });
  it('may become a cause of a neural term, which then reads it', () => {
    const neural = setLaw(document, 'm', 'neural');
    const joins = aimAt(neural, 'b', 'm').connections.find(({ label }) => label === 'Joins as a cause')!;
    const { document: joined } = joins.apply(neural);
    expect(joined.mechanisms[0].inputs.map(({ variable }) => variable)).toEqual(['a', 'b']);
    expect(joined.networks[0].inputs.map(({ variable }) => variable)).toEqual(['a', 'b']);
  });
  it('is vetoed with the reason where it makes no sense', () => {
    expect(aimAt(document, 'a', 'given')).toEqual({
      connections: [],
      veto: expect.stringMatching(/^Given is given by its expression/) as string,
    });
    expect(aimAt(document, 'm', 'm').veto).toMatch(/acts on variables/);
    expect(aimAt(document, 'm', 'b').veto).toMatch(/already changes it/);
  });
  it('means nothing over empty ground', () => {
    expect(aimAt(document, 'a', null)).toEqual({ connections: [], veto: null });
  });
});
