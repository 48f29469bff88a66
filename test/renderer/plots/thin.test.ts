import { describe, expect, it } from 'vitest';
import { interpolate } from '../../../renderer/plots/multiples';
import { thinned } from '../../../renderer/plots/thin';

const grid = Array.from({ length: 401 }, (_, i) => i / 10);

describe('A thinned curve', () => {
  it.each([1e-2, 1e-3, 1e-4])('misses no point by more than the tolerance %f', (tolerance) => {
    for (const f of [
      Math.sin,
      (t: number) => Math.exp(-t),
      (t: number) => Math.abs(t - 17.3),
      (t: number) => Math.sin((t * t) / 5) / (1 + t),
    ]) {
      const y = grid.map(f),
        thin = thinned({ x: grid, y }, tolerance);
      grid.forEach((t, i) => {
        expect(Math.abs(interpolate(thin.x, thin.y, t)! - y[i])).toBeLessThanOrEqual(tolerance * (1 + 1e-9));
      });
      expect(thin.x.length).toBeLessThan(grid.length);
    }
  });
  it('has two points where the curve is straight', () => {
    expect(thinned({ x: [0, 1, 2, 3], y: [0, 2, 4, 6] }, 1e-6)).toEqual({ x: [0, 3], y: [0, 6] });
  });
  it('keeps both points of a jump', () => {
    const x = [0, 1, 2, 2, 3, 4],
      y = [0, 0, 0, 5, 5, 5];
    expect(thinned({ x, y }, 0.01)).toEqual({ x: [0, 2, 2, 4], y: [0, 0, 5, 5] });
  });
  it('keeps the edges of gaps', () => {
    const x = [0, 1, 2, 3, 4, 5, 6],
      y = [0, 0, 0, null, 1, 1, 1];
    expect(thinned({ x, y }, 0.01)).toEqual({ x: [0, 2, 3, 4, 6], y: [0, 0, null, 1, 1] });
  });
  it('leaves one point, none, and a tolerance of zero alone', () => {
    expect(thinned({ x: [], y: [] }, 1)).toEqual({ x: [], y: [] });
    expect(thinned({ x: [2], y: [3] }, 1)).toEqual({ x: [2], y: [3] });
    expect(thinned({ x: [0, 1, 2], y: [0, 1, 0] }, 0)).toEqual({ x: [0, 1, 2], y: [0, 1, 0] });
  });
});
