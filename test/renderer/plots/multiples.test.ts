import { describe, expect, it } from 'vitest';
import { layOut, margins, plotAt } from '../../../renderer/plots/layout';
import {
  decades,
  includesZero,
  interpolate,
  legendOf,
  pairs,
  readAt,
  structureOf,
  tableOf,
  type Multiples,
  type Panel,
} from '../../../renderer/plots/multiples';
import { csvText } from '../../../renderer/plots/table';

const panel: Panel = {
  id: 'x',
  title: 'X',
  unit: 'ng/ml',
  lines: [
    { id: 'ghost a', name: 'A, before', stroke: 0, x: [0, 1], y: [9, 9], weight: 'ghost' },
    { id: 'a', name: 'A', stroke: 0, x: [0, 1, 3], y: [0, 2, 6] },
    { id: 'b', name: 'B, with a comma', stroke: 1, x: [0, 1, 3], y: [1, null, 5] },
  ],
  points: [{ id: 'p', name: 'mouse 1', stroke: 2, x: [1, 2.9], y: [1.5, 4], shape: 'below' }],
};
const picture: Multiples = { panels: [panel], x: { name: 'time (day)', from: 0, until: 3 }, scale: 'linear' };

describe('reading a curve', () => {
  it('interpolates between points and gives the points themselves', () => {
    expect(interpolate([0, 1, 3], [0, 2, 6], 2)).toBe(4);
    expect(interpolate([0, 1, 3], [0, 2, 6], 3)).toBe(6);
  });
  it('has no value outside the curve or beside a missing value', () => {
    expect(interpolate([0, 1, 3], [0, 2, 6], 3.1)).toBeNull();
    expect(interpolate([0, 1, 3], [1, null, 5], 0.5)).toBeNull();
    expect(interpolate([], [], 0)).toBeNull();
  });
  it('takes the right limit where a jump puts two points at one time', () => {
    expect(interpolate([0, 1, 1, 2], [0, 0, 10, 10], 1)).toBe(10);
  });
  it('leaves ghosts out and takes only the points within reach', () => {
    expect(readAt(panel, 1, 0.1)).toEqual([
      { name: 'A', stroke: 0, kind: 'line', value: 2 },
      { name: 'B, with a comma', stroke: 1, kind: 'line', value: null },
      { name: 'mouse 1, at most', stroke: 2, kind: 'point', value: 1.5 },
    ]);
  });
});

describe('what a redraw sends', () => {
  it('is x and y in turn, with NaN for what is missing', () => {
    expect([...pairs([0, 1], [2, null], 'linear')]).toEqual([0, 2, 1, NaN]);
  });
  it('has no place for zero and below on a logarithmic axis', () => {
    expect([...pairs([0, 1, 2], [0, -1, 3], 'log')]).toEqual([0, NaN, 1, NaN, 2, 3]);
  });
  it('keeps its structure while only numbers change', () => {
    const layout = layOut({ count: 1, width: 400, minWidth: 200, plotHeight: 100 });
    const lines = panel.lines.map((line) => ({ ...line, y: line.y.map((y) => (y === null ? null : y * 1.1)) }));
    const moved: Multiples = { ...picture, panels: [{ ...panel, lines }] };
    const marked = (until: number): Multiples => ({
      ...picture,
      marks: { stroke: 1, at: { windows: [{ from: -Infinity, until }], instants: [] } },
    });
    expect(structureOf(moved, layout)).toBe(structureOf(picture, layout));
    expect(structureOf({ ...picture, scale: 'log' }, layout)).not.toBe(structureOf(picture, layout));
    expect(structureOf(marked(2), layout)).not.toBe(structureOf(marked(Infinity), layout));
  });
});

describe('an axis', () => {
  const of = (...y: number[]): Panel => ({
    id: 'p',
    title: 'P',
    lines: [{ id: 'l', name: 'L', stroke: 0, x: y.map((_, i) => i), y }],
  });
  it('starts at zero unless all values keep far away from it', () => {
    expect(includesZero(of(0.2, 1))).toBe(true);
    expect(includesZero(of(36.5, 40))).toBe(false);
    expect(includesZero(of(-40, -36.5))).toBe(false);
    expect(includesZero({ ...of(36.5, 40), zero: true })).toBe(true);
  });
});

describe('a logarithmic axis', () => {
  const of = (...y: (number | null)[]): Panel => ({
    id: 'p',
    title: 'P',
    lines: [{ id: 'l', name: 'L', stroke: 0, x: y.map((_, i) => i), y }],
  });
  it('runs between the powers of ten around the positive values', () => {
    expect(decades(of(0, -1, 0.002, null, 340))).toEqual([0.001, 1000]);
    expect(decades(of(1))).toEqual([1, 10]);
    expect(decades(of(0))).toEqual([0.1, 10]);
  });
});

describe('the table behind a picture', () => {
  it('has a row a point and says which points are censored', () => {
    const { columns, rows } = tableOf(picture);
    expect(columns).toEqual(['panel', 'unit', 'series', 'kind', 'time (day)', 'value']);
    expect(rows).toHaveLength(8);
    expect(rows.at(-1)).toEqual(['X', 'ng/ml', 'mouse 1', 'data, at most', 2.9, 4]);
  });
  it('quotes what would break a line, and leaves missing numbers empty', () => {
    const text = csvText(tableOf(picture));
    expect(text).toContain('X,ng/ml,"B, with a comma",line,1,\r\n');
    expect(text.split('\r\n')).toHaveLength(10);
  });
  it('names each line and each set of points once', () => {
    expect(legendOf({ ...picture, panels: [panel, { ...panel, id: 'y' }] }).map(({ name }) => name)).toEqual([
      'A',
      'B, with a comma',
      'mouse 1',
    ]);
  });
});

describe('the layout of panels', () => {
  it('fills rows evenly and keeps plots apart', () => {
    const { columns, plots, height } = layOut({ count: 6, width: 1000, minWidth: 240, plotHeight: 120 });
    expect(columns).toBe(3);
    expect(height).toBe(2 * (120 + margins.top + margins.bottom));
    expect(plots[1].left).toBeGreaterThan(plots[0].left + plots[0].width + margins.right);
  });
  it('is one column where nothing else fits', () => {
    expect(layOut({ count: 3, width: 120, minWidth: 240, plotHeight: 100 }).columns).toBe(1);
  });
  it('finds the plot under a point', () => {
    const { plots } = layOut({ count: 2, width: 800, minWidth: 240, plotHeight: 100 });
    expect(plotAt(plots, plots[1].left + 5, plots[1].top + 5)).toBe(1);
    expect(plotAt(plots, 2, 50)).toBe(-1);
  });
});
