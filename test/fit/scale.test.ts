import { describe, expect, it } from 'vitest';
import { defaultBounds, holds, scales } from '../../core/fit/scale';
import { startCandidates, startSeed } from '../../core/fit/start-points';

describe('parameter scales', () => {
  it.each(['linear', 'log10', 'logit'] as const)('%s goes there and back, with the slope that differences see', (name) => {
    const { toScaled, toNatural, slope } = scales[name];
    for (const x of [1e-4, 0.3, 0.99]) {
      expect(Math.abs(toNatural(toScaled(x)) / x - 1)).toBeLessThan(1e-14);
      const s = toScaled(x),
        h = 1e-6;
      expect((toNatural(s + h) - toNatural(s - h)) / (2 * h) / slope(x)).toBeCloseTo(1, 8);
    }
  });
  it('know what they can hold', () => {
    expect([
      holds('log10', 0),
      holds('log10', 1),
      holds('logit', 1),
      holds('logit', 0.5),
      holds('linear', -3),
      holds('linear', Infinity),
    ]).toEqual([false, true, false, true, true, false]);
  });
  it('have default bounds around the value, keeping its sign', () => {
    expect(defaultBounds('log10', 2)).toEqual([0.002, 2000]);
    expect(defaultBounds('linear', 2)).toEqual([0, 20]);
    expect(defaultBounds('linear', -2)).toEqual([-20, 0]);
    expect(defaultBounds('linear', 0)).toEqual([-1, 1]);
    expect(defaultBounds('logit', 0.2)).toEqual([0.001, 0.999]);
  });
});

describe('start points', () => {
  const boxes = [
    { nominal: 0.5, low: 0, high: 1 },
    { nominal: -3, low: -4, high: -2 },
  ];
  const first = (seed: number, index: number) => [...startCandidates(boxes, seed, index).next().value];
  it("begin with the document's values", () => expect(first(1, 0)).toEqual([0.5, -3]));
  it('are the same for the same seed and index, and differ otherwise', () => {
    expect(first(1, 3)).toEqual(first(1, 3));
    expect(first(1, 3)).not.toEqual(first(1, 4));
    expect(first(1, 3)).not.toEqual(first(2, 3));
    expect(startSeed(1, 3)).toBe(startSeed(1, 3));
  });
  it('fill the sampling box', () => {
    const points = Array.from({ length: 400 }, (_, i) => first(9, i + 1));
    for (const [k, { low, high }] of boxes.entries()) {
      const values = points.map((point) => (point[k] - low) / (high - low));
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...values)).toBeLessThan(1);
      // mean of 400 uniform numbers: 0.5 ± 0.0144, here within 4 standard errors
      expect(Math.abs(values.reduce((a, b) => a + b) / 400 - 0.5)).toBeLessThan(0.058);
    }
  });
});
