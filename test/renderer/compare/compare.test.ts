import { describe, expect, it } from 'vitest';
import { scenario, type Scenario } from '../../../core/model/schema';
import type { ArmResult, ComparisonResult } from '../../../core/service/contract';
import {
  addArm,
  addComparison,
  addOutcome,
  changeArm,
  changeOutcome,
  duplicateComparison,
  moveArm,
  removeArm,
} from '../../../renderer/compare/edits';
import { functionalText } from '../../../core/effect/functional-text';
import { effectRows } from '../../../renderer/compare/effects';
import { curvesPicture, differencePicture, type View } from '../../../renderer/compare/pictures';
import { shownOf } from '../../../renderer/compare/quantities';
import { BAR_END, mechanismChanges } from '../../../renderer/compare/why';

const document: Scenario = scenario.parse({
  format: 'doflow-scenario',
  version: 2,
  about: { title: 'Test' },
  variables: [
    { id: 'x', name: 'X', kind: 'state', unit: 'ng/ml' },
    { id: 'y', name: 'Y', kind: 'state' },
    { id: 'sum', name: 'Sum', kind: 'assigned', expression: 'x + y' },
  ],
  mechanisms: [
    { id: 'decay', name: 'Decay', law: { kind: 'first-order', parameters: { k: 0.1 } } },
    { id: 'source', name: 'Source', law: { kind: 'constant', parameters: { k: 1 } } },
  ],
  interventions: [{ id: 'hold', name: 'Hold X', actions: [{ action: 'clamp', variable: 'x', value: 0, from: 2 }] }],
  comparisons: [
    {
      id: 'c',
      name: 'C',
      baseline: { id: 'base', name: 'Baseline' },
      arms: [{ id: 'held', name: 'Held', interventions: ['hold'] }],
      horizon: { from: 0, until: 4 },
      outcomes: [
        { id: 'peak', name: 'Peak of X', expression: 'x', functional: { kind: 'peak' }, unit: 'ng/ml' },
        { id: 'fold', name: 'Fold', expression: 'x', functional: { kind: 'value', at: 4 }, effect: 'ratio', unit: '1' },
        { id: 'cross', name: 'Crossing', expression: 'x', functional: { kind: 'first-crossing', threshold: 9 } },
      ],
    },
  ],
});
const comparison = document.comparisons[0];
const surgery = { cutEdges: [], addedEdges: [], clamped: [], scaled: [], set: [], dosed: [], infused: [], lines: [] };
const solver = { method: 'tsit5', why: 'not stiff', steps: 3, rejected: 0, evaluations: 18 };
const arm = (id: string, x: number[], extra: Partial<ArmResult> = {}): ArmResult => ({
  id,
  name: id,
  surgery,
  series: { times: [0, 2, 4], values: { x, y: x }, solver, fired: [] },
  outcomes: {},
  mechanisms: [],
  ...extra,
});
const result: ComparisonResult = {
  comparison: 'c',
  warnings: [],
  arms: [
    arm('base', [1, 2, 4], {
      outcomes: { peak: { value: 4, effect: null }, fold: { value: 4, effect: null }, cross: { value: null, effect: null } },
    }),
    arm('held', [1, 0, 1], {
      outcomes: {
        peak: { value: 1, effect: -3, interval: { low: -3.5, high: -2, kind: 'range', members: 8 } },
        fold: { value: 1, effect: 0.25 },
        cross: { value: null, effect: null },
      },
      mechanisms: [
        { id: 'source', mean: 1, baseline: 1 },
        { id: 'decay', mean: 0, baseline: 0.2 },
      ],
    }),
  ],
};
const view: View = { document, comparison, result, ghost: null, hidden: new Set(), active: null, scale: 'linear' };

describe('what a comparison shows', () => {
  it('is every state where it chooses nothing, else its choice in its order', () => {
    expect(shownOf(document, comparison).map(({ id }) => id)).toEqual(['x', 'y']);
    expect(shownOf(document, { ...comparison, shown: ['sum', 'x', 'gone'] }).map(({ id }) => id)).toEqual(['sum', 'x']);
  });
});

describe('the curves', () => {
  it('have a panel a quantity and a line an arm, in the stroke of its place', () => {
    const { panels } = curvesPicture(view);
    expect(panels.map(({ title }) => title)).toEqual(['X', 'Y']);
    expect(panels[0].lines.map(({ id, stroke }) => [id, stroke])).toEqual([
      ['base', 0],
      ['held', 1],
    ]);
  });
  it('leave hidden arms out', () => {
    expect(curvesPicture({ ...view, hidden: new Set(['base']) }).panels[0].lines.map(({ id }) => id)).toEqual(['held']);
  });
  it('mark the windows of the active arm, strong', () => {
    const picture = curvesPicture({ ...view, active: 'held' });
    expect(picture.marks).toEqual({ stroke: 1, at: { windows: [{ from: 2, until: Infinity }], instants: [] } });
    expect(picture.panels[0].lines[1].weight).toBe('strong');
  });
  it('mark the events that happened in the active arm, unless they are too many to tell apart', () => {
    const marked = (count: number): unknown => {
      const fired = Array.from({ length: count }, (_, k) => ({ event: 'e', triggered: k / count, time: k / count }));
      const held = { ...result.arms[1], series: { ...result.arms[1].series!, fired } };
      return curvesPicture({ ...view, active: 'held', result: { ...result, arms: [result.arms[0], held] } }).marks?.at.instants;
    };
    expect(marked(4)).toEqual([0, 0.25, 0.5, 0.75]);
    expect(marked(200)).toEqual([]);
  });
  it('draw the run before as ghosts, but only where it differs', () => {
    const ghost: ComparisonResult = { ...result, arms: [arm('base', [1, 3, 5]), result.arms[1]] };
    expect(curvesPicture({ ...view, ghost }).panels[0].lines.map(({ id }) => id)).toEqual(['ghost base', 'base', 'held']);
    expect(curvesPicture({ ...view, ghost: result }).panels[0].lines).toHaveLength(2);
  });
});

