/** Fixed steps, which any method takes where a step size is set. */
import { describe, expect, it } from 'vitest';
import { solve } from '../../core/solve/integrate';
import { isExplicit, solvers } from '../../core/solve/methods';
import type { Settings, Solution } from '../../core/solve/options';
import { driven } from './convergence';
import { onePiece } from './problems';

const until = driven.span,
  plan = onePiece(driven.rhs, driven.exact(0)),
  exact = driven.exact(until);

function solved(method: Settings['method'], step: number | undefined): Solution {
  const settings = { method, rtol: 1e-3, atol: 1e-3, maxSteps: 100_000, ...(step === undefined ? {} : { step }) };
  const result = solve(plan, new Float64Array(0), { from: 0, until, settings, keepDense: true });
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

/** splitting has tests of its own: it needs a split of the right-hand side */
const whole = Object.values(solvers).filter(({ family }) => family !== 'splitting');

describe('a step size that is set', () => {
  it.each(whole.map((solver) => [solver.method, solver] as const))(
    'gives %s equal steps, none rejected, and the error of its order, whatever the tolerances',
    (method, solver) => {
      const coarse = solver.order > 5 ? 12 : solver.order > 2 ? 60 : 480;
      const runs = [coarse, 2 * coarse].map((steps) => solved(method, until / steps));
      runs.forEach((run, i) => {
        expect([run.steps, run.rejected, run.method]).toEqual([coarse * (i + 1), 0, method]);
        run.dense!.ends.forEach((end, k) => {
          expect(end - run.dense!.starts[k]).toBeCloseTo(until / (coarse * (i + 1)), 12);
        });
      });
      const [a, b] = runs.map(({ final }) => Math.hypot(final[0] - exact[0], final[1] - exact[1]));
      // Two step sizes and one time: half an order is what such a pair can be off by.
      expect(Math.abs(Math.log2(a / b) - solver.order)).toBeLessThan(0.5);
      expect(runs[0].why).toMatch(/with fixed steps, as set$/);
    },
  );

  it('shortens the last step to end on time', () => {
    const { dense, steps } = solved('tsit5', 0.7);
    expect(steps).toBe(9);
    expect(dense!.ends[8]).toBe(6);
    expect(dense!.starts[8]).toBeCloseTo(5.6, 12);
  });

  it('is taken by Tsit5 where the method is automatic, and says so', () => {
    const { method, why, steps } = solved('auto', 0.5);
    expect([method, why, steps]).toEqual(['tsit5', 'auto: Tsit5 for fixed steps', 12]);
  });
});

describe('without a step size', () => {
  it('methods with an error estimate adapt, and any other takes a thousand steps', () => {
    for (const solver of Object.values(solvers).filter(isExplicit)) {
      const { steps } = solved(solver.method, undefined);
      if (solver.errorOrder === 0) expect(steps).toBe(1000);
      else expect(steps).toBeLessThan(300);
    }
  });
});
