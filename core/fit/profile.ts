/**
 * The profile likelihood of one parameter: the lowest cost for each of its values, all others optimised again from neighbour to
 * neighbour (Raue et al., Bioinformatics 25:1923, 2009). Where it stays below the threshold up to a bound, the parameter is
 * practically not determined on that side.
 */
import { success, type Result } from '../util/result';
import { ACCEPTED_RISE } from './accepted';
import { cholesky, inverseFromCholesky } from './curvature';
import type { FitObjective } from './objective';
import { minimise, unitOf, type InformedObjective, type Minimum, type Optimiser, type OptimiserState } from './optimiser';

export interface ProfilePoint {
  /** all parameters on the fit scale, float64[n] */
  readonly x: Float64Array;
  readonly value: number;
}

/** Where the confidence interval ends on one side, on the fit scale. */
export interface ProfileEnd {
  readonly at: number;
  /**
   * crossed: the cost reaches the threshold here; open: it does not, up to the bound; unknown: the others could not be optimised
   * beyond, or too many points were needed
   */
  readonly kind: 'crossed' | 'open' | 'unknown';
}

export interface Profile {
  /** in the order of the parameter's values, the fit's own among them */
  readonly points: readonly ProfilePoint[];
  readonly lower: ProfileEnd;
  readonly upper: ProfileEnd;
  /** a lower cost than the fit's, where one was found on the way: the fit was not at its minimum */
  readonly better: ProfilePoint | null;
}

export interface ProfileOptions {
  /** the fit's best on the fit scale, float64[n], and which of its entries is profiled */
  readonly best: Float64Array;
  readonly parameter: number;
  readonly optimiser: Optimiser<OptimiserState, InformedObjective>;
  /** how far the cost may rise; by default half of χ²₁ at 95 % */
  readonly threshold?: number;
  /** told of each point as it is found */
  onPoint?(point: ProfilePoint): void;
  cancelled?(): boolean;
}

/** How much of the threshold one step should rise by, and the range within which its size is kept. */
const AIM = 0.06,
  TOO_MUCH = 0.5,
  TOO_LITTLE = 0.03,
  TOO_STEEP = 1,
  SHORTEST = 1e-3;
const MOST_POINTS = 60,
  MOST_BISECTIONS = 20;
/** The end of the interval is where the cost is off the threshold by less than this part of it. */
const END = 0.005;
/** A cost lower than the fit's by more than this is another minimum, not rounding. */
const BETTER = 1e-3;

/** @returns a failure where the fit's own point cannot be evaluated */
export function profileLikelihood(objective: FitObjective, options: ProfileOptions): Result<Profile> {
  const { best, parameter, threshold = ACCEPTED_RISE } = options;
  const evaluated = objective.information(best, options.cancelled);
  if (!evaluated.ok) return evaluated;
  const own: ProfilePoint = { x: best, value: evaluated.value.value };
  const first = firstStep(objective, evaluated.value.information, best, parameter, threshold);
  const down = walk(objective, options, own, -first),
    up = walk(objective, options, own, first);
  const points = [...down.points.reverse(), own, ...up.points];
  const lowest = points.reduce((least, point) => (point.value < least.value ? point : least));
  return success({ points, lower: down.end, upper: up.end, better: own.value - lowest.value > BETTER ? lowest : null });
}

/** @returns the step that raises a quadratic profile by a small part of the threshold, or a small part of the bounds' width */
function firstStep(
  objective: InformedObjective,
  information: Float64Array,
  best: Float64Array,
  parameter: number,
  threshold: number,
): number {
  const n = objective.size,
    unit = unitOf(objective, best, parameter);
  const factor = cholesky(information, n),
    variance = factor === null ? NaN : inverseFromCholesky(factor, n)[parameter * n + parameter];
  const step = Math.sqrt(2 * AIM * threshold * variance);
  return step > 0 ? Math.min(step, unit) : unit / 4;
}

