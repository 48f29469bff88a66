/**
 * Limited-memory BFGS for bounded problems of many parameters: the two-loop recursion over the last pairs of steps and gradient
 * changes (Nocedal, Math Comput 35:773, 1980) among the parameters that no bound blocks, and a search along the path that the
 * bounds bend (Bertsekas, SIAM J Control Optim 20:221, 1982). Each parameter is measured in a tenth of its bounds' width.
 */
import { success } from '../util/result';
import { endOfDescent, firstPoint, smallDecrease, type DescentSettings } from './descent';
import { lineSearch } from './line-search';
import { reasons } from './messages';
import { isBlocked, longestPart, minimumAt, moved, unitsOf } from './optimiser';
import type { Objective, Optimiser, OptimiserState, Point } from './optimiser';

export interface LbfgsSettings extends DescentSettings {
  /** number of pairs that are kept */
  readonly memory: number;
}

/** A step s and the change y of the gradient along it, float64[n] each. */
interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
}

export interface LbfgsState extends OptimiserState {
  /** oldest first */
  readonly pairs: readonly Pair[];
  /** steps in a row that hardly lowered the value */
  readonly settled: number;
  /** nothing lower was found along the scaled steepest descent */
  readonly stuck: boolean;
}

const SETTLED_STEPS = 6;
const SUFFICIENT_DECREASE = 1e-4,
  MAX_TRIALS = 30;
const LEAST_CURVATURE = 1e-10;

export function lbfgs(settings: LbfgsSettings): Optimiser<LbfgsState> {
  return {
    init(objective, x0) {
      const first = firstPoint(objective, x0);
      return first.ok ? success({ point: first.value, iteration: 0, pairs: [], settled: 0, stuck: false }) : first;
    },
    step: (objective, state) => step(objective, state, settings.memory),
    terminate: (objective, state) =>
      endOfDescent(objective, state, settings, state.settled >= SETTLED_STEPS, state.stuck ? reasons.stuck : null),
    postprocess: minimumAt,
  };
}

function step(objective: Objective, state: LbfgsState, memory: number): LbfgsState {
  const { point, pairs, iteration } = state;
  const d = direction(objective, point, pairs);
  const next = search(objective, point, d);
  if (next === null) return { ...state, iteration: iteration + 1, pairs: [], stuck: pairs.length === 0 };
  const pair: Pair = {
    s: next.x.map((value, i) => value - point.x[i]),
    y: next.gradient.map((value, i) => value - point.gradient[i]),
  };
  return {
    point: next,
    iteration: iteration + 1,
    pairs: [...pairs, pair].slice(-memory),
    settled: point.value - next.value <= smallDecrease(next.value) ? state.settled + 1 : 0,
    stuck: false,
  };
}

/** −H·gradient over the free parameters, zero for the blocked ones; the scaled steepest descent where no pair tells more. */
function direction(objective: Objective, point: Point, pairs: readonly Pair[]): Float64Array {
  const n = objective.size,
    free = Array.from({ length: n }, (_, i) => i).filter((i) => !isBlocked(objective, point, i));
  const squares = unitsOf(objective, point.x).map((unit) => unit ** 2);
  const inner = (a: Float64Array, b: Float64Array): number => free.reduce((sum, i) => sum + a[i] * b[i], 0);
  const q = new Float64Array(n);
  for (const i of free) q[i] = point.gradient[i];
  const used = pairs
    .map(({ s, y }) => ({ s, y, sy: inner(s, y), yWy: free.reduce((sum, i) => sum + y[i] ** 2 * squares[i], 0) }))
    .filter(({ s, sy, yWy }) => sy > LEAST_CURVATURE * Math.sqrt(yWy * free.reduce((sum, i) => sum + s[i] ** 2 / squares[i], 0)));
  const alphas = new Float64Array(used.length);
  for (let k = used.length - 1; k >= 0; k--) {
    const { s, y, sy } = used[k];
    alphas[k] = inner(s, q) / sy;
    for (const i of free) q[i] -= alphas[k] * y[i];
  }
  const last = used.at(-1);
  const size =
    last === undefined ? 1 / (Math.sqrt(free.reduce((sum, i) => sum + q[i] ** 2 * squares[i], 0)) || 1) : last.sy / last.yWy;
  for (const i of free) q[i] *= size * squares[i];
  used.forEach(({ s, y, sy }, k) => {
    const beta = inner(y, q) / sy;
    for (const i of free) q[i] += (alphas[k] - beta) * s[i];
  });
  return q.map((value) => -value);
}

/** A Wolfe search where the whole step stays within the bounds, else backtracking along the projected path. */
function search(objective: Objective, point: Point, d: Float64Array): Point | null {
  const longest = longestPart(objective, point.x, d);
  if (longest === Infinity && d.every((di) => di === 0)) return null;
  if (longest >= 1) return lineSearch(objective, point, d, longest);
  for (let trial = 0, alpha = 1; trial < MAX_TRIALS; trial++, alpha /= 2) {
    const x = moved(objective, point.x, d, alpha);
    const slope = x.reduce((sum, value, i) => sum + point.gradient[i] * (value - point.x[i]), 0);
    const evaluated = objective.evaluate(x);
    if (evaluated.ok && slope < 0 && evaluated.value.value <= point.value + SUFFICIENT_DECREASE * slope) {
      return { x, ...evaluated.value };
    }
  }
  return null;
}
