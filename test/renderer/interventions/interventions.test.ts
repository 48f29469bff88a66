import { describe, expect, it } from 'vitest';
import { scenario, type ActionKind, type Scenario } from '../../../core/model/schema';
import { doseTimes, marksOf } from '../../../renderer/plots/marks';
import {
  addAction,
  addIntervention,
  arrowsOf,
  changeAction,
  duplicateIntervention,
  heldBy,
  holdArms,
  holdKey,
  newAction,
  removeAction,
} from '../../../renderer/interventions/edits';
import { problemsOf } from '../../../renderer/interventions/problems';
import { spanOf, ticksOf, timelineRow } from '../../../renderer/interventions/timeline';

const document: Scenario = scenario.parse({
  format: 'doflow-scenario',
  version: 2,
  about: { title: 'Test' },
  variables: [
    { id: 'x', name: 'X', kind: 'state' },
    { id: 'light', name: 'Light', kind: 'input', expression: 't' },
  ],
  parameters: [{ id: 'k', value: 0.3 }],
  mechanisms: [
    {
      id: 'decay',
      name: 'Decay',
      law: { kind: 'first-order', parameters: { k: 'k' } },
      inputs: [{ variable: 'x' }],
      effects: [{ variable: 'x', coefficient: -1 }],
      regulators: [{ variable: 'light', kind: 'inhibition', law: { kind: 'hill', K: 1 } }],
    },
  ],
  interventions: [
    {
      id: 'one',
      name: 'One',
      actions: [
        { action: 'clamp', variable: 'x', value: 0, from: 10, until: 20 },
        { action: 'dose', variable: 'x', amount: 2, start: 4, interval: 7, count: 4 },
      ],
    },
  ],
});
const kinds: readonly ActionKind[] = ['clamp', 'scale', 'cut', 'set', 'dose', 'infuse', 'hold', 'policy'];

describe('a new action', () => {
  it('of every kind makes a valid document', () => {
    for (const kind of kinds) {
      const action = newAction(document, kind);
      expect(action?.action).toBe(kind);
      expect(scenario.safeParse(addAction(document, 'one', action!)).success).toBe(true);
    }
  });
  it('acts on what is selected where that suits', () => {
    expect(newAction(document, 'clamp', 'light')).toMatchObject({ variable: 'light' });
    expect(newAction(document, 'dose', 'light')).toMatchObject({ variable: 'x' });
    expect(newAction(document, 'cut', 'light')).toMatchObject({ variable: 'light', mechanism: 'decay' });
    expect(newAction(document, 'set')).toMatchObject({ parameter: 'k', value: 0.3 });
  });
  it('is not offered where the document has nothing to act on', () => {
    const empty = { ...document, variables: [], parameters: [], mechanisms: [] };
    expect(kinds.map((kind) => newAction(empty, kind))).toEqual(kinds.map(() => null));
  });
});

describe('editing interventions', () => {
  it('adds, duplicates, changes and removes, and keeps ids unique', () => {
    const made = addIntervention(document, 'One');
    const copied = duplicateIntervention(made.document, 'one');
    expect(new Set(copied.document.interventions.map(({ id }) => id)).size).toBe(3);
    const changed = changeAction(document, 'one', 0, { action: 'clamp', variable: 'x', value: 1, from: undefined });
    expect(changed.interventions[0].actions[0]).toEqual({ action: 'clamp', variable: 'x', value: 1 });
    expect('from' in changed.interventions[0].actions[0]).toBe(false);
    expect(removeAction(document, 'one', 0).interventions[0].actions.map(({ action }) => action)).toEqual(['dose']);
  });
  it('offers arrows from inputs and from regulators', () => {
    expect(arrowsOf(document)).toEqual([
      { variable: 'x', mechanism: 'decay' },
      { variable: 'light', mechanism: 'decay' },
    ]);
  });
});