/** Goes from the fit to one side, until the cost crosses the threshold, a bound is met, or nothing more can be found. */
function walk(
  objective: FitObjective,
  options: ProfileOptions,
  own: ProfilePoint,
  first: number,
): { points: ProfilePoint[]; end: ProfileEnd } {
  const { parameter, threshold = ACCEPTED_RISE } = options,
    bound = (first < 0 ? objective.lower : objective.upper)[parameter],
    unit = unitOf(objective, own.x, parameter);
  const points: ProfilePoint[] = [];
  const rise = ({ value }: ProfilePoint): number => value - own.value;
  let last = own,
    step = Math.abs(first);
  const sign = Math.sign(first);
  const at = ({ x }: ProfilePoint): number => x[parameter];
  const keep = (point: ProfilePoint): void => {
    points.push(point);
    options.onPoint?.(point);
  };
  const unknown = (): { points: ProfilePoint[]; end: ProfileEnd } => ({ points, end: { at: at(last), kind: 'unknown' } });
  while (at(last) !== bound) {
    if (points.length >= MOST_POINTS) return unknown();
    const wanted = at(last) + sign * step,
      value = sign * (bound - wanted) <= 0 ? bound : wanted;
    const next = optimum(objective, options, last, value);
    if (next === null) {
      step /= 4;
      if (options.cancelled?.() === true || step < 1e-6 * unit) return unknown();
      continue;
    }
    const change = Math.abs(next.value - last.value) / threshold;
    if (rise(next) > threshold) {
      // so steep a rise is more often the others lost on the way from their neighbour than the profile's own
      if (change > TOO_STEEP && step > SHORTEST * unit) {
        step /= 4;
        continue;
      }
      const end = crossing(objective, options, last, next, own.value + threshold);
      if (end === null) return unknown();
      keep(end);
      return { points, end: { at: at(end), kind: 'crossed' } };
    }
    keep(next);
    if (change > TOO_MUCH) step /= 2;
    else if (change < TOO_LITTLE) step = Math.min(2 * step, unit);
    last = next;
  }
  return { points, end: { at: bound, kind: 'open' } };
}

/** Where the profile crosses a cost between two of its points: regula falsi on the root of the rise, bisection where it sticks. */
function crossing(
  objective: FitObjective,
  options: ProfileOptions,
  inside: ProfilePoint,
  outside: ProfilePoint,
  cost: number,
): ProfilePoint | null {
  const { parameter, threshold = ACCEPTED_RISE } = options;
  let low = inside,
    high = outside;
  for (let k = 0; k < MOST_BISECTIONS; k++) {
    if (Math.abs(high.value - cost) <= END * threshold) return high;
    const share = k % 3 === 2 ? 0.5 : Math.min(Math.max((cost - low.value) / (high.value - low.value), 0.05), 0.95);
    const middle = optimum(objective, options, low, low.x[parameter] + share * (high.x[parameter] - low.x[parameter]));
    if (middle === null) return null;
    if (Math.abs(middle.value - cost) <= END * threshold) return middle;
    if (middle.value < cost) low = middle;
    else high = middle;
  }
  // a jump: the end is where it is, unless the outside was lost on its way from afar
  const again = optimum(objective, options, low, high.x[parameter]);
  return again !== null && again.value < cost ? null : high;
}

/** @returns the others' optimum beside a neighbour, at one value of the profiled parameter; null where there is none */
function optimum(
  objective: FitObjective,
  { parameter, optimiser, cancelled = () => false }: ProfileOptions,
  neighbour: ProfilePoint,
  value: number,
): ProfilePoint | null {
  const lower = objective.lower.slice(),
    upper = objective.upper.slice(),
    x = neighbour.x.slice();
  lower[parameter] = upper[parameter] = x[parameter] = value;
  const held: InformedObjective = {
    size: objective.size,
    lower,
    upper,
    evaluate: (point) => objective.evaluate(point, cancelled),
    information: (point) => objective.information(point, cancelled),
  };
  const found: Result<Minimum> = minimise(optimiser, held, x, { cancelled });
  return found.ok && !cancelled() ? { x: found.value.x, value: found.value.value } : null;
}
