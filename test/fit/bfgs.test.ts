import { describe, expect, it } from 'vitest';
import { bfgs } from '../../core/fit/bfgs';
import { minimise } from '../../core/fit/optimiser';
import type { Minimum, Objective } from '../../core/fit/optimiser';
import { failed, success } from '../../core/util/result';
import { seededRandom } from '../../core/util/random';

const free = (size: number) => ({ lower: new Float64Array(size).fill(-Infinity), upper: new Float64Array(size).fill(Infinity) });
const settings = { maxIterations: 1000, tolerance: 1e-9 };

function run(objective: Objective, x0: number[], options = settings): Minimum {
  const result = minimise(bfgs(options), objective, Float64Array.from(x0));
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

function rosenbrock(bounds: { lower: Float64Array; upper: Float64Array } = free(2)) {
  let evaluations = 0;
  const objective: Objective = {
    size: 2,
    ...bounds,
    evaluate([x, y]) {
      evaluations++;
      const gradient = Float64Array.of(-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x));
      return success({ value: 100 * (y - x * x) ** 2 + (1 - x) ** 2, gradient });
    },
  };
  return { objective, count: () => evaluations };
}

/** ½(x − target)ᵀA(x − target) */
function quadratic(A: number[][], target: number[], lower: number[], upper: number[]): Objective {
  return {
    size: target.length,
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
    evaluate(x) {
      const gradient = Float64Array.from(A, (row) => row.reduce((sum, a, j) => sum + a * (x[j] - target[j]), 0));
      return success({ value: 0.5 * gradient.reduce((sum, g, i) => sum + g * (x[i] - target[i]), 0), gradient });
    },
  };
}