describe('arms to hold a variable at', () => {
  const arms = [
    { id: 'a', name: 'Treated', interventions: ['one'] },
    { id: 'b', name: 'Both', interventions: ['two', 'one'] },
  ];
  const compared: Scenario = scenario.parse({
    ...document,
    interventions: [...document.interventions, { id: 'two', name: 'Two' }],
    comparisons: [{ id: 'c', name: 'c', baseline: { id: 'base', name: 'Base' }, arms, horizon: { until: 1 } }],
  });
  it('are the baseline, the arms and the interventions, each set of interventions once', () => {
    expect(holdArms(compared, 'other').map(({ label, interventions }) => [label, ...interventions])).toEqual([
      ['Baseline, with no intervention'],
      ['Arm “Treated”', 'one'],
      ['Arm “Both”', 'two', 'one'],
      ['Two', 'two'],
    ]);
  });
  it('leave out those that hold in turn, and have keys that lead back to them', () => {
    const offered = holdArms(compared, 'one').map(({ interventions }) => interventions);
    expect(offered).toEqual([[], ['two']]);
    expect(offered.map((interventions) => heldBy(holdKey(interventions)))).toEqual(offered);
    expect(holdKey(['two', 'one'])).toBe(holdKey(['one', 'two']));
  });
});

describe('times of an intervention', () => {
  const dose = document.interventions[0].actions[1];
  it('lists the doses within a span', () => {
    if (dose.action !== 'dose') throw new Error('the second action is the dose');
    expect(doseTimes(dose, 0, 20)).toEqual([4, 11, 18]);
    expect(doseTimes(dose, 10, 100)).toEqual([11, 18, 25]);
    expect(doseTimes({ ...dose, interval: undefined }, 0, 20)).toEqual([4]);
  });
  it('marks windows and instants once each', () => {
    expect(marksOf(document, ['one', 'one'], 0, 20)).toEqual({ windows: [{ from: 10, until: 20 }], instants: [4, 11, 18] });
    expect(marksOf(document, ['gone'], 0, 20)).toEqual({ windows: [], instants: [] });
  });
  it('stretch the strip of time so that each is inside', () => {
    const { actions } = document.interventions[0];
    expect(spanOf(document, { from: 0, until: 15 }, actions)).toEqual({ from: 0, until: 20 });
    expect(spanOf(document, undefined, [])).toEqual({ from: 0, until: 1 });
  });
  it('lie on the strip as shares, open where the window goes on', () => {
    expect(timelineRow({ action: 'infuse', variable: 'x', rate: 1, from: 5 }, { from: 0, until: 20 })).toEqual({
      bar: { from: 0.25, until: 1, openStart: false, openEnd: true },
      ticks: [],
      dense: false,
    });
    expect(timelineRow(dose, { from: 4, until: 18 }).ticks).toEqual([0, 0.5, 1]);
    expect(
      timelineRow({ action: 'dose', variable: 'x', amount: 1, start: 0, interval: 0.01, count: 1000 }, { from: 0, until: 10 }),
    ).toMatchObject({ dense: true, ticks: [] });
  });
  it('have round ticks', () => {
    expect(ticksOf({ from: 0, until: 60 })).toEqual([0, 20, 40, 60]);
    expect(ticksOf({ from: 0.5, until: 2 })).toEqual([0.5, 1, 1.5, 2]);
  });
});

describe('the problems of an intervention', () => {
  it('go to the action that their path leads into', () => {
    const at = (path: string, about?: string) => ({ severity: 'error' as const, path, message: path, about });
    const problems = [
      at('interventions[0].actions[1].amount'),
      at('interventions[0].actions[10]'),
      at('interventions[0].name'),
      at('variables[0]', 'one'),
      at('variables[0]'),
    ];
    const { own, byAction } = problemsOf(document, document.interventions[0], problems);
    expect(byAction.map((list) => list.map(({ path }) => path))).toEqual([[], ['interventions[0].actions[1].amount']]);
    expect(own.map(({ path, about }) => about ?? path)).toEqual(['interventions[0].actions[10]', 'interventions[0].name', 'one']);
  });
});
