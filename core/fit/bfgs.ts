/**
 * A quasi-Newton method for bounded problems of up to some hundred parameters: a dense BFGS model of the Hessian, its exact
 * minimum over the box as direction, and a Wolfe line search along it (Nocedal & Wright, Numerical Optimization, 2nd ed., 6
 * and 18). Each parameter is measured in a tenth of its bounds' width, so units do not matter.
 */
import { success } from '../util/result';
import { dot, times } from '../util/vector';
import { minimiseBoxQuadratic } from './box-quadratic';
import { endOfDescent, firstPoint, smallDecrease, type DescentSettings } from './descent';
import { lineSearch } from './line-search';
import { reasons } from './messages';
import { longestPart, minimumAt, unitOf } from './optimiser';
import type { Objective, Optimiser, OptimiserState, Point } from './optimiser';

/**
 * The cost counts as settled when it hardly falls several steps in a row. A poor model of a narrow valley looks the same, so
 * the model is then built afresh, and only a cost that a fresh model does not lower either ends the search.
 */
const SETTLED_STEPS = 4;

export interface BfgsState extends OptimiserState {
  /** model of the Hessian, row-major float64[n * n]; null before the first update since the start or a restart */
  readonly hessian: Float64Array | null;
  /** steps in a row that hardly lowered the value */
  readonly settled: number;
  /** value when the model was last built afresh because of that; Infinity before */
  readonly refreshed: number;
  /** nothing lower was found along the scaled steepest descent */
  readonly stuck: boolean;
}

export function bfgs(settings: DescentSettings): Optimiser<BfgsState> {
  return {
    init(objective, x0) {
      const first = firstPoint(objective, x0);
      if (!first.ok) return first;
      return success({ point: first.value, iteration: 0, hessian: null, settled: 0, refreshed: Infinity, stuck: false });
    },
    step,
    terminate(objective, state) {
      const { value } = state.point;
      const settled = state.settled >= SETTLED_STEPS && state.refreshed - value <= SETTLED_STEPS * smallDecrease(value);
      return endOfDescent(objective, state, settings, settled, state.stuck ? reasons.stuck : null);
    },
    postprocess: minimumAt,
  };
}

function step(objective: Objective, before: BfgsState): BfgsState {
  const state = before.settled < SETTLED_STEPS ? before : { ...before, hessian: null, settled: 0, refreshed: before.point.value };
  const { point, iteration } = state;
  const B = state.hessian ?? firstHessian(objective, point);
  const low = objective.lower.map((bound, i) => bound - point.x[i]),
    high = objective.upper.map((bound, i) => bound - point.x[i]);
  const d = minimiseBoxQuadratic(B, point.gradient, low, high);
  const restart: BfgsState = { ...state, iteration: iteration + 1, hessian: null, stuck: state.hessian === null };
  if (d === null) return restart;
  const longest = longestPart(objective, point.x, d);
  const next = longest > 0 && d.some((di) => di !== 0) ? lineSearch(objective, point, d, Math.max(1, longest)) : null;
  if (next === null) return restart;
  return {
    ...state,
    point: next,
    iteration: iteration + 1,
    stuck: false,
    settled: point.value - next.value <= smallDecrease(next.value) ? state.settled + 1 : 0,
    hessian: updated(state.hessian, objective, point, next),
  };
}

/** @returns the diagonal Hessian under which steepest descent moves one unit in all */
function firstHessian(objective: Objective, { x, gradient }: Point): Float64Array {
  const n = objective.size,
    B = new Float64Array(n * n);
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (gradient[i] * unitOf(objective, x, i)) ** 2;
  const size = Math.sqrt(squares) || 1;
  for (let i = 0; i < n; i++) B[i * n + i] = size / unitOf(objective, x, i) ** 2;
  return B;
}

/** BFGS update; the first one also takes the curvature seen as the size of the diagonal. Skipped where the step saw none. */
function updated(hessian: Float64Array | null, objective: Objective, from: Point, to: Point): Float64Array | null {
  const n = objective.size;
  const s = to.x.map((value, i) => value - from.x[i]),
    y = to.gradient.map((value, i) => value - from.gradient[i]);
  let sy = 0,
    yWy = 0,
    sWs = 0;
  for (let i = 0; i < n; i++) {
    const w = unitOf(objective, from.x, i);
    sy += s[i] * y[i];
    yWy += (y[i] * w) ** 2;
    sWs += (s[i] / w) ** 2;
  }
  if (!(sy > 1e-10 * Math.sqrt(yWy * sWs))) return hessian;
  const B = hessian === null ? new Float64Array(n * n) : Float64Array.from(hessian);
  if (hessian === null) for (let i = 0; i < n; i++) B[i * n + i] = yWy / sy / unitOf(objective, from.x, i) ** 2;
  const Bs = times(B, s),
    sBs = dot(s, Bs);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const entry = B[i * n + j] + (y[i] * y[j]) / sy - (Bs[i] * Bs[j]) / sBs;
      B[i * n + j] = entry;
      B[j * n + i] = entry;
    }
  }
  return B;
}
