/**
 * Linear stability of any method of the registry, measured and not looked up: one step on dy/dt = λy multiplies y by R(hλ)
 * (Dahlquist 1963, BIT 3:27; Hairer & Wanner, Solving Ordinary Differential Equations II, IV.3).
 */
import { fullPattern } from '../../util/sparsity';
import type { Solver } from '../../solve/solver';
import type { RightHandSide } from '../../solve/system';

const nothing: RightHandSide = {
  size: 1,
  pattern: fullPattern(1),
  value: (_t, _y, _p, out) => void out.fill(0),
  jacobian: (_t, _y, _p, out) => void out.fill(0),
  vjp: () => undefined,
  jvp: (_t, _y, _p, _dy, _dp, out) => void out.fill(0),
  timeDerivative: (_t, _y, _p, out) => void out.fill(0),
};

/** dy/dt = p₀·y, all of it linear for a splitting method. */
const linear: RightHandSide = {
  size: 1,
  pattern: fullPattern(1),
  value(_t, y, p, out) {
    out[0] = p[0] * y[0];
  },
  jacobian(_t, _y, p, out) {
    out[0] = p[0];
  },
  vjp(_t, y, p, lambda, gy, gp) {
    gy[0] += lambda[0] * p[0];
    gp[0] += lambda[0] * y[0];
  },
  jvp(_t, y, p, dy, dp, out) {
    out[0] = p[0] * dy[0] + dp[0] * y[0];
  },
  timeDerivative(_t, _y, _p, out) {
    out[0] = 0;
  },
  split: {
    terms: 1,
    linear(p, matrix, offset) {
      matrix[0] = p[0];
      offset[0] = 0;
    },
    linearVjp(_p, matrixCotangent, _offsetCotangent, gp) {
      gp[0] += matrixCotangent[0];
    },
    rest: nothing,
  },
};

/** @returns z = hλ (real) ↦ R(z); NaN where the method's equations have no solution */
function amplifier(solver: Solver): (z: number) => number {
  const w = solver.workspace(1),
    y = Float64Array.of(1),
    p = new Float64Array(1);
  return (z) => {
    p[0] = z;
    solver.begin(w, linear, 0, y, p);
    return solver.step(w, linear, 0, y, p, 1) ? w.next[0] : NaN;
  };
}

/** @param z hλ, real  @returns R(z); NaN where the method's equations have no solution */
export const amplification = (solver: Solver, z: number): number => amplifier(solver)(z);

/** Beyond this a method is taken to be stable on the whole axis. */
const FAR = -1e6;
/** |R| of a method that is just stable, such as the trapezoidal rule's far out, may round to a little over 1. */
const ROUNDING = 1e-12;
const boundaries = new Map<Solver, number | null>();

/** @returns the end of the stable stretch of the negative real axis that begins at 0; null where it has none */
export function stabilityBoundary(solver: Solver): number | null {
  let known = boundaries.get(solver);
  if (known === undefined) boundaries.set(solver, (known = findBoundary(solver)));
  return known;
}

function findBoundary(solver: Solver): number | null {
  const growth = amplifier(solver),
    stable = (z: number): boolean => Math.abs(growth(z)) <= 1 + ROUNDING;
  let inside = -0.01;
  for (let outside = inside; outside >= FAR; outside *= 1.02) {
    if (stable(outside)) {
      inside = outside;
      continue;
    }
    while (inside - outside > 1e-12 * -inside) {
      const middle = (inside + outside) / 2;
      if (stable(middle)) inside = middle;
      else outside = middle;
    }
    return inside;
  }
  return null;
}
