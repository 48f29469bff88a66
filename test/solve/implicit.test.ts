import { describe, expect, it } from 'vitest';
import { solve } from '../../core/solve/integrate';
import { dirkTableau } from '../../core/solve/dirk-tableau';
import type { ImplicitSolver } from '../../core/solve/implicit';
import { isImplicit, solvers } from '../../core/solve/methods';
import { weightAt } from '../../core/solve/tableau';
import { esdirk54 } from '../../core/solve/tableaux/esdirk54';
import { trapezoidal } from '../../core/solve/tableaux/trapezoidal';
import { trBdf2 } from '../../core/solve/tableaux/tr-bdf2';
import { knownSystem } from '../systems';
import { convergence } from './convergence';
import { hires, linear, lotkaVolterra, onePiece, rightHandSide, robertson, vanDerPol } from './problems';

const none = new Float64Array(0);
const implicit = (method: 'backward-euler' | 'trapezoidal' | 'tr-bdf2' | 'esdirk54'): ImplicitSolver => {
  const solver = solvers[method];
  if (!isImplicit(solver)) throw new Error(`${method} is not implicit`);
  return solver;
};

describe('order of convergence, by halving the step', () => {
  it.each([
    { method: 'backward-euler', steps: 1280, order: 1, dense: 1 },
    { method: 'trapezoidal', steps: 160, order: 2, dense: 2 },
    { method: 'tr-bdf2', steps: 160, order: 2, dense: 2 },
    { method: 'esdirk54', steps: 80, order: 5, dense: 4 },
  ] as const)('$method has order $order within 0.1, its dense output at least $dense', ({ method, steps, order, dense }) => {
    const found = convergence(solvers[method], steps);
    expect(Math.abs(found.end - order)).toBeLessThan(0.1);
    expect(found.dense).toBeGreaterThan(dense - 0.1);
  });
});

/** state at θ of one step on y′ = zy from 1 with h = 1 */
function step(solver: ImplicitSolver, z: number, theta: number): number {
  const w = solver.workspace(1),
    rhs = linear(z),
    y = Float64Array.of(1),
    out = new Float64Array(1),
    dense = new Float64Array(solver.denseLength(1));
  solver.begin(w, rhs, 0, y, none);
  expect(solver.step(w, rhs, 0, y, none, 1)).toBe(true);
  solver.pack(w, dense, 0);
  solver.interpolate(dense, 0, y, 0, 1, 1, theta, out, 0);
  return theta === 1 ? w.next[0] : out[0];
}

const negative = [-1e-3, -0.1, -1, -3, -10, -100, -1e4, -1e7];

