import { describe, expect, it } from 'vitest';
import type { DenseReader } from '../../core/effect/dense';
import { area, functionalValue } from '../../core/effect/functional';
import { gaussWeights, integrate, kronrodNodes, kronrodWeights } from '../../core/effect/quadrature';

const evenly = (from: number, until: number, steps: number): Float64Array =>
  Float64Array.from({ length: steps + 1 }, (_, i) => from + ((until - from) * i) / steps);
const smooth = (f: (t: number) => number, from: number, until: number, steps = 10): DenseReader => ({
  from,
  until,
  knots: evenly(from, until, steps),
  at: f,
});
/** 1 until t = 2, then 5 until t = 3.5, then −1 */
const steps: DenseReader = {
  from: 0,
  until: 6,
  knots: Float64Array.of(0, 2, 3.5, 6),
  at: (t) => (t < 2 ? 1 : t < 3.5 ? 5 : -1),
  before: (t) => (t <= 2 ? 1 : t <= 3.5 ? 5 : -1),
};

describe('the Gauss–Kronrod rule', () => {
  it('integrates even powers exactly up to its degree, 11 for Kronrod and 5 for Gauss', () => {
    const rule =
      (weights: readonly number[], node: (i: number) => number) =>
      (f: (x: number) => number): number =>
        weights.reduce((sum, w, i) => sum + w * (node(i) === 0 ? f(0) : f(node(i)) + f(-node(i))), 0);
    const kronrod = rule(kronrodWeights, (i) => kronrodNodes[i]),
      gauss = rule(gaussWeights, (i) => kronrodNodes[2 * i + 1]);
    for (let power = 0; power <= 10; power += 2) expect(kronrod((x) => x ** power)).toBeCloseTo(2 / (power + 1), 14);
    for (let power = 0; power <= 4; power += 2) expect(gauss((x) => x ** power)).toBeCloseTo(2 / (power + 1), 14);
  });
  it('halves its way to a kink', () => {
    expect(integrate((t) => Math.abs(t - 0.3), 0, 1, 1e-12)).toBeCloseTo(0.3 ** 2 / 2 + 0.7 ** 2 / 2, 11);
  });
  it('ends on rounding noise', () => {
    let calls = 0;
    integrate(
      (t) => {
        calls += 1;
        return Math.sin(1e9 * t);
      },
      0,
      1,
      1e-16,
    );
    expect(calls).toBeLessThan(7 * 250);
  });
});

