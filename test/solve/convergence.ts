/** Problems with a known solution, and the orders of convergence observed on them by halving fixed steps. */
import type { Solver } from '../../core/solve/solver';
import type { RightHandSide } from '../../core/solve/system';
import { rightHandSide } from './problems';

export interface KnownSolution {
  readonly rhs: RightHandSide;
  readonly exact: (t: number) => number[];
  readonly span: number;
}

/** Non-autonomous and non-linear: y₁ = e^{sin 2t}, y₂ = 1/(1 + t²). */
const exact = (t: number): number[] => [Math.exp(Math.sin(2 * t)), 1 / (1 + t * t)];
export const forced: KnownSolution = {
  exact,
  span: 4,
  rhs: rightHandSide({
    n: 2,
    value(t, y, _p, out) {
      const [a, b] = exact(t);
      out[0] = 2 * Math.cos(2 * t) * y[0] + (y[1] - b) * y[0];
      out[1] = -2 * t * y[1] * y[1] + 0.1 * (y[0] - a) * y[1];
    },
    jacobian(t, y, _p, out) {
      const [a, b] = exact(t);
      out[0] = 2 * Math.cos(2 * t) + y[1] - b;
      out[1] = y[0];
      out[2] = 0.1 * y[1];
      out[3] = -4 * t * y[1] + 0.1 * (y[0] - a);
    },
  }),
};

/** y″ = cos(t/2) − y from y(0) = 1 at rest */
export const driven: KnownSolution = {
  span: 6,
  exact: (t) => [(4 * Math.cos(t / 2) - Math.cos(t)) / 3, (Math.sin(t) - 2 * Math.sin(t / 2)) / 3],
  rhs: rightHandSide({
    n: 2,
    value(t, y, _p, out) {
      out[0] = y[1];
      out[1] = Math.cos(t / 2) - y[0];
    },
    jacobian(_t, _y, _p, out) {
      out.set([0, 1, -1, 0]);
    },
    timeDerivative(t, _y, _p, out) {
      out.set([0, -0.5 * Math.sin(t / 2)]);
    },
  }),
};

/** @returns largest error at the step ends, and of the dense output within the steps, of `steps` equal steps */
export function errors(
  solver: Solver,
  steps: number,
  { rhs, exact: solution, span }: KnownSolution,
): { end: number; dense: number } {
  const y = Float64Array.from(solution(0)),
    n = y.length,
    w = solver.workspace(n),
    h = span / steps,
    none = new Float64Array(0);
  const out = new Float64Array(n),
    packed = new Float64Array(solver.denseLength(n));
  const gap = (state: Float64Array, t: number): number => Math.max(...solution(t).map((value, i) => Math.abs(value - state[i])));
  let dense = 0,
    end = 0;
  solver.begin(w, rhs, 0, y, none);
  for (let i = 0; i < steps; i++) {
    if (!solver.step(w, rhs, i * h, y, none, h)) throw new Error(`step ${i} of ${steps} was not solved`);
    solver.pack(w, packed, 0);
    for (const theta of [0.15, 0.35, 0.5, 0.65, 0.85]) {
      solver.interpolate(packed, 0, y, 0, n, h, theta, out, 0);
      dense = Math.max(dense, gap(out, (i + theta) * h));
    }
    y.set(w.next);
    end = Math.max(end, gap(y, (i + 1) * h));
    solver.accept(w, rhs, (i + 1) * h, none);
  }
  return { end, dense };
}

/** @param steps number of steps, then doubled */
export function convergence(solver: Solver, steps: number, problem = forced): { end: number; dense: number } {
  const coarse = errors(solver, steps, problem),
    fine = errors(solver, 2 * steps, problem);
  return { end: Math.log2(coarse.end / fine.end), dense: Math.log2(coarse.dense / fine.dense) };
}
