import { describe, expect, it } from 'vitest';
import { rodas5pSolver, solvers } from '../../core/solve/methods';
import type { Solver } from '../../core/solve/solver';
import { rightHandSide } from './problems';

/** Non-autonomous, non-linear and with a known solution: y₁ = e^{sin t}, y₂ = cos t·e^{−t/2}. */
const exact = (t: number): number[] => [Math.exp(Math.sin(t)), Math.cos(t) * Math.exp(-t / 2)];
const rhs = rightHandSide({
  n: 2,
  value(t, y, _p, out) {
    const [a, b] = exact(t);
    out[0] = y[0] * Math.cos(t) + (y[1] - b) * y[0];
    out[1] = -Math.sin(t) * Math.exp(-t / 2) - 0.5 * y[1] + 0.3 * (y[0] * y[0] - a * a);
  },
  timeDerivative(t, y, _p, out) {
    const [a, b] = exact(t),
      e = Math.exp(-t / 2),
      s = Math.sin(t),
      c = Math.cos(t);
    out[0] = -y[0] * s - (-s * e - 0.5 * b) * y[0];
    out[1] = -c * e + 0.5 * s * e - 0.6 * a * a * c;
  },
});

const p = new Float64Array(0),
  span = 2;

/** @returns largest error at the end, and of the dense output within the steps, of `steps` equal steps */
function errors(solver: Solver, steps: number): { end: number; dense: number } {
  const w = solver.workspace(2),
    y = Float64Array.from(exact(0)),
    h = span / steps,
    out = new Float64Array(2);
  const packed = new Float64Array(solver.denseLength(2));
  const gap = (state: Float64Array, t: number): number => Math.max(...exact(t).map((value, i) => Math.abs(value - state[i])));
  let dense = 0;
  solver.begin(w, rhs, 0, y, p);
  for (let i = 0; i < steps; i++) {
    expect(solver.step(w, rhs, i * h, y, p, h)).toBe(true);
    solver.pack(w, packed, 0);
    for (const theta of [0.15, 0.35, 0.5, 0.65, 0.85]) {
      solver.interpolate(packed, 0, y, 0, 2, h, theta, out, 0);
      dense = Math.max(dense, gap(out, (i + theta) * h));
    }
    y.set(w.next);
    solver.accept(w, rhs, (i + 1) * h, p);
  }
  return { end: gap(y, span), dense };
}

/** orders observed over three halvings of the step; the median is robust against a lucky zero of the error */
function observed(solver: Solver, coarsest: number): { end: number; dense: number } {
  const runs = [1, 2, 4, 8].map((factor) => errors(solver, coarsest * factor));
  const order = (key: 'end' | 'dense'): number =>
    [1, 2, 3].map((i) => Math.log2(runs[i - 1][key] / runs[i][key])).sort((a, b) => a - b)[1];
  return { end: order('end'), dense: order('dense') };
}

describe('order of convergence by a fixed-step study', () => {
  it.each([
    { method: 'euler', coarsest: 100, order: 1, dense: 1 },
    { method: 'rk4', coarsest: 20, order: 4, dense: 4 },
    { method: 'tsit5', coarsest: 10, order: 5, dense: 4 },
    { method: 'rodas5p', coarsest: 10, order: 5, dense: 4 },
  ] as const)('$method has order $order, its dense output at least $dense', ({ method, coarsest, order, dense }) => {
    const found = observed(solvers[method], coarsest);
    expect(found.end).toBeGreaterThan(order - 0.25);
    expect(found.end).toBeLessThan(order + 1);
    expect(found.dense).toBeGreaterThan(dense - 0.25);
  });
});

describe('Rodas5P', () => {
  /** R(z) from one step on y' = λy with h = 1 */
  const stability = (z: number): number => {
    const linear = rightHandSide({
      n: 1,
      value(_t, y, _p, out) {
        out[0] = z * y[0];
      },
      jacobian(_t, _y, _p, out) {
        out[0] = z;
      },
    });
    const w = rodas5pSolver.workspace(1),
      y = Float64Array.of(1);
    rodas5pSolver.begin(w, linear, 0, y, p);
    expect(rodas5pSolver.step(w, linear, 0, y, p, 1)).toBe(true);
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
