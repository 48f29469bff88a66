import { describe, expect, it } from 'vitest';
import { fixedStepCurves } from '../../core/service/clinic/fixed-steps';
import type { FixedSteps } from '../../core/service/clinic/schema';
import { amplification, stabilityBoundary } from '../../core/service/clinic/stability';
import { lowerSubject } from '../../core/service/clinic/subject';
import { LoweringCache } from '../../core/service/lowering-cache';
import { compare, describeScenario } from '../../core/service/pipeline';
import { solvers } from '../../core/solve/methods';
import type { MethodName } from '../../core/solve/solver';
import { loadScenario } from './load';

const LAMBDA = -20;
const document = loadScenario('decay-stability');
const cache = new LoweringCache();
const bench = { seconds: () => 0, cancelled: () => false };

function curvesAt(product: number): FixedSteps {
  const { subject, lowered } = lowerSubject({ document, overrides: {} }, cache);
  return fixedStepCurves(subject, { document, lowered, step: product / LAMBDA }, bench);
}
const valuesOf = (answer: FixedSteps, method: MethodName): number[] =>
  answer.curves.find((curve) => curve.method === method)!.values.map((value) => value!);

/** The last step ends at the horizon and may be shorter, so it is left out. */
function expectPowers(values: readonly number[], factor: number, tolerance: number): void {
  expect(values.length).toBeGreaterThan(2);
  values.slice(0, -1).forEach((value, n) => {
    expect(Math.abs(value - factor ** n)).toBeLessThanOrEqual(tolerance * Math.abs(factor ** n));
  });
}

describe('the decay scenario', () => {
  it('has no faults, and opens in the stability view', async () => {
    expect((await describeScenario(document)).problems).toEqual([]);
    expect(document.about.opens).toBe('stability');
  });

  it('has λ as its only eigenvalue', () => {
    expect(curvesAt(-1).lambda).toBeCloseTo(LAMBDA, 12);
    expect(curvesAt(-1).oscillates).toBe(false);
  });

  it('grows by |1 + hλ| = 1.1 a step with Euler at hλ = −2.1, to rounding', () => {
    const euler = valuesOf(curvesAt(-2.1), 'euler');
    // a step's time is rounded, 2⁻⁵² of its distance from 0, and 47 steps amplify that to 1e-12 at most
    expectPowers(euler, -1.1, 1e-12);
    expect(Math.abs(euler.at(-2)!)).toBeGreaterThan(50);
  });

  it('decays with Euler at hλ = −1.9', () => {
    const euler = valuesOf(curvesAt(-1.9), 'euler');
    expectPowers(euler, -0.9, 1e-12);
    expect(Math.abs(euler.at(-1)!)).toBeLessThan(0.01);
  });

  it('has the boundaries of the books: −2 for Euler and Heun, −2.785 for RK4', () => {
    expect(stabilityBoundary(solvers.euler)).toBeCloseTo(-2, 10);
    expect(stabilityBoundary(solvers.heun)).toBeCloseTo(-2, 10);
    // the real root of 1 + z + z²/2 + z³/6 + z⁴/24 = 1 other than 0
    expect(stabilityBoundary(solvers.rk4)).toBeCloseTo(-2.785293563405282, 9);
  });

  it('decays with RK4 on this side of its boundary and grows beyond it', () => {
    const inside = valuesOf(curvesAt(-2.75), 'rk4'),
      outside = valuesOf(curvesAt(-2.82), 'rk4');
    expect(Math.abs(inside.at(-2)!)).toBeLessThan(1);
    expect(Math.abs(outside.at(-2)!)).toBeGreaterThan(1);
    expectPowers(outside, 1 - 2.82 + 2.82 ** 2 / 2 - 2.82 ** 3 / 6 + 2.82 ** 4 / 24, 1e-10);
  });

  it('decays at hλ = −50 with backward Euler and the trapezoidal rule, which have no boundary', () => {
    const answer = curvesAt(-50);
    expect(answer.step).toBe(2.5);
    expectPowers(valuesOf(answer, 'backward-euler'), 1 / 51, 1e-8);
    expectPowers(valuesOf(answer, 'trapezoidal'), (1 - 25) / (1 + 25), 1e-8);
    for (const method of ['backward-euler', 'trapezoidal'] as const) expect(stabilityBoundary(solvers[method])).toBeNull();
    expect(Math.abs(amplification(solvers.euler, -50))).toBe(49);
  });

  it('says of each method what one step multiplies the mode by', () => {
    const { curves } = curvesAt(-2.1);
    const growth = Object.fromEntries(curves.map(({ method, growth: factor }) => [method, factor]));
    expect(growth.euler).toBeCloseTo(1.1, 12);
    expect(growth.heun).toBeCloseTo(1 - 2.1 + 2.1 ** 2 / 2, 12);
    expect(growth['backward-euler']).toBeCloseTo(1 / 3.1, 8);
    expect(growth.trapezoidal).toBeCloseTo((1 - 1.05) / (1 + 1.05) / -1, 8);
  });

  it('is solved adaptively to the tolerance asked for, in every arm', () => {
    const { arms } = compare(document, { cache, sha256: () => '' }, { overrides: {}, ranges: false });
    for (const [id, lambda] of [
      ['base', -20],
      ['slow', -5],
      ['fast', -40],
    ] as const) {
      const { series } = arms.find((arm) => arm.id === id)!;
      // the local error is held to rtol 1e-6; a decaying mode forgets it, so that the global error is of the same size
      series!.times.forEach((t, k) => expect(Math.abs(series!.values.z[k]! - Math.exp(lambda * t))).toBeLessThan(1e-5));
    }
    const area = arms.find((arm) => arm.id === 'base')!.outcomes.area.value!;
    expect(area).toBeCloseTo(1 / 20, 6);
  });
});
