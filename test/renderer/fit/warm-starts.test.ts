import { describe, expect, it } from 'vitest';
import { freshWarmStart, timesOf, warmHints, warmKinds } from '../../../renderer/fit/warm-starts';

describe('a warm start in the window', () => {
  it('has a hint for every kind of the picker, and begins at the defaults of the format', () => {
    for (const { id } of warmKinds) {
      const fresh = freshWarmStart(id);
      expect(fresh?.kind ?? 'none').toBe(id);
      if (fresh !== undefined) expect(warmHints[fresh.kind]).toMatch(/Assumes/);
    }
    expect(freshWarmStart('multiple-shooting')).toEqual({ kind: 'multiple-shooting', rounds: 6, iterations: 40 });
  });
  it('reads the ends of stages from a list, and says what is wrong with it', () => {
    expect(timesOf('2, 5.5;  10')).toEqual([2, 5.5, 10]);
    expect(timesOf(' ')).toEqual([]);
    expect(timesOf('2, two')).toBe('"two" is not a number');
    expect(timesOf('5, 5')).toBe('The times must rise');
  });
});
