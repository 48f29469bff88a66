/**
 * Gauss–Newton within a trust region (Levenberg, Marquardt; Moré & Sorensen, SIAM J Sci Stat Comput 4:553, 1983) for bounded
 * problems: the region is a box of so many units a parameter, so that its intersection with the bounds is a box too, over
 * which the model's minimum is exact. Where the expected information is a poor Hessian, as with large residuals near the end,
 * a structured BFGS term is added to it (Dennis, Gay & Welsch, ACM TOMS 7:348, 1981; Fröhlich & Sorger, PLoS Comput Biol
 * 18:e1010322, 2022).
 */
import { success } from '../util/result';
import { dot, times } from '../util/vector';
import { minimiseBoxQuadratic } from './box-quadratic';
import { endOfDescent, smallDecrease, type DescentSettings } from './descent';
import { reasons } from './messages';
import { minimumAt, moved, project, unitsOf } from './optimiser';
import type { InformedEvaluation, InformedObjective, Optimiser, OptimiserState, Point } from './optimiser';

export interface LevenbergMarquardtState extends OptimiserState {
  readonly point: Point & InformedEvaluation;
  /** half width of the trust region, in units of each parameter */
  readonly radius: number;
  /** what is added to the information to model the Hessian, row-major float64[n · n]; null: nothing */
  readonly correction: Float64Array | null;
  /** steps in a row that hardly lowered the value */
  readonly settled: number;
}

/** Half width of the first trust region, and the widest: a unit is a tenth of the bounds' width. */
const FIRST_RADIUS = 2,
  WIDEST = 10,
  NARROWEST = 1e-9;
/** A step counts where it gains more than this part of what the model promised; below and above the others the region changes. */
const ACCEPTED = 1e-4,
  POOR = 0.25,
  GOOD = 0.75;
/**
 * A step that gains less than this is slow, in units of log likelihood, whose differences below 0.1 no data can tell: from
 * there on the corrected Hessian. Before, Gauss–Newton steps reach more of the good minima (measured on Boehm's model).
 */
const SLOW = 0.1;
/** Curvature along a step, relative to the model's, below which it says nothing of the Hessian. */
const LEAST_CURVATURE = 0.01;
/** The cost is settled when it hardly falls so many steps in a row. */
const SETTLED_STEPS = 4;
/** Added to the model's diagonal per unit: absolute, and relative to its largest entry. */
const RIDGE = 1e-8,
  ROUNDING = 1e-14;

export function levenbergMarquardt(settings: DescentSettings): Optimiser<LevenbergMarquardtState, InformedObjective> {
  return {
    init(objective, x0) {
      const x = project(objective, x0);
      const evaluated = objective.information(x);
      if (!evaluated.ok) return evaluated;
      return success({ point: { x, ...evaluated.value }, iteration: 0, radius: FIRST_RADIUS, correction: null, settled: 0 });
    },
    step,
    terminate: (objective, state) =>
      endOfDescent(objective, state, settings, state.settled >= SETTLED_STEPS, state.radius < NARROWEST ? reasons.narrow : null),
    postprocess: minimumAt,
  };
}

/** One trial: a lower point, or a smaller region. */
function step(objective: InformedObjective, before: LevenbergMarquardtState): LevenbergMarquardtState {
  const { point, radius } = before,
    units = unitsOf(objective, point.x),
    state = { ...before, iteration: before.iteration + 1 };
  const low = point.x.map((x, i) => Math.max(objective.lower[i] - x, -radius * units[i])),
    high = point.x.map((x, i) => Math.min(objective.upper[i] - x, radius * units[i]));
  const B = modelOf(point, before.correction, units);
  const d = minimiseBoxQuadratic(B, point.gradient, low, high);
  if (d === null) return before.correction === null ? { ...state, radius: radius / 4 } : { ...state, correction: null };
  const x = moved(objective, point.x, d);
  const predicted = -dot(point.gradient, d) - 0.5 * dot(d, times(B, d));
  const evaluated = objective.information(x);
  const gain = evaluated.ok ? point.value - evaluated.value.value : NaN;
  const length = d.reduce((longest, di, i) => Math.max(longest, Math.abs(di) / units[i]), 0);
  if (!evaluated.ok || !(gain > ACCEPTED * predicted)) {
    // neither model nor objective has anything to gain
    const settled = evaluated.ok && !(predicted > smallDecrease(point.value)) ? SETTLED_STEPS : state.settled;
    return { ...state, radius: Math.min(radius, length) / 4, settled };
  }
  const next = { x, ...evaluated.value };
  const ratio = gain / predicted;
  const widened = ratio > GOOD && length > 0.9 * radius ? Math.min(2 * radius, WIDEST) : radius;
  return {
    ...state,
    point: next,
    radius: ratio < POOR ? length / 4 : widened,
    correction: gain < SLOW ? corrected(before, next, d, units) : null,
    settled: gain <= smallDecrease(next.value) ? state.settled + 1 : 0,
  };
}

/** @returns information and correction, with a little on the diagonal that makes it positive definite to rounding */
function modelOf({ information }: InformedEvaluation, correction: Float64Array | null, units: Float64Array): Float64Array {
  const n = units.length,
    B = Float64Array.from(information);
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, information[i * n + i] * units[i] ** 2);
  for (let i = 0; i < n; i++) B[i * n + i] += (RIDGE + n * ROUNDING * largest) / units[i] ** 2;
  if (correction !== null) for (let i = 0; i < n * n; i++) B[i] += correction[i];
  return B;
}

/** The correction after a step d: by it, information and correction at the new point agree with the change of the gradient. */
function corrected(
  { point, correction }: LevenbergMarquardtState,
  next: Point & InformedEvaluation,
  d: Float64Array,
  units: Float64Array,
): Float64Array | null {
  const n = d.length,
    y = next.gradient.map((slope, i) => slope - point.gradient[i]);
  const Bd = times(modelOf(next, correction, units), d),
    dBd = dot(d, Bd),
    dy = dot(d, y);
  if (!(dBd > 0 && dy > LEAST_CURVATURE * dBd)) return null;
  const sum = correction === null ? new Float64Array(n * n) : Float64Array.from(correction);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum[i * n + j] += (y[i] * y[j]) / dy - (Bd[i] * Bd[j]) / dBd;
  return sum;
}
