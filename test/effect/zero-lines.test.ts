import { describe, expect, it } from 'vitest';
import { zeroLines, type PlanePoint } from '../../core/effect/zero-lines';
import { evenly } from '../../core/util/grid';

const N = 41,
  axis = evenly(-2, 2, N);
const linesOf = (f: (x: number, y: number) => number): PlanePoint[][] =>
  zeroLines(
    axis,
    axis,
    [...axis].flatMap((y) => [...axis].map((x) => f(x, y))),
  );

describe('lines of zeros on a grid', () => {
  it('are one closed line around a circle, within the square of the grid step', () => {
    const [circle, ...more] = linesOf((x, y) => x * x + y * y - 1);
    expect(more).toEqual([]);
    expect(circle[0]).toEqual(circle.at(-1));
    // linear interpolation of a quadratic over a step h = 0.1 misses its zero by h²/8·2/slope at most, and the slope is 2
    for (const [x, y] of circle) expect(Math.abs(Math.hypot(x, y) - 1)).toBeLessThan(0.1 ** 2 / 8);
    const length = circle.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - circle[i][0], y - circle[i][1]), 0);
    expect(length).toBeCloseTo(2 * Math.PI, 1);
  });

  it('are exact where the function is linear along the grid', () => {
    const [line, ...more] = linesOf((x, y) => y - 0.5 * x - 0.03);
    expect(more).toEqual([]);
    for (const [x, y] of line) expect(y).toBeCloseTo(0.5 * x + 0.03, 12);
    expect(Math.abs(line[0][0] - line.at(-1)![0])).toBeCloseTo(4, 12);
  });

  it('are two lines where they cross in the middle of a cell, never three ends in one point', () => {
    // a saddle at (0.05, 0.05), in the middle of a cell
    const lines = linesOf((x, y) => (x - 0.05) * (y - 0.05) + 1e-6);
    expect(lines).toHaveLength(2);
  });

  it('are none where the function is zero everywhere or has one sign, and stay away from what is not a number', () => {
    expect(linesOf(() => 0)).toEqual([]);
    expect(linesOf((x) => 1 + x * x)).toEqual([]);
    const [line] = linesOf((x, y) => (x < 0.04 ? NaN : y - 0.01));
    expect(Math.min(...line.map(([x]) => x))).toBeCloseTo(0.1, 12);
  });
});
