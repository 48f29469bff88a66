import { describe, expect, it } from 'vitest';
import { arrowOpacity, arrowPoints } from '../../../core/report/arrow';
import { scenario, type Scenario } from '../../../core/model/schema';
import type { PhasePlane, PlaneField } from '../../../core/service/contract';
import { arrowText, drawnArms, othersText, planePicture, type PlaneView } from '../../../renderer/compare/plane-picture';
import { layOut } from '../../../renderer/plots/layout';
import { structureOf, tableOf } from '../../../renderer/plots/multiples';
import { chartOption, seriesData } from '../../../renderer/plots/option';
import { printTheme } from '../../../renderer/plots/theme';

const document: Scenario = scenario.parse({
  format: 'doflow-scenario',
  version: 2,
  about: { title: 'Test', time: { unit: 'h' } },
  variables: [
    { id: 'x', name: 'X', kind: 'state', unit: 'ng/ml' },
    { id: 'y', name: 'Y', kind: 'state' },
    { id: 'z', name: 'Z', kind: 'state' },
  ],
  observables: [
    { id: 'x_seen', name: 'x', expression: 'x', noise: { sigma: 0.1 } },
    { id: 'y_seen', name: 'y', expression: 'y', noise: { sigma: 0.1 } },
  ],
  conditions: [
    { id: 'c', name: 'c' },
    { id: 'other_start', name: 'from elsewhere', overrides: { x: 3 } },
    { id: 'other_rate', name: 'other rate', overrides: { k: 3 } },
    { id: 'held', name: 'held', interventions: ['hold'] },
  ],
  parameters: [{ id: 'k', value: 1 }],
  interventions: [{ id: 'hold', name: 'Hold X', actions: [{ action: 'clamp', variable: 'x', value: 0 }] }],
  data: {
    measurements: ['c', 'other_start', 'other_rate', 'held'].flatMap((condition, i) => [
      { condition, observable: 'x_seen', time: 1, value: 10 + i },
      { condition, observable: 'y_seen', time: 1, value: 20 + i },
      { condition, observable: 'x_seen', time: 2, value: 99 },
      { condition, observable: 'x_seen', time: 3, value: 98 },
      { condition, observable: 'y_seen', time: 3, value: 97, censored: 'left' },
    ]),
  },
  comparisons: [
    {
      id: 'main',
      name: 'Main',
      condition: 'c',
      baseline: { id: 'base', name: 'Baseline' },
      arms: [
        { id: 'held_arm', name: 'Held', interventions: ['hold'] },
        { id: 'failed', name: 'Failed' },
      ],
      horizon: { from: 0, until: 4 },
    },
  ],
});
const field = (given: string[]): PlaneField => ({
  trajectory: { x: [1, 2, 1], y: [0, 1, 2] },
  here: [1, 2],
  given,
  others: { z: 0.25 },
  arrows: { x: [1, 3, 1, 3], y: [1, 1, 3, 3], dx: [1, 0, -1, 0], dy: [0, 1, 0, -0.5], speed: [1, 1, 1, 0.5] },
  nullclines: [
    [
      { x: [0, 1], y: [2, 2] },
      { x: [3, 4], y: [2, 2] },
    ],
    [],
  ],
});
const plane: PhasePlane = {
  comparison: 'main',
  plane: ['x', 'y'],
  at: 4,
  x: { from: 0, until: 4 },
  y: { from: 0, until: 4 },
  arms: [
    { id: 'base', name: 'Baseline', field: field([]) },
    { id: 'held_arm', name: 'Held', field: field(['x']) },
    { id: 'failed', name: 'Failed', failure: { reason: 'r', message: 'm', advice: 'a' } },
  ],
};
const view: PlaneView = { document, comparison: document.comparisons[0], plane, hidden: new Set() };

