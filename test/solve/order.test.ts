import { describe, expect, it } from 'vitest';
import { isExplicit, rodas5pSolver, solvers } from '../../core/solve/methods';
import type { MethodName, Solver } from '../../core/solve/solver';
import { stabilityPolynomial } from '../../core/solve/tableau';
import { driven, errors } from './convergence';
import type { KnownSolution } from './convergence';
import { linear, rightHandSide } from './problems';

const p = new Float64Array(0);

/** y₁ = e^{sin t}, y₂ = cos t·e^{−t/2}; with its exact Jacobian and time derivative, which a Rosenbrock method lives on */
const curve = (t: number): number[] => [Math.exp(Math.sin(t)), Math.cos(t) * Math.exp(-t / 2)];
const nonlinear: KnownSolution = {
  span: 2,
  exact: curve,
  rhs: rightHandSide({
    n: 2,
    value(t, y, _p, out) {
      const [a, b] = curve(t);
      out[0] = y[0] * Math.cos(t) + (y[1] - b) * y[0];
      out[1] = -Math.sin(t) * Math.exp(-t / 2) - 0.5 * y[1] + 0.3 * (y[0] * y[0] - a * a);
    },
    jacobian(t, y, _p, out) {
      out[0] = Math.cos(t) + y[1] - curve(t)[1];
      out[1] = y[0];
      out[2] = 0.6 * y[0];
      out[3] = -0.5;
    },
    timeDerivative(t, y, _p, out) {
      const [a, b] = curve(t),
        e = Math.exp(-t / 2),
        s = Math.sin(t),
        c = Math.cos(t);
      out[0] = -y[0] * s - (-s * e - 0.5 * b) * y[0];
      out[1] = -c * e + 0.5 * s * e - 0.6 * a * a * c;
    },
  }),
};

/** @returns slope of the line of least squares through (log step size, log error) */
function fittedOrder(solver: Solver, problem: KnownSolution, steps: readonly number[]): { end: number; dense: number } {
  const runs = steps.map((count) => ({ x: -Math.log(count), ...errors(solver, count, problem) }));
  const slope = (key: 'end' | 'dense'): number => {
    const mx = runs.reduce((sum, { x }) => sum + x, 0) / runs.length,
      my = runs.reduce((sum, run) => sum + Math.log(run[key]), 0) / runs.length;
    const rise = runs.reduce((sum, run) => sum + (run.x - mx) * (Math.log(run[key]) - my), 0);
    return rise / runs.reduce((sum, { x }) => sum + (x - mx) ** 2, 0);
  };
  return { end: slope('end'), dense: slope('dense') };
}

describe('order of convergence, fitted over halvings of the step', () => {
  // An interpolant of order q is off by a term of order q + 1 within a step, and by the error at its start.
  it.each([
    { method: 'euler', steps: [200, 400, 800], order: 1, dense: 1 },
    { method: 'heun', steps: [64, 128, 256], order: 2, dense: 2 },
    { method: 'bs3', steps: [64, 128, 256], order: 3, dense: 3 },
    { method: 'rk4', steps: [32, 64, 128, 256], order: 4, dense: 4 },
    { method: 'dp5', steps: [32, 64, 128, 256], order: 5, dense: 5 },
    { method: 'tsit5', steps: [48, 96, 192], order: 5, dense: 5 },
    { method: 'dop853', steps: [12, 24, 48], order: 8, dense: 8 },
  ] as const)('$method has order $order, its dense output $dense, each within 0.1', ({ method, steps, order, dense }) => {
    // Leading error terms that fade slowly would hide the order at the few step sizes that double precision leaves to a method of
    // order 8; on this problem they do not. Orders on non-linear problems follow from the rooted trees.
    const found = fittedOrder(solvers[method], driven, steps);
    expect(Math.abs(found.end - order)).toBeLessThan(0.1);
    expect(Math.abs(found.dense - dense)).toBeLessThan(0.1);
  });

  it('rodas5p has order 5, its dense output 5, each within 0.1, on a problem that depends on time and is not linear', () => {
    const found = fittedOrder(rodas5pSolver, nonlinear, [20, 40, 80, 160]);
    expect(Math.abs(found.end - 5)).toBeLessThan(0.1);
    expect(Math.abs(found.dense - 5)).toBeLessThan(0.1);
  });
});