describe('the bounded quasi-Newton method', () => {
  it("finds the minimum of Rosenbrock's valley from the classical start in under 60 evaluations", () => {
    const { objective, count } = rosenbrock();
    const minimum = run(objective, [-1.2, 1]);
    expect(minimum.x[0]).toBeCloseTo(1, 7);
    expect(minimum.x[1]).toBeCloseTo(1, 7);
    expect(minimum.converged).toBe(true);
    expect(count()).toBeLessThan(60);
  });

  it("stops on the bound where Rosenbrock's valley leaves the box, at the known constrained minimum", () => {
    // With x ≤ 0.5 the minimum is (0.5, 0.25) with value 0.25; with y ≥ 1.5 it is (1.2247…, 1.5), value 0.0504…
    const right = run(rosenbrock({ lower: Float64Array.of(-2, -2), upper: Float64Array.of(0.5, 2) }).objective, [-1.2, 1]);
    expect([...right.x]).toEqual([0.5, expect.closeTo(0.25, 8)]);
    expect(right.value).toBeCloseTo(0.25, 10);
    // Hock & Schittkowski 1981, problem 2 (a shifted bound): minimum 0.0504261879 at (1.2243707487, 1.5)
    const above = run(
      rosenbrock({ lower: Float64Array.of(-Infinity, 1.5), upper: Float64Array.of(Infinity, Infinity) }).objective,
      [-2, 1.5],
    );
    const known = [
      [1.2243707487, 0.0504261879],
      [-1.2210274, 4.9412293],
    ];
    expect(known.some(([x, f]) => Math.abs(above.x[0] - x) < 1e-5 && Math.abs(above.value - f) < 1e-6)).toBe(true);
  });

  it('holds bounds that a quadratic pushes against and solves for the rest', () => {
    // target (3, −2, 0.5) in the box [−1, 1]³ with a coupled A: x0 = 1 and x1 = −1 hold, x2 solves its own row
    const A = [
      [4, 1, 0.5],
      [1, 3, 0.2],
      [0.5, 0.2, 2],
    ];
    const minimum = run(quadratic(A, [3, -2, 0.5], [-1, -1, -1], [1, 1, 1]), [0, 0, 0]);
    expect(minimum.x[0]).toBe(1);
    expect(minimum.x[1]).toBe(-1);
    expect(minimum.x[2]).toBeCloseTo(0.5 - (0.5 * (1 - 3) + 0.2 * (-1 + 2)) / 2, 8);
  });

  it('leaves a bound again when the gradient turns', () => {
    const minimum = run(
      quadratic(
        [
          [2, -1.9],
          [-1.9, 2],
        ],
        [0.5, 0.5],
        [0, 0],
        [1, 1],
      ),
      [0, 1],
    );
    expect(minimum.x[0]).toBeCloseTo(0.5, 7);
    expect(minimum.x[1]).toBeCloseTo(0.5, 7);
  });

  it('solves a quadratic of condition number 1e8', () => {
    const n = 8,
      A = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 10 ** ((8 * i) / (n - 1)) : 0)));
    const minimum = run(quadratic(A, Array(n).fill(1), Array(n).fill(-5), Array(n).fill(5)), Array(n).fill(-3));
    for (const x of minimum.x) expect(x).toBeCloseTo(1, 6);
  });

  it('walks round a region where the objective fails', () => {
    // log(x) + 1/x has its minimum at 1; x ≤ 0.2 fails, and so does x ≥ 3
    const objective: Objective = {
      size: 1,
      lower: Float64Array.of(-10),
      upper: Float64Array.of(10),
      evaluate([x]) {
        if (x <= 0.2 || x >= 3) return failed({ reason: 'non-finite', message: 'outside', advice: 'go back' });
        return success({ value: Math.log(x) + 1 / x, gradient: Float64Array.of(1 / x - 1 / (x * x)) });
      },
    };
    expect(run(objective, [2.9]).x[0]).toBeCloseTo(1, 6);
    expect(run(objective, [0.25]).x[0]).toBeCloseTo(1, 6);
  });

  it('says so when the start itself fails', () => {
    const objective: Objective = { size: 1, ...free(1), evaluate: () => failed({ reason: 'stiff', message: 'm', advice: 'a' }) };
    expect(minimise(bfgs(settings), objective, Float64Array.of(0))).toEqual({
      ok: false,
      failure: { reason: 'stiff', message: 'm', advice: 'a' },
    });
  });

  it('stops at the iteration limit and keeps the best point when cancelled, each with its reason', () => {
    const limited = run(rosenbrock().objective, [-1.2, 1], { maxIterations: 3, tolerance: 1e-9 });
    expect(limited.reason).toBe('stopped: limit of 3 iterations');
    expect(limited.iterations).toBe(3);
    let calls = 0;
    const cancelled = minimise(bfgs(settings), rosenbrock().objective, Float64Array.of(-1.2, 1), {
      cancelled: () => ++calls > 5,
    });
    if (!cancelled.ok) throw new Error('failed');
    expect(cancelled.value.reason).toMatch(/^cancelled/);
    expect(cancelled.value.value).toBeLessThan(24.2);
  });

  it('does not depend on the units of a parameter', () => {
    const scaledBy = (unit: number) => {
      const { objective } = rosenbrock();
      const scaled: Objective = {
        size: 2,
        lower: Float64Array.of(-2, -2 * unit),
        upper: Float64Array.of(2, 2 * unit),
        evaluate(x) {
          const evaluated = objective.evaluate(Float64Array.of(x[0], x[1] / unit));
          if (!evaluated.ok) return evaluated;
          const { value, gradient } = evaluated.value;
          return success({ value, gradient: Float64Array.of(gradient[0], gradient[1] / unit) });
        },
      };
      // the gradient tolerance is the only thing that knows units: switched off here
      return run(scaled, [-1.2, unit], { maxIterations: 25, tolerance: 1e-300 });
    };
    const one = scaledBy(1),
      many = scaledBy(1024);
    expect(many.iterations).toBe(one.iterations);
    expect(many.value).toBeCloseTo(one.value, 8);
  });

  it('handles 300 parameters with a dense Hessian', () => {
    const n = 300,
      random = seededRandom(7),
      weights = Array.from({ length: n }, () => 10 ** (3 * random.uniform()));
    const objective: Objective = {
      size: n,
      lower: new Float64Array(n).fill(-2),
      upper: new Float64Array(n).fill(0.8),
      evaluate(x) {
        const gradient = new Float64Array(n);
        let value = 0;
        for (let i = 0; i < n; i++) {
          value += 0.5 * weights[i] * (x[i] - 1) ** 2 + (x[i] - 1) ** 4;
          gradient[i] = weights[i] * (x[i] - 1) + 4 * (x[i] - 1) ** 3;
        }
        return success({ value, gradient });
      },
    };
    const minimum = run(objective, Array(n).fill(0), { maxIterations: 100, tolerance: 1e-6 });
    for (const x of minimum.x) expect(x).toBe(0.8);
  });
});
