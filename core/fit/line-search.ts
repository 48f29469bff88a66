/**
 * A line search for the weak Wolfe conditions by bracketing (Lewis & Overton, Math Program 141:135, 2013) with cubic
 * interpolation, which treats a failed evaluation as too long a step. Near the minimum, where the objective's own rounding
 * hides the decrease, the conditions on the slope alone decide (approximate Wolfe: Hager & Zhang, SIAM J Optim 16:170, 2005).
 */
import { dot } from '../util/vector';
import { moved } from './optimiser';
import type { Objective, Point } from './optimiser';

const SUFFICIENT_DECREASE = 1e-4;
const CURVATURE = 0.9;
/** relative size of what counts as rounding in the objective */
const ROUNDING = 1e-10;
const MAX_TRIALS = 30;

interface Trial {
  readonly alpha: number;
  readonly point: Point;
  readonly slope: number;
}

/**
 * @param d descent direction, float64[n]  @param longest largest α that keeps start + α·d within the bounds
 * @returns a point that fulfils the conditions; the best lower one where they cannot be met within the trials; null where
 * nothing lower was found
 */
export function lineSearch(objective: Objective, start: Point, d: Float64Array, longest: number): Point | null {
  const slope0 = dot(start.gradient, d);
  const allowance = ROUNDING * (1 + Math.abs(start.value));
  let low: Trial = { alpha: 0, point: start, slope: slope0 },
    high: Trial | null = null,
    ceiling = Infinity;
  let best: Point | null = null;
  let alpha = Math.min(1, longest);
  for (let trial = 0; trial < MAX_TRIALS && alpha > 0; trial++) {
    const x = moved(objective, start.x, d, alpha);
    const evaluated = objective.evaluate(x);
    if (!evaluated.ok || !Number.isFinite(evaluated.value.value)) {
      high = null;
      ceiling = alpha;
      alpha = low.alpha + 0.25 * (ceiling - low.alpha);
      continue;
    }
    const point: Point = { x, ...evaluated.value };
    const here: Trial = { alpha, point, slope: dot(point.gradient, d) };
    if (point.value < (best ?? start).value) best = point;
    const decreases =
      point.value <= start.value + SUFFICIENT_DECREASE * alpha * slope0 ||
      (point.value <= start.value + allowance && here.slope <= (2 * SUFFICIENT_DECREASE - 1) * slope0);
    if (!decreases) {
      high = here;
      ceiling = alpha;
    } else if (here.slope < CURVATURE * slope0 && alpha < longest) {
      low = here;
    } else return point;
    if (ceiling === Infinity) alpha = Math.min(longest, 3 * alpha);
    else alpha = high === null ? 0.5 * (low.alpha + ceiling) : interpolate(low, high);
    if (ceiling - low.alpha <= 1e-14 * ceiling) break;
  }
  return best;
}

/** @returns minimum of the cubic through both ends, kept to the inner eight tenths */
function interpolate(a: Trial, b: Trial): number {
  const width = b.alpha - a.alpha;
  const d1 = a.slope + b.slope - (3 * (b.point.value - a.point.value)) / width;
  const discriminant = d1 * d1 - a.slope * b.slope;
  if (!(discriminant >= 0)) return a.alpha + 0.5 * width;
  const d2 = Math.sqrt(discriminant);
  const fraction = 1 - (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
  return a.alpha + width * clamp(Number.isFinite(fraction) ? fraction : 0.5, 0.1, 0.9);
}

const clamp = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);