describe('the picture of a plane', () => {
  it('has a panel for each arm that was solved and is not hidden, on shared axes', () => {
    const { panels, x } = planePicture(view);
    expect(panels.map(({ title, range }) => [title, range])).toEqual([
      ['Baseline: Y', { from: 0, until: 4 }],
      ['Held: Y', { from: 0, until: 4 }],
    ]);
    expect(x).toMatchObject({ name: 'X (ng/ml)', from: 0, until: 4 });
    expect(drawnArms({ ...view, hidden: new Set(['base']) }).map(({ id, stroke }) => [id, stroke])).toEqual([['held_arm', 1]]);
  });

  it('keeps every point of a course that turns back, and gaps between parts of a nullcline', () => {
    const picture = planePicture(view),
      data = new Map(seriesData(picture).map((one) => [one.id, [...one.data].flat()]));
    expect(data.get('base/course')).toEqual([1, 0, 2, 1, 1, 2]);
    expect(data.get('base/nullcline 0')).toEqual([0, 2, 1, 2, 1, NaN, 3, 2, 4, 2, 4, NaN]);
    expect(data.has('base/nullcline 1')).toBe(false);
  });

  it('shows what was measured of both at one time, with each arm that has the equations of the condition', () => {
    const measured = planePicture(view).panels.map(({ points }) => points!.find(({ id }) => id === 'measured')!);
    expect(measured.map(({ x, y }) => [x, y])).toEqual([
      [
        [10, 11],
        [20, 21],
      ],
      [[13], [23]],
    ]);
  });

  it('is exported with the numbers of its arrows', () => {
    const { columns, rows } = tableOf(planePicture(view));
    expect(columns).toEqual(['panel', 'unit', 'series', 'kind', 'X (ng/ml)', 'value']);
    expect(rows).toContainEqual(['Baseline: Y', '', 'change of X and Y by time at 3', 'up', 3, -0.5]);
  });

  it('hands the chart an arrow series, and is built anew only when its make-up changes', () => {
    const picture = planePicture(view),
      layout = layOut({ count: 2, width: 700, minWidth: 200, plotHeight: 200 });
    const { series } = chartOption(picture, layout, printTheme);
    expect((series as { id: string }[]).map(({ id }) => id)).toContain('base/ arrows');
    const moved = planePicture({ ...view, plane: { ...plane, arms: plane.arms.map((arm) => ({ ...arm })) } });
    expect(structureOf(moved, layout)).toBe(structureOf(picture, layout));
    const [panel] = picture.panels;
    expect(structureOf({ ...picture, panels: [{ ...panel, arrows: undefined }, picture.panels[1]] }, layout)).not.toBe(
      structureOf(picture, layout),
    );
  });
});

describe('what is told of a plane', () => {
  it('is the arrow next to the pointer, and where all else is', () => {
    const [arm] = drawnArms(view);
    expect(arrowText(document, plane, arm, [2.6, 3.4])).toBe('Baseline: at X 3, Y 3 X changes by 0/h, Y by −0.5/h');
    expect(othersText(document, plane, arm.field)).toBe('Z 0.25, as at t = 4 h');
    expect(othersText(document, plane, { ...arm.field, others: {} })).toBe('');
  });
});

describe('an arrow', () => {
  it('points along the change, as the axes are drawn, with its middle at the point', () => {
    const [tail, tip, left, again, right] = arrowPoints(20, 3, 4, 1)!;
    expect(tip[0] / tip[1]).toBeCloseTo(-3 / 4, 12);
    expect(tip[0]).toBeGreaterThan(0);
    expect([tail[0] + tip[0], tail[1] + tip[1]]).toEqual([0, 0]);
    expect(again).toEqual(tip);
    const side = ([x, y]: [number, number]): number => Math.hypot(x - tip[0], y - tip[1]);
    expect(side(left)).toBeCloseTo(side(right), 12);
    // both ends of the head lie behind the tip, one on each side of the shaft
    for (const [x, y] of [left, right]) expect(x * tip[0] + y * tip[1]).toBeLessThan(tip[0] ** 2 + tip[1] ** 2);
    const across = ([x, y]: [number, number]): number => x * tip[1] - y * tip[0];
    expect(across(left) * across(right)).toBeLessThan(0);
  });
  it('is shorter and lighter where it is slower, never longer than its place, and none where nothing moves', () => {
    const length = (speed: number): number => 2 * Math.hypot(...arrowPoints(20, 1, 0, speed)![1]);
    expect([length(0), length(0.25), length(1)].map((one) => Number(one.toFixed(3)))).toEqual([4.4, 11.4, 18.4]);
    expect(arrowOpacity(0.1)).toBeLessThan(arrowOpacity(0.9));
    expect(arrowPoints(20, 0, 0, 0)).toBeNull();
  });
});
