/**
 * Simplified Newton iteration for one stage z = hγ f(t, base + z) of an implicit step (Hairer & Wanner, Solving Ordinary
 * Differential Equations II, IV.8): the matrix I − hγJ may be of another point or size, and the rate of convergence tells.
 */
import type { ShiftedSystem } from '../util/shifted-system';
import type { RightHandSide } from './system';

/**
 * How far the stages are solved: 'tolerance', to a small part of the tolerated error; 'rounding', until rounding stops the
 * iteration, as a derivative of the step itself needs it.
 */
export type NewtonMode = 'tolerance' | 'rounding';

/** Memory of the iteration, allocated once. All vectors float64[n]. */
export interface Newton {
  readonly n: number;
  readonly mode: NewtonMode;
  /** part of the tolerated error that the iteration may leave */
  readonly kappa: number;
  /** stage's value without its own slope */
  readonly base: Float64Array;
  /** the unknown z; on entry of `iterate` a guess */
  readonly increment: Float64Array;
  /** base + z */
  readonly argument: Float64Array;
  readonly change: Float64Array;
  /** 1 over the tolerated error of each component; in mode 'rounding', 1 over its size */
  readonly weights: Float64Array;
  /** estimate of (error after an iteration)/(its change), θ/(1 − θ), carried on from stage to stage */
  eta: number;
  /** the worst rate θ = ‖Δ_m‖/‖Δ_{m−1}‖ since it was last set to 0 */
  rate: number;
  iterations: number;
  /** whether the right-hand side was finite at the guess of the stage last tried */
  finite: boolean;
}

export function newton(n: number, mode: NewtonMode, rtol: number): Newton {
  const vector = (): Float64Array => new Float64Array(n);
  return {
    n,
    mode,
    kappa: Math.max(KAPPA, (10 * Number.EPSILON) / rtol),
    base: vector(),
    increment: vector(),
    argument: vector(),
    change: vector(),
    weights: vector(),
    eta: 1,
    rate: 0,
    iterations: 0,
    finite: true,
  };
}

/** Measured on the stiff problems of test/systems: less costs iterations, more begins to show in the error. */
const KAPPA = 0.02;
/** More iterations than this cost more than a new Jacobian or a smaller step. */
const MOST_ITERATIONS = 8,
  MOST_ROUNDING_ITERATIONS = 30;
/** Changes below this part of the largest component that no longer shrink are rounding errors. */
const ROUNDING_LEVEL = 1e-12;
/** A change of this part of every component's size is none. */
const NEGLIGIBLE = Number.EPSILON / 16;

/** Solves the stage; on success `increment` and `argument` hold it. @returns whether it converged */
export function iterate(it: Newton, system: ShiftedSystem, rhs: RightHandSide, t: number, p: Float64Array, hg: number): boolean {
  it.finite = true;
  return it.mode === 'rounding' ? toRounding(it, system, rhs, t, p, hg) : toTolerance(it, system, rhs, t, p, hg);
}

/** One iteration. change ← (I − hγJ)⁻¹ (hγ f(t, base + z) − z) and z ← z + change */
function advance(it: Newton, system: ShiftedSystem, rhs: RightHandSide, t: number, p: Float64Array, hg: number): void {
  const { n, base, increment, argument, change } = it;
  rhs.value(t, argument, p, change);
  for (let j = 0; j < n; j++) change[j] = hg * change[j] - increment[j];
  system.solve(change);
  for (let j = 0; j < n; j++) {
    const z = increment[j] + change[j];
    increment[j] = z;
    argument[j] = base[j] + z;
  }
  it.iterations++;
}

function setArgument({ n, base, increment, argument }: Newton): void {
  for (let j = 0; j < n; j++) argument[j] = base[j] + increment[j];
}

function toTolerance(it: Newton, system: ShiftedSystem, rhs: RightHandSide, t: number, p: Float64Array, hg: number): boolean {
  const { kappa } = it;
  setArgument(it);
  let previous = 0;
  it.eta = Math.max(it.eta, Number.EPSILON) ** 0.8;
  for (let m = 1; m <= MOST_ITERATIONS; m++) {
    advance(it, system, rhs, t, p, hg);
    const size = changeSize(it);
    if (!(size < Infinity)) return diverged(it, m);
    if (m > 1) {
      const theta = size / previous;
      // Changes far below the tolerance that grow are rounding errors, whose ratio says nothing.
      if (theta >= 1) return size <= 0.1 * kappa;
      if (theta > it.rate) it.rate = theta;
      it.eta = theta / (1 - theta);
      if (it.eta * size * theta ** (MOST_ITERATIONS - m) > kappa) return false;
    }
    if (it.eta * size <= kappa) return true;
    previous = size;
  }
  return false;
}

function toRounding(it: Newton, system: ShiftedSystem, rhs: RightHandSide, t: number, p: Float64Array, hg: number): boolean {
  setArgument(it);
  let previous = Infinity;
  for (let m = 1; m <= MOST_ROUNDING_ITERATIONS; m++) {
    advance(it, system, rhs, t, p, hg);
    const size = changeSize(it);
    if (!(size < Infinity)) return diverged(it, m);
    // The next change would be of size θ·size.
    if (size === 0 || (m > 1 && size * size <= NEGLIGIBLE * previous)) return true;
    // A change that is no longer halved is rounding error, or else the matrix is too far off.
    if (size >= 0.5 * previous) return largestPart(it.change, it.n) <= ROUNDING_LEVEL * largestPart(it.argument, it.n);
    previous = size;
  }
  return false;
}

function diverged(it: Newton, iteration: number): false {
  if (iteration === 1) it.finite = false;
  return false;
}

/** Root mean square of the weighted change. */
function changeSize({ n, change, weights }: Newton): number {
  let sum = 0;
  for (let j = 0; j < n; j++) {
    const ratio = change[j] * weights[j];
    sum += ratio * ratio;
  }
  return Math.sqrt(sum / Math.max(n, 1));
}

function largestPart(v: Float64Array, n: number): number {
  let largest = 0;
  for (let j = 0; j < n; j++) largest = Math.max(largest, Math.abs(v[j]));
  return largest;
}