describe('the difference', () => {
  it('is arm minus baseline around a zero line', () => {
    const { panels } = differencePicture(view);
    expect(panels[0].zero).toBe(true);
    expect(panels[0].lines.map(({ id, y }) => [id, y])).toEqual([['held', [0, -2, -3]]]);
  });
  it('interpolates the baseline where the arm has other times', () => {
    const held = { ...arm('held', []), series: { times: [0, 1, 3, 4], values: { x: [0, 0, 0, 0] }, solver, fired: [] } };
    const other: ComparisonResult = { ...result, arms: [result.arms[0], held] };
    expect(differencePicture({ ...view, result: other }).panels[0].lines[0].y).toEqual([-1, -1.5, -3, -4]);
  });
});

describe('the table of effects', () => {
  const rows = effectRows(document, comparison, result);
  it('gives value, signed effect and range', () => {
    expect(rows[0].cells[1]).toEqual({
      value: '1',
      effect: '−3',
      direction: -1,
      interval: '−3.5 … −2',
      note: 'range over 8 accepted fits',
      whisker: expect.anything(),
    });
    expect(rows[0].cells[0]).toMatchObject({ value: '4', effect: '', interval: '' });
  });
  it('draws the interval on an axis from its lower end to no effect', () => {
    const { low, effect, high, neutral } = rows[0].cells[1].whisker!;
    expect([low, neutral]).toEqual([0, 1]);
    expect(effect).toBeCloseTo(0.5 / 3.5, 12);
    expect(high).toBeCloseTo(1.5 / 3.5, 12);
    expect(rows[0].cells[0].whisker).toBeNull();
  });
  it('tells an interval over draws from a range over starts', () => {
    const drawn: ComparisonResult = {
      ...result,
      arms: result.arms.map((one) => ({
        ...one,
        outcomes: Object.fromEntries(
          Object.entries(one.outcomes).map(([id, outcome]) => [
            id,
            outcome.interval === undefined
              ? outcome
              : { ...outcome, interval: { ...outcome.interval, kind: 'posterior' as const, members: 60 } },
          ]),
        ),
      })),
    };
    expect(effectRows(document, comparison, drawn)[0].cells[1].note).toBe('95 % interval over 60 draws');
  });
  it('gives ratios as factors, and knows that 1 is no effect', () => {
    expect(rows[1].cells[1]).toMatchObject({ effect: '×0.25', direction: -1 });
    expect(rows[1].unit).toBe('');
  });
  it('says never where a threshold is not crossed, and names the time unit', () => {
    expect(rows[2].cells[1]).toMatchObject({ value: 'never', note: 'the threshold is not crossed within the horizon' });
    expect(rows[2].unit).toBe('day');
    expect(functionalText(comparison.outcomes[2].functional, 'day')).toBe('first crossing of 9');
  });
  it('explains a failed arm and a missing result', () => {
    const failure = { reason: 'stiff', message: 'too stiff', advice: 'use rodas5p' };
    const broken: ComparisonResult = { ...result, arms: [result.arms[0], { ...result.arms[1], failure }] };
    expect(effectRows(document, comparison, broken)[0].cells[1]).toMatchObject({
      value: '–',
      note: 'this arm failed: too stiff',
    });
    expect(effectRows(document, comparison, null)[0].cells[1].note).toBe('not computed yet');
  });
});

describe('why curves differ', () => {
  it('puts the largest change first and cuts the bar of what stopped', () => {
    const [first, second] = mechanismChanges(document, result.arms[1]);
    expect(first).toMatchObject({ name: 'Decay', ratio: 0, bar: -BAR_END });
    expect(second).toMatchObject({ name: 'Source', ratio: 1, bar: 0 });
  });
});

describe('editing a comparison', () => {
  it('keeps the document valid through every edit', () => {
    let next = addArm(document, 'c', 'New arm', ['hold']).document;
    next = addOutcome(next, 'c', { id: 'y', name: 'Y' });
    next = duplicateComparison(next, 'c').document;
    next = addComparison(next).document;
    expect(scenario.safeParse(next).success).toBe(true);
    const ids = next.comparisons.flatMap(({ id, baseline, arms, outcomes }) => [
      id,
      ...[baseline, ...arms, ...outcomes].map((part) => part.id),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
  });
  it('changes, moves and removes arms', () => {
    const two = addArm(document, 'c', 'Second').document;
    const moved = moveArm(two, 'c', 'Second', -1).comparisons[0].arms.map(({ id }) => id);
    expect(moved).toEqual(['Second', 'held']);
    expect(moveArm(two, 'c', 'held', -1).comparisons[0].arms.map(({ id }) => id)).toEqual(['held', 'Second']);
    expect(changeArm(two, 'c', 'base', { name: 'Control' }).comparisons[0].baseline.name).toBe('Control');
    expect(removeArm(two, 'c', 'held').comparisons[0].arms.map(({ id }) => id)).toEqual(['Second']);
  });
  it('takes a unit away when it is cleared', () => {
    expect('unit' in changeOutcome(document, 'c', 'peak', { unit: undefined }).comparisons[0].outcomes[0]).toBe(false);
  });
});