describe('stability on the negative axis', () => {
  const g = 1 - Math.SQRT1_2;
  it.each([
    { method: 'backward-euler', R: (z: number) => 1 / (1 - z) },
    { method: 'trapezoidal', R: (z: number) => (1 + z / 2) / (1 - z / 2) },
    // Hosea & Shampine (1996): trapezoidal step over 2γ, then BDF2
    { method: 'tr-bdf2', R: (z: number) => (1 + (1 - 2 * g) * z) / (1 - g * z) ** 2 },
  ] as const)('$method has the stability function of its formula', ({ method, R }) => {
    // The slope at the start, z, enters with its own rounding.
    for (const z of negative) expect(Math.abs(step(implicit(method), z, 1) - R(z))).toBeLessThan(1e-15 * (1 - z));
  });

  it('ESDIRK5(4) has the stability function of numerator degree 5 that its order leaves, R = P/(1 − γz)⁶', () => {
    const binomial = [1, -6, 15, -20, 15, -6, 1],
      factorial = [1, 1, 2, 6, 24, 120];
    // Order 5 makes P the Taylor polynomial of e^z (1 − γz)⁶ to degree 5; L-stability leaves no term of degree 6.
    const numerator = Array.from({ length: 6 }, (_, d) =>
      Array.from({ length: d + 1 }, (_unused, j) => (binomial[j] * (23 / 125) ** j) / factorial[d - j]).reduce((a, b) => a + b),
    );
    for (const z of negative) {
      const value = numerator.reduceRight((sum, c) => sum * z + c, 0) / (1 - (23 / 125) * z) ** 6;
      expect(step(implicit('esdirk54'), z, 1)).toBeCloseTo(value, 9);
    }
  });

  it('the L-stable methods damp stiff components to nothing, the trapezoidal rule turns their sign', () => {
    for (const method of ['backward-euler', 'tr-bdf2', 'esdirk54'] as const)
      expect(Math.abs(step(implicit(method), -1e9, 1))).toBeLessThan(1e-7);
    expect(step(implicit('trapezoidal'), -1e9, 1)).toBeCloseTo(-1, 7);
  });

  it('the dense output of the L-stable methods stays within the unit interval for any stiffness', () => {
    for (const method of ['backward-euler', 'tr-bdf2', 'esdirk54'] as const) {
      for (const z of negative) {
        for (let theta = 0.05; theta < 1; theta += 0.05)
          expect(Math.abs(step(implicit(method), z, theta))).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('the tableaux', () => {
  it.each([esdirk54, trBdf2, trapezoidal])('$name is stiffly accurate and its dense output ends in the solution', (tableau) => {
    expect(tableau.b).toEqual(tableau.a[tableau.stages - 1]);
    tableau.interpolant.weights.forEach((row, i) => {
      expect(weightAt(row, 1)).toBeCloseTo(tableau.b[i], 13);
    });
  });

  it('refuse coefficients that break a condition, and name it', () => {
    const { weights, order } = esdirk54.error;
    const wrong = weights.map((weight, i) => weight + (i === 2 ? 1e-9 : 0) - (i === 3 ? 1e-9 : 0));
    expect(() => dirkTableau({ ...esdirk54, error: { weights: wrong, order } })).toThrow(/esdirk54: embedded order 4/);
    expect(() => dirkTableau({ ...trapezoidal, errorConstant: 1 / 12 })).toThrow(/trapezoidal: error constant/);
    expect(() => dirkTableau({ ...trBdf2, a: [[0], [0.2, 0.3], trBdf2.a[2]] })).toThrow(/tr-bdf2: the diagonal/);
  });
});

describe('the stages', () => {
  it('solved to rounding satisfy their equations, and the state is their sum', () => {
    const solver = implicit('esdirk54'),
      { tableau } = solver;
    const w = solver.workspace(2),
      y = Float64Array.of(2, -0.6),
      h = 1e-3;
    solver.begin(w, vanDerPol, 0, y, none);
    expect(solver.step(w, vanDerPol, 0, y, none, h)).toBe(true);
    const value = new Float64Array(2);
    tableau.a.forEach((row, i) => {
      const argument = y.map((v, j) => v + h * row.reduce((sum, a, l) => sum + a * w.k[l][j], 0));
      vanDerPol.value(0, argument, none, value);
      // f magnifies a rounding of its argument, 2e-16, by its slope, 3000.
      for (let j = 0; j < 2; j++) expect(Math.abs(w.k[i][j] - value[j])).toBeLessThan(2e-12 * (1 + Math.abs(value[j])));
    });
    const end = y.map((v, j) => v + h * tableau.b.reduce((sum, b, i) => sum + b * w.k[i][j], 0));
    for (let j = 0; j < 2; j++) expect(w.next[j]).toBeCloseTo(end[j], 14);
  });

  it('do not depend on what was solved before, when solved to rounding', () => {
    const solver = implicit('esdirk54');
    const run = (fresh: boolean): Float64Array => {
      let w = solver.workspace(3);
      const y = Float64Array.of(1, 0, 0);
      solver.begin(w, robertson, 0, y, none);
      for (let i = 0, h = 1e-4; i < 30; i++, h *= 1.5) {
        if (fresh) {
          w = solver.workspace(3);
          solver.begin(w, robertson, 0, y, none);
        }
        expect(solver.step(w, robertson, 0, y, none, h)).toBe(true);
        y.set(w.next);
        solver.accept(w, robertson, 0, none);
      }
      return y;
    };
    const kept = run(false),
      anew = run(true);
    for (let j = 0; j < 3; j++) expect(Math.abs(kept[j] / anew[j] - 1)).toBeLessThan(1e-12);
  });

  it('to tolerance take one factorisation for many steps of one size', () => {
    const solver = implicit('tr-bdf2'),
      atol = new Float64Array(2).fill(1e-6);
    const w = solver.workspace(2, { rtol: 1e-4, atol, newton: 'tolerance', estimate: true }),
      y = Float64Array.of(0.44, 4.6),
      p = Float64Array.of(1.3, 0.9, 0.8, 1.8);
    solver.begin(w, lotkaVolterra, 0, y, p);
    for (let i = 0; i < 50; i++) {
      expect(solver.step(w, lotkaVolterra, 0, y, p, 1e-3)).toBe(true);
      y.set(w.next);
      solver.accept(w, lotkaVolterra, 0, p);
    }
    expect(w.factorisations).toBeLessThan(5);
    expect(w.jacobians).toBeLessThan(5);
  });

  it('that have no solution are told apart from a singular matrix', () => {
    const solver = implicit('backward-euler');
    // next = y + h (1 + next²) has no real solution for h > 1/2 from 0
    const explosive = rightHandSide({
      n: 1,
      value(_t, y, _p, out) {
        out[0] = 1 + y[0] * y[0];
      },
      jacobian(_t, y, _p, out) {
        out[0] = 2 * y[0];
      },
    });
    const w = solver.workspace(1);
    solver.begin(w, explosive, 0, Float64Array.of(0), none);
    expect(solver.step(w, explosive, 0, Float64Array.of(0), none, 2)).toBe(false);
    expect(w.trouble).toBe('no-convergence');
    expect(w.next[0]).toBeNaN();
    expect(solver.step(w, explosive, 0, Float64Array.of(0), none, 0.25)).toBe(true);
    // next = (1 − √(1 − 4h(h)))/(2h) at h = 1/4
    expect(w.next[0]).toBeCloseTo(2 - Math.sqrt(3), 14);
    const grow = linear(1);
    solver.begin(w, grow, 0, Float64Array.of(1), none);
    expect(solver.step(w, grow, 0, Float64Array.of(1), none, 1)).toBe(false);
    expect(w.trouble).toBe('singular');
  });
});

describe('a right-hand side that is not finite', () => {
  it('is told as such, and not as an iteration that does not converge', () => {
    const walled = rightHandSide({
      n: 1,
      value(_t, y, _p, out) {
        out[0] = y[0] > 1 ? NaN : 1;
      },
      jacobian(_t, _y, _p, out) {
        out[0] = 0;
      },
    });
    for (const step of [{ step: 0.1 }, {}]) {
      const result = solve(onePiece(walled, [0.95]), none, {
        from: 0,
        until: 1,
        settings: { method: 'esdirk54', rtol: 1e-6, atol: 1e-9, maxSteps: 1000, ...step },
      });
      expect(result.ok ? 'solved' : result.failure.reason).toBe('non-finite');
    }
  });
});

describe('stiff problems', () => {
  it.each([
    {
      id: 'Robertson',
      system: 'robertson',
      rhs: robertson,
      y0: [1, 0, 0],
      atol: Float64Array.of(1e-16, 1e-22, 1e-8),
      // y₁ is 2e-8 of a total of 1, so that one rounding of the total is 1e-8 of it.
      digits: 7,
    },
    { id: 'HIRES', system: 'hires', rhs: hires, y0: [1, 0, 0, 0, 0, 0, 0, 0.0057], atol: 1e-13, digits: 8 },
    { id: 'Van der Pol, μ = 1000', system: 'vanderpol', rhs: vanDerPol, y0: [2, 0], atol: 1e-12, digits: 8 },
  ])('$id: ESDIRK5(4) at rtol 1e-9 reaches the reference', ({ system, rhs, y0, atol, digits }) => {
    const { until, reference } = knownSystem(system);
    const result = solve(onePiece(rhs, y0), none, {
      from: 0,
      until,
      settings: { method: 'esdirk54', rtol: 1e-9, atol, maxSteps: 100_000 },
    });
    if (!result.ok) throw new Error(result.failure.message);
    reference.forEach((value, i) => {
      expect(Math.abs(result.value.final[i] / value - 1)).toBeLessThan(10 ** -digits);
    });
  });

  it.each([
    { method: 'backward-euler', exponent: 1 / 2 },
    { method: 'trapezoidal', exponent: 2 / 3 },
    { method: 'tr-bdf2', exponent: 2 / 3 },
  ] as const)('$method controls its step: the error follows the tolerance as its order says', ({ method, exponent }) => {
    const p = Float64Array.of(1.3, 0.9, 0.8, 1.8),
      { until, reference } = knownSystem('lotka_volterra');
    const error = (rtol: number): number => {
      const result = solve(onePiece(lotkaVolterra, [0.44249296, 4.6280594], 4), p, {
        from: 0,
        until,
        settings: { method, rtol, atol: rtol * 1e-2, maxSteps: 1_000_000 },
      });
      if (!result.ok) throw new Error(result.failure.message);
      return Math.max(...reference.map((value, i) => Math.abs(result.value.final[i] / value - 1)));
    };
    // tol ~ h^(p+1) and error ~ h^p: a hundredth of the tolerance leaves 100^(−p/(p+1)) of the error
    const ratio = Math.log(error(1e-5) / error(1e-7)) / Math.log(100);
    expect(Math.abs(ratio - exponent)).toBeLessThan(0.15);
  });
});
