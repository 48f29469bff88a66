import { describe, expect, it } from 'vitest';
import { afterAccepted, afterRejected, controllers, stepHistory } from '../../core/solve/controller';
import type { ControllerName } from '../../core/solve/controller';
import { solve } from '../../core/solve/integrate';
import type { MethodName } from '../../core/solve/solver';
import type { Plan } from '../../core/solve/system';
import { lotkaVolterra, onePiece, oregonator, vanDerPol } from './problems';

const names = Object.keys(controllers) as ControllerName[];

describe('a step-size controller', () => {
  it.each(names)('%s holds a steady error at the level that its safety factor asks for', (name) => {
    // a problem whose error is (h/h*)^5: the controller settles where 0.9·E^(−gain/5) = 1
    for (const [start, ideal] of [
      [1e-3, 1],
      [3, 0.1],
    ]) {
      const history = stepHistory(name, 4);
      let h = start;
      for (let i = 0; i < 60; i++) {
        const error = (h / ideal) ** 10;
        h = error <= 1 ? afterAccepted(history, h, error) : afterRejected(history, h, error);
      }
      expect(h / ideal).toBeGreaterThan(0.85);
      expect(h / ideal).toBeLessThan(1);
    }
  });

  it('grows tenfold at most, shrinks to a fifth at most, and does not grow right after a rejection', () => {
    const history = stepHistory('predictive', 4);
    expect(afterAccepted(history, 1, 0)).toBe(10);
    expect(afterRejected(history, 10, Infinity)).toBe(2);
    expect(afterRejected(history, 2, NaN)).toBe(0.4);
    expect(afterAccepted(history, 0.4, 1e-20)).toBe(0.4);
    expect(afterAccepted(history, 0.4, 1e-20)).toBeGreaterThan(0.4);
  });

  it('shortens the step ahead of an error that keeps growing, when it is predictive', () => {
    const step = (name: ControllerName): number => {
      const history = stepHistory(name, 4);
      afterAccepted(history, 1, 1e-4);
      return afterAccepted(history, 1, 1e-1);
    };
    const byLastErrorAlone = 0.9 * 10 ** (1 / 10);
    expect(step('predictive')).toBeLessThan(0.8 * byLastErrorAlone);
  });
});

const problems: { id: string; plan: Plan; p: number[]; until: number; atol: number; methods: MethodName[] }[] = [
  {
    id: 'Lotka–Volterra',
    plan: onePiece(lotkaVolterra, [0.44249296, 4.6280594], 4),
    p: [1.3, 0.9, 0.8, 1.8],
    until: 20,
    atol: 1e-2,
    methods: ['tsit5', 'dop853', 'bs3'],
  },
  { id: 'Oregonator', plan: onePiece(oregonator, [1, 2, 3]), p: [], until: 360, atol: 1e-4, methods: ['rodas5p'] },
  { id: 'Van der Pol', plan: onePiece(vanDerPol, [2, 0]), p: [], until: 2000, atol: 1e-3, methods: ['rodas5p'] },
];

describe('the predictive controller', () => {
  it.each(problems)('needs no more tries on $id than the others, over tolerances of 1e-3 to 1e-7', (problem) => {
    const tries = (controller: ControllerName): number => {
      let logs = 0;
      for (const method of problem.methods) {
        for (const rtol of [1e-3, 1e-4, 1e-5, 1e-6, 1e-7]) {
          const result = solve(problem.plan, Float64Array.from(problem.p), {
            from: 0,
            until: problem.until,
            settings: { method, rtol, atol: rtol * problem.atol, maxSteps: 100_000, controller },
          });
          if (!result.ok) throw new Error(result.failure.message);
          logs += Math.log(result.value.steps + result.value.rejected);
        }
      }
      return logs / (5 * problem.methods.length);
    };
    const least = tries('predictive');
    for (const other of ['pi', 'pid'] as const) expect(least).toBeLessThan(tries(other));
  });
});
