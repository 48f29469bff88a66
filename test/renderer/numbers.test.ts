import { describe, expect, it } from 'vitest';
import { formatNumber, parseNumber, withUnit } from '../../renderer/ui/format';
import { defaultRange, fromPosition, STEPS, toPosition } from '../../renderer/ui/slider';

describe('Numbers', () => {
  it('are written short', () => {
    expect([0, 1234.5678, 0.00012346, 1.5e-9, -2e7, Infinity, null].map((value) => formatNumber(value))).toEqual([
      '0',
      '1235',
      '0.0001235',
      '1.5e−9',
      '−2e7',
      '∞',
      '–',
    ]);
    expect(withUnit('3', '1')).toBe('3');
    expect(withUnit('3', 'ng/ml')).toBe('3 ng/ml');
  });
  it('are read as people type them', () => {
    expect(['1,5', '−2', ' 3e-4 ', '', 'abc', '1,234.5'].map(parseNumber)).toEqual([1.5, -2, 3e-4, null, null, null]);
  });
});

describe('A slider', () => {
  it('reaches its ends exactly', () => {
    for (const log of [false, true]) {
      expect(fromPosition(0, 0.0123456, 7.654321, log)).toBe(0.0123456);
      expect(fromPosition(STEPS, 0.0123456, 7.654321, log)).toBe(7.654321);
    }
  });
  it('comes back to the step it left', () => {
    for (const log of [false, true])
      for (let step = 0; step <= STEPS; step += 7) {
        expect(toPosition(fromPosition(step, 0.01, 100, log), 0.01, 100, log)).toBe(step);
      }
  });
  it('has the geometric mean in the middle of a logarithmic scale', () => {
    expect(fromPosition(STEPS / 2, 0.01, 100, true)).toBeCloseTo(1, 10);
    expect(fromPosition(STEPS / 2, -1, 1, true)).toBe(0);
  });
  it('has a range around any value', () => {
    expect(defaultRange(0)).toEqual([0, 1]);
    expect(defaultRange(2)).toEqual([0.2, 20]);
    expect(defaultRange(-2)).toEqual([-20, -0.2]);
    expect(defaultRange(5, [1, 9])).toEqual([1, 9]);
  });
});
