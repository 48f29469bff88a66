import { describe, expect, it } from 'vitest';
import { defaultBounds, holds, scales } from '../../core/fit/scale';

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