describe('the stability function of an explicit method', () => {
  const explicit = Object.values(solvers).filter(isExplicit);
  const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));

  it.each(explicit.map((solver) => [solver.method, solver] as const))(
    'of %s is e^z up to its order, and what a step on y′ = λy multiplies by',
    (_name, solver) => {
      const coefficients = stabilityPolynomial(solver.tableau);
      for (let k = 0; k <= solver.order; k++) expect(coefficients[k] * factorial(k)).toBeCloseTo(1, 11);
      for (const z of [-2, -0.5, 0.3, 1.5]) {
        const rhs = linear(z),
          w = solver.workspace(1),
          y = Float64Array.of(1);
        solver.begin(w, rhs, 0, y, p);
        solver.step(w, rhs, 0, y, p, 1);
        const value = coefficients.reduceRight((sum, c) => sum * z + c, 0);
        expect(Math.abs(w.next[0] - value)).toBeLessThan(1e-13);
      }
    },
  );

  it('keeps |R| ≤ 1 on the negative axis as far as published', () => {
    // Hairer & Wanner, Solving Ordinary Differential Equations II, IV.2 (figure 2.1 and the stiffness tests of the programs):
    // 2 for orders 1 and 2, 2.51 for order 3, 2.785 for order 4, 3.3 for Dormand–Prince 5, 6.1 taken for DOP853.
    const limit = (method: MethodName): number => (solvers[method] as (typeof explicit)[number]).tableau.stabilityLimit;
    expect(limit('euler')).toBeCloseTo(2, 9);
    expect(limit('heun')).toBeCloseTo(2, 9);
    expect(limit('bs3')).toBeCloseTo(2.5127, 3);
    expect(limit('rk4')).toBeCloseTo(2.7853, 3);
    expect(limit('dp5')).toBeCloseTo(3.3066, 3);
    expect(limit('tsit5')).toBeCloseTo(3.5068, 3);
    expect(limit('dop853')).toBeGreaterThan(6.1);
    expect(limit('dop853')).toBeLessThan(6.5);
  });
});

describe('Rodas5P', () => {
  /** R(z) from one step on y' = λy with h = 1 */
  const stability = (z: number): number => {
    const rhs = linear(z),
      w = rodas5pSolver.workspace(1),
      y = Float64Array.of(1);
    rodas5pSolver.begin(w, rhs, 0, y, p);
    expect(rodas5pSolver.step(w, rhs, 0, y, p, 1)).toBe(true);
    return w.next[0];
  };

  it('is A-stable along the negative real axis and L-stable: R(z) → 0 like 1/|z| for z → −∞', () => {
    for (let exponent = -2; exponent <= 8; exponent += 0.25) expect(Math.abs(stability(-(10 ** exponent)))).toBeLessThan(1);
    // |z R(z)| tends to a constant; rounding in the k_i, of size 100, limits the check to |z| up to 1e6.
    for (const z of [-1e3, -1e4, -1e5, -1e6]) expect(Math.abs(stability(z) * z)).toBeLessThan(20);
    expect(Math.abs(stability(-1e6))).toBeLessThan(1e-4);
  });

  it('agrees with e^z near 0 to order 5', () => {
    expect(Math.abs(stability(-0.01) - Math.exp(-0.01))).toBeLessThan(1e-14);
  });

  it('says so when its matrix is singular', () => {
    const gamma = 0.21193756319429014,
      h = 1 / 64;
    const growing = rightHandSide({
      n: 1,
      value(_t, y, _p, out) {
        out[0] = y[0];
      },
      jacobian(_t, _y, _p, out) {
        out[0] = 1 / (h * gamma);
      },
    });
    const w = rodas5pSolver.workspace(1),
      y = Float64Array.of(1);
    rodas5pSolver.begin(w, growing, 0, y, p);
    expect(rodas5pSolver.step(w, growing, 0, y, p, h)).toBe(false);
    expect(rodas5pSolver.step(w, growing, 0, y, p, h / 2)).toBe(true);
  });
});
