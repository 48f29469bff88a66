import { describe, expect, it } from 'vitest';
import { compareArms } from '../../core/effect/compare';
import type { ArmRun, Draw } from '../../core/effect/compare';
import { contrast } from '../../core/effect/contrast';
import { intervalOf, quantile } from '../../core/effect/interval';
import { failed, success } from '../../core/util/result';
import type { Result } from '../../core/util/result';
import type { Arm, Comparison } from '../../core/model/schema';

describe('a contrast', () => {
  it('is a difference or a ratio, and null where it means nothing', () => {
    expect(contrast('difference', 3, 5)).toBe(-2);
    expect(contrast('ratio', 3, 6)).toBe(0.5);
    expect(contrast('ratio', 3, 0)).toBeNull();
    expect(contrast('difference', null, 1)).toBeNull();
    expect(contrast('ratio', 1e300, 1e-300)).toBeNull();
  });
});

describe('an interval', () => {
  it('is a plain range over accepted starts, without those that do not define the contrast', () => {
    expect(intervalOf([2, null, -1, 0.5], 'range')).toEqual({ low: -1, high: 2, kind: 'range', members: 3 });
    expect(intervalOf([null], 'range')).toEqual({ low: null, high: null, kind: 'range', members: 0 });
  });
  it('is the central 95 % over draws', () => {
    const draws = Array.from({ length: 401 }, (_u, i) => 400 - i);
    expect(intervalOf(draws, 'posterior')).toEqual({ low: 10, high: 390, kind: 'posterior', members: 401 });
    // R: quantile(c(1, 2, 4, 8), 0.3) is 1.9
    expect(quantile([1, 2, 4, 8], 0.3)).toBeCloseTo(1.9, 14);
  });
});

describe('arms side by side', () => {
  const arm = (id: string): Arm => ({ id, name: id, interventions: id === 'baseline' ? [] : [id] });
  const comparison: Comparison = {
    id: 'c',
    name: 'c',
    baseline: arm('baseline'),
    arms: [arm('double'), arm('broken')],
    horizon: { from: 0, until: 10, points: 11 },
    shown: [],
    outcomes: [
      { id: 'end', name: 'end', expression: 'x', functional: { kind: 'value', at: 10 }, effect: 'difference' },
      { id: 'fold', name: 'fold', expression: 'x', functional: { kind: 'area' }, effect: 'ratio' },
    ],
  };
  /** x = level·t, rate = level; the arm "double" doubles the level, "broken" fails, and so does a draw with level 9 */
  const simulate = (which: Arm, draw?: Draw): Result<ArmRun> => {
    const level = draw?.parameters.level ?? 1;
    if (which.id === 'broken' || level === 9) return failed({ reason: 'non-finite', message: 'broke', advice: 'mend it' });
    const slope = which.id === 'double' ? 2 * level : level;
    const reader = (f: (t: number) => number) => ({ from: 0, until: 10, knots: Float64Array.of(0, 4, 10), at: f });
    return success({
      reader: () => reader((t) => slope * t),
      meanRates: (ids) => ids.map((id) => (id === 'growth' ? slope : null)),
    });
  };
  const draws = [1, 3, 9, 2].map((level, index): Draw => ({ index, parameters: { level } }));
  const result = compareArms({ comparison, simulate, draws, mechanisms: ['growth', 'unknown'] });

  it('give values and effects against the baseline', () => {
    expect(result.arms.map(({ arm: { id } }) => id)).toEqual(['baseline', 'double', 'broken']);
    expect(result.arms[0].outcomes.end).toEqual({ value: 10, effect: 0 });
    expect(result.arms[1].outcomes.end).toMatchObject({ value: 20, effect: 10 });
    expect(result.arms[1].outcomes.fold.value).toBeCloseTo(100, 12);
    expect(result.arms[1].outcomes.fold.effect).toBeCloseTo(2, 14);
  });
  it('take ranges draw by draw: a ratio that every draw shares has no width', () => {
    expect(result.arms[1].outcomes.end.interval).toEqual({ low: 10, high: 30, kind: 'range', members: 3 });
    expect(result.arms[1].outcomes.fold.interval?.low).toBeCloseTo(2, 14);
    expect(result.arms[1].outcomes.fold.interval?.high).toBeCloseTo(2, 14);
  });
  it('go on when an arm or a draw fails, and say so', () => {
    expect(result.arms[2]).toMatchObject({
      failure: { message: 'broke' },
      outcomes: { end: { value: null, effect: null, interval: { members: 0 } } },
    });
    expect(result.arms[2].run).toBeUndefined();
    expect(result.warnings.find(({ about }) => about === 'double')?.message).toContain('1 of 4');
  });
  it("give the mean rate of each mechanism beside the baseline's", () => {
    expect(result.arms[1].mechanisms[0].mean).toBeCloseTo(2, 14);
    expect(result.arms[1].mechanisms[0].baseline).toBeCloseTo(1, 14);
    expect(result.arms[1].mechanisms[1]).toEqual({ id: 'unknown', mean: null, baseline: null });
  });
});
