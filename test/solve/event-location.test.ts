import { describe, expect, it } from 'vitest';
import { solve } from '../../core/solve/integrate';
import type { PlanEvent } from '../../core/solve/system';
import { planOf, run, still, tight, timesOf, whenPositive, type Scalar } from './event-plans';
import { rightHandSide, vectorFunction } from './problems';

const GRAVITY = 9.81,
  RESTITUTION = 0.8;
const ball = rightHandSide({
  n: 2,
  value(_t, y, _p, out) {
    out[0] = y[1];
    out[1] = -GRAVITY;
  },
});
const bounce = whenPositive(
  'bounce',
  (_t, y) => -y[0],
  1,
  (_t, y) => -RESTITUTION * y[1],
);
/** Impact k of a ball dropped from 1: free fall, then flights that shorten by the coefficient of restitution. */
function impact(k: number): number {
  const fall = Math.sqrt(2 / GRAVITY);
  let t = fall;
  for (let i = 1; i < k; i++) t += 2 * fall * RESTITUTION ** i;
  return t;
}

describe('a bouncing ball', () => {
  it.each(['tsit5', 'dop853', 'rodas5p', 'rk4'] as const)('hits the ground when the closed form says, by %s', (method) => {
    const times = timesOf(run(planOf(ball, [1, 0], [bounce]), 3, { method }));
    expect(times.length).toBe(6);
    times.forEach((t, i) => {
      expect(Math.abs(t - impact(i + 1))).toBeLessThan(1e-9);
    });
  });

  it('rises as high after each impact as its restitution lets it', () => {
    const solution = run(planOf(ball, [1, 0], [bounce]), 3),
      y = new Float64Array(2);
    for (let k = 1; k < 6; k++) {
      solution.dense!.evaluate((impact(k) + impact(k + 1)) / 2, y);
      expect(y[0]).toBeCloseTo(RESTITUTION ** (2 * k), 8);
    }
  });

  it('is first order in the step where the method is', () => {
    const errorAt = (step: number): number =>
      Math.abs(timesOf(run(planOf(ball, [1, 0], [bounce]), 0.6, { method: 'euler', step }))[0] - impact(1));
    expect(errorAt(1e-3) / errorAt(5e-4)).toBeGreaterThan(1.7);
    expect(errorAt(1e-3) / errorAt(5e-4)).toBeLessThan(2.4);
  });

  it('shows both limits at an impact, and outputs take the right one', () => {
    const [first] = timesOf(run(planOf(ball, [1, 0], [bounce]), 1));
    const { dense, states } = run(planOf(ball, [1, 0], [bounce]), 1, {}, [first]),
      y = new Float64Array(2),
      step = dense!.ends.indexOf(first);
    dense!.evaluateStep(step, 1, y);
    expect(y[1]).toBeCloseTo(-GRAVITY * first, 9);
    dense!.evaluate(first, y);
    expect(y[1]).toBeCloseTo(RESTITUTION * GRAVITY * first, 9);
    expect(states[1]).toBe(y[1]);
  });

  it('is told as endless where its impacts accumulate, with their limit as the time', () => {
    const plan = planOf(ball, [1, 0], [bounce]);
    const solved = solve(plan, new Float64Array(0), { from: 0, until: 10, settings: tight });
    const limit = Math.sqrt(2 / GRAVITY) * (1 + (2 * RESTITUTION) / (1 - RESTITUTION));
    expect(solved.ok ? undefined : solved.failure).toMatchObject({ reason: 'endless-events', blame: ['bounce'] });
    expect(solved.ok ? NaN : solved.failure.time).toBeCloseTo(limit, 7);
  });

  it('keeps to the grid of fixed steps after an impact', () => {
    const { dense } = run(planOf(ball, [1, 0], [bounce]), 1, { method: 'rk4', step: 0.125 });
    for (let k = 1; k < 8; k++) expect(Array.from(dense!.starts)).toContain(k * 0.125);
  });
});

describe('triggers are found on the dense output', () => {
  const counter = (root: Scalar): PlanEvent => whenPositive('count', root, 2, (_t, y) => y[2] + 1);
  const counting = rightHandSide({
    n: 3,
    value(_t, y, _p, out) {
      out[0] = y[1];
      out[1] = -y[0];
      out[2] = 0;
    },
  });

  it('at the times of the closed form', () => {
    const times = timesOf(run(planOf(counting, [1, 0, 0], [counter((_t, y) => y[0] - 0.5)]), 20));
    // cos t rises through 1/2 at 2πk − π/3
    expect(times.length).toBe(3);
    times.forEach((t, i) => {
      expect(t).toBeCloseTo(2 * Math.PI * (i + 1) - Math.PI / 3, 8);
    });
  });

  it.each([0.1, 1e-3, 1e-5])('also where the root function is positive for a share %d of a step only', (width) => {
    // a parabola in t, positive within width/2 of its top, in the one step of a constant rate
    for (const top of [0.051, 0.3333, 0.52, 0.77, 0.9951]) {
      const solution = run(planOf(still(3), [0, 0, 0], [counter((t) => (width / 2) ** 2 - (t - top) ** 2)]), 1, {
        method: 'rk4',
        step: 1,
      });
      expect(timesOf(solution).length).toBe(1);
      expect(timesOf(solution)[0]).toBeCloseTo(top - width / 2, 9);
    }
  });

  it('where one step holds a pulse that two root functions make together', () => {
    const pulse: PlanEvent = {
      ...counter((t) => t),
      roots: vectorFunction(2, (t, _y, _p, out) => {
        out[0] = t - 0.6180339;
        out[1] = 0.618034 - t;
      }),
      trigger: (roots, offset) => roots[offset] > 0 && roots[offset + 1] > 0,
    };
    expect(timesOf(run(planOf(still(3), [0, 0, 0], [pulse]), 1, { method: 'rk4', step: 1 }))[0]).toBeCloseTo(0.6180339, 14);
  });

  it('to the rounding of t, in time itself', () => {
    const [time] = timesOf(run(planOf(counting, [1, 0, 0], [counter((t) => t - 1234.567)]), 2000, { rtol: 1e-4, atol: 1e-4 }));
    expect(Math.abs(time - 1234.567)).toBeLessThanOrEqual(2 ** -42);
  });
});