describe('functionals of a smooth outcome', () => {
  const decay = smooth((t) => Math.exp(-t), 0, 5),
    sine = smooth(Math.sin, 0, 4 * Math.PI, 13);
  it('take the value where asked, and nothing outside the horizon', () => {
    expect(functionalValue({ kind: 'value', at: 1.7 }, decay)).toBe(Math.exp(-1.7));
    expect(functionalValue({ kind: 'value', at: 5 }, decay)).toBe(Math.exp(-5));
    expect(functionalValue({ kind: 'value', at: 5.1 }, decay)).toBeNull();
  });
  it('find the peak between knots, and of equal peaks the first', () => {
    expect(functionalValue({ kind: 'peak' }, sine)).toBeCloseTo(1, 14);
    expect(functionalValue({ kind: 'time-of-peak' }, sine)).toBeCloseTo(Math.PI / 2, 7);
  });
  it('find a peak at either end', () => {
    expect(functionalValue({ kind: 'time-of-peak' }, decay)).toBe(0);
    expect(
      functionalValue(
        { kind: 'time-of-peak' },
        smooth((t) => t * t, 0, 3),
      ),
    ).toBe(3);
  });
  it('integrate', () => {
    expect(area(decay)).toBeCloseTo(1 - Math.exp(-5), 13);
    expect(functionalValue({ kind: 'area' }, sine)).toBeCloseTo(0, 12);
    expect(
      functionalValue(
        { kind: 'area' },
        smooth(() => 0, 0, 3),
      ),
    ).toBe(0);
  });
  it('solve for crossings', () => {
    expect(functionalValue({ kind: 'first-crossing', threshold: 0.25 }, decay)).toBeCloseTo(Math.log(4), 9);
    expect(functionalValue({ kind: 'time-above', threshold: 0.5 }, sine)).toBeCloseTo((4 * Math.PI) / 3, 8);
  });
  it('see a narrow excursion inside one step', () => {
    const bump = smooth((t) => Math.exp(-(((t - 0.57) / 0.12) ** 2)), 0, 1, 1);
    const half = 0.12 * Math.sqrt(-Math.log(0.99));
    expect(functionalValue({ kind: 'first-crossing', threshold: 0.99 }, bump)).toBeCloseTo(0.57 - half, 8);
    expect(functionalValue({ kind: 'time-above', threshold: 0.99 }, bump)).toBeCloseTo(2 * half, 8);
  });
  it('say "never" with null, and do not take touching for crossing', () => {
    expect(functionalValue({ kind: 'first-crossing', threshold: 2 }, sine)).toBeNull();
    expect(functionalValue({ kind: 'time-above', threshold: 2 }, sine)).toBe(0);
    const touching = smooth((t) => (t - 1) ** 2, 0, 2, 4);
    expect(functionalValue({ kind: 'first-crossing', threshold: 0 }, touching)).toBeNull();
    expect(
      functionalValue(
        { kind: 'first-crossing', threshold: 0 },
        smooth((t) => t, 0, 2),
      ),
    ).toBeNull();
  });
});

describe('functionals of an outcome that jumps', () => {
  it('take right limits, peaks of left limits and areas by parts', () => {
    expect(functionalValue({ kind: 'value', at: 2 }, steps)).toBe(5);
    expect(functionalValue({ kind: 'value', at: 3.5 }, steps)).toBe(-1);
    expect(functionalValue({ kind: 'peak' }, steps)).toBe(5);
    expect(functionalValue({ kind: 'time-of-peak' }, steps)).toBe(2);
    expect(functionalValue({ kind: 'area' }, steps)).toBeCloseTo(2 + 7.5 - 2.5, 13);
  });
  it('cross at the instant of the jump', () => {
    expect(functionalValue({ kind: 'first-crossing', threshold: 3 }, steps)).toBe(2);
    expect(functionalValue({ kind: 'first-crossing', threshold: 0 }, steps)).toBe(3.5);
    expect(functionalValue({ kind: 'time-above', threshold: 0 }, steps)).toBe(3.5);
  });
  it('see a peak that a jump cuts off', () => {
    const cut: DenseReader = {
      from: 0,
      until: 2,
      knots: Float64Array.of(0, 1, 2),
      at: (t) => (t < 1 ? t : 0),
      before: (t) => (t <= 1 ? t : 0),
    };
    expect(functionalValue({ kind: 'peak' }, cut)).toBe(1);
    expect(functionalValue({ kind: 'time-of-peak' }, cut)).toBe(1);
  });
  it('see a bolus at the very end of the horizon', () => {
    const late: DenseReader = {
      from: 0,
      until: 2,
      knots: Float64Array.of(0, 2),
      at: (t) => (t < 2 ? 0.5 : 3),
      before: () => 0.5,
    };
    expect(functionalValue({ kind: 'peak' }, late)).toBe(3);
    expect(functionalValue({ kind: 'first-crossing', threshold: 1 }, late)).toBe(2);
  });
});

describe('an outcome that is not finite', () => {
  const broken = smooth((t) => (t > 1 ? Number.NaN : 1), 0, 2);
  it.each([{ kind: 'peak' }, { kind: 'area' }, { kind: 'time-above', threshold: 0 }, { kind: 'value', at: 1.5 }] as const)(
    'has no $kind',
    (functional) => {
      expect(functionalValue(functional, broken)).toBeNull();
    },
  );
});
