import { describe, expect, it } from 'vitest';
import { levenbergMarquardt } from '../../core/fit/levenberg-marquardt';
import { minimise, type InformedObjective, type Minimum } from '../../core/fit/optimiser';
import { failed, success } from '../../core/util/result';

/** ½ Σ r², with the Jacobian given row by row */
function leastSquares(
  size: number,
  residuals: (x: Float64Array) => number[],
  jacobian: (x: Float64Array) => number[][],
  lower: Float64Array = new Float64Array(size).fill(-Infinity),
  upper: Float64Array = new Float64Array(size).fill(Infinity),
) {
  let evaluations = 0;
  const objective: InformedObjective = {
    size,
    lower,
    upper,
    evaluate: () => {
      throw new Error('only the information is asked for');
    },
    information(x) {
      evaluations++;
      const r = residuals(x),
        J = jacobian(x);
      const gradient = Float64Array.from({ length: size }, (_, i) => r.reduce((sum, rk, k) => sum + rk * J[k][i], 0));
      const information = Float64Array.from({ length: size * size }, (_, at) =>
        J.reduce((sum, row) => sum + row[Math.floor(at / size)] * row[at % size], 0),
      );
      return success({ value: 0.5 * r.reduce((sum, rk) => sum + rk * rk, 0), gradient, information });
    },
  };
  return { objective, count: () => evaluations };
}

function run(objective: InformedObjective, x0: number[], maxIterations = 200): Minimum {
  const result = minimise(levenbergMarquardt({ maxIterations, tolerance: 1e-10 }), objective, Float64Array.from(x0));
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

const rosenbrock = (lower?: Float64Array, upper?: Float64Array) =>
  leastSquares(
    2,
    ([x, y]) => [Math.SQRT2 * 10 * (y - x * x), Math.SQRT2 * (1 - x)],
    ([x]) => [
      [-Math.SQRT2 * 20 * x, Math.SQRT2 * 10],
      [-Math.SQRT2, 0],
    ],
    lower,
    upper,
  );

describe('Gauss–Newton in a trust region', () => {
  it("finds the minimum of Rosenbrock's valley from the classical start, within 60 evaluations", () => {
    const { objective, count } = rosenbrock();
    const minimum = run(objective, [-1.2, 1]);
    expect(minimum.x[0]).toBeCloseTo(1, 8);
    expect(minimum.x[1]).toBeCloseTo(1, 8);
    expect(minimum.converged).toBe(true);
    expect(count()).toBeLessThan(60);
  });

  it("stops on the bound where Rosenbrock's valley leaves the box, at the known constrained minimum", () => {
    const { objective } = rosenbrock(Float64Array.of(-2, -2), Float64Array.of(0.5, 2));
    const minimum = run(objective, [-1.2, 1]);
    expect(minimum.x[0]).toBe(0.5);
    expect(minimum.x[1]).toBeCloseTo(0.25, 8);
    expect(minimum.value).toBeCloseTo(0.25, 10);
    expect(minimum.gradientNorm).toBeLessThan(1e-8);
  });

  it('solves a linear problem in one step of the full length', () => {
    const { objective, count } = leastSquares(
      2,
      ([a, b]) => [a - 1, a + b - 3, a - b],
      () => [
        [1, 0],
        [1, 1],
        [1, -1],
      ],
      Float64Array.of(-50, -50),
      Float64Array.of(50, 50),
    );
    // the normal equations 3a = 4, 2b = 3
    const minimum = run(objective, [10, -10]);
    // to the ridge of the model, 1e-8 a squared unit of 10
    expect(minimum.x[0]).toBeCloseTo(4 / 3, 8);
    expect(minimum.x[1]).toBeCloseTo(1.5, 8);
    expect(count()).toBeLessThan(4);
  });

  it('converges where large residuals make Gauss–Newton steps poor: Freudenstein and Roth, and Brown and Dennis', () => {
    // Moré, Garbow, Hillstrom 1981, problems 2 and 16: local minimum ½·48.98425 and minimum ½·85822.2
    const freudenstein = leastSquares(
      2,
      ([x, y]) => [-13 + x + ((5 - y) * y - 2) * y, -29 + x + ((y + 1) * y - 14) * y],
      ([, y]) => [
        [1, 10 * y - 3 * y * y - 2],
        [1, 3 * y * y + 2 * y - 14],
      ],
    );
    expect(2 * run(freudenstein.objective, [0.5, -2]).value).toBeCloseTo(48.98425, 4);
    const t = Array.from({ length: 20 }, (_, i) => (i + 1) / 5);
    const inner = ([a, b, c, d]: Float64Array, s: number): [number, number] => [
      a + s * b - Math.exp(s),
      c + d * Math.sin(s) - Math.cos(s),
    ];
    const brown = leastSquares(
      4,
      (x) => t.map((s) => inner(x, s)[0] ** 2 + inner(x, s)[1] ** 2),
      (x) =>
        t.map((s) => {
          const [u, v] = inner(x, s);
          return [2 * u, 2 * u * s, 2 * v, 2 * v * Math.sin(s)];
        }),
    );
    const minimum = run(brown.objective, [25, 5, -5, -1]);
    expect(2 * minimum.value).toBeCloseTo(85822.2, 1);
    // Gauss–Newton alone needs some two hundred iterations here
    expect(minimum.iterations).toBeLessThan(60);
  });

  it('moves what the data determine and leaves be what they do not', () => {
    const { objective } = leastSquares(
      2,
      ([a, b]) => [a + b - 2],
      () => [[1, 1]],
      Float64Array.of(-10, -10),
      Float64Array.of(10, 10),
    );
    const { x, converged } = run(objective, [0, 1]);
    expect(x[0] + x[1]).toBeCloseTo(2, 9);
    expect(x[1] - x[0]).toBeCloseTo(1, 6);
    expect(converged).toBe(true);
  });

  it('goes round points that cannot be evaluated', () => {
    const { objective } = leastSquares(
      1,
      ([x]) => [Math.log(x)],
      ([x]) => [[1 / x]],
      Float64Array.of(-10),
      Float64Array.of(30),
    );
    const failing: InformedObjective = {
      ...objective,
      information: (x) =>
        x[0] > 0 ? objective.information(x) : failed({ reason: 'non-finite', message: 'log of a negative', advice: '' }),
    };
    expect(run(failing, [20]).x[0]).toBeCloseTo(1, 6);
    expect(minimise(levenbergMarquardt({ maxIterations: 9, tolerance: 1e-6 }), failing, Float64Array.of(-1)).ok).toBe(false);
  });
});
