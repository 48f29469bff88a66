/**
 * What an optimiser is: init, step, terminate, postprocess. It sees an objective within bounds and nothing else; its
 * state is passed, never stored. A failed evaluation is a value that an optimiser goes round, not an exception.
 */
import { success, type Result } from '../util/result';
import { reasons } from './messages';

export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

export interface Objective {
  readonly size: number;
  /** bounds, float64[size] each; ±Infinity where there is none */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** @param x float64[size], within the bounds  @returns value and gradient, which belong to the caller */
  evaluate(x: Float64Array): Result<Evaluation>;
}

/** An evaluation with the expected Fisher information: the Gauss–Newton model of the Hessian. */
export interface InformedEvaluation extends Evaluation {
  /** symmetric, at least positive semidefinite, row-major float64[size · size] */
  readonly information: Float64Array;
}

/** An objective that also knows its Fisher information. */
export interface InformedObjective extends Objective {
  /** @param x float64[size], within the bounds  @returns value, gradient and information, which belong to the caller */
  information(x: Float64Array): Result<InformedEvaluation>;
}

export interface Point extends Evaluation {
  readonly x: Float64Array;
}

export interface Termination {
  readonly converged: boolean;
  /** why it stopped, in words */
  readonly reason: string;
}

export interface OptimiserState {
  readonly point: Point;
  readonly iteration: number;
}

/**
 * A state is plain data that can be sent to another thread and gone on from there, with the same bits.
 * @template O what the optimiser asks of an objective
 */
export interface Optimiser<S extends OptimiserState, O extends Objective = Objective> {
  /** @param x0 float64[size]; a point out of bounds is moved to them. Fails where the objective fails at x0 */
  init(objective: O, x0: Float64Array): Result<S>;
  step(objective: O, state: S): S;
  /** @returns null while there is reason to go on */
  terminate(objective: O, state: S): Termination | null;
  postprocess(objective: O, state: S, termination: Termination): Minimum;
}

export interface Minimum extends Point, Termination {
  readonly iterations: number;
  /** largest entry of the projected gradient */
  readonly gradientNorm: number;
}

export interface Hooks {
  onIteration?(state: OptimiserState): void;
  cancelled?(): boolean;
}

/** Runs an optimiser to its end. Cancelling gives the best point so far. */
export function minimise<S extends OptimiserState, O extends Objective>(
  optimiser: Optimiser<S, O>,
  objective: O,
  x0: Float64Array,
  hooks: Hooks = {},
): Result<Minimum> {
  const started = optimiser.init(objective, x0);
  if (!started.ok) return started;
  hooks.onIteration?.(started.value);
  const { state, termination } = advance(optimiser, objective, started.value, Infinity, hooks);
  return success(optimiser.postprocess(objective, state, termination!));
}

/**
 * Goes on from a state until the optimiser ends or has done so many iterations in all.
 * @returns the state, and null for its termination where the limit came first
 */
export function advance<S extends OptimiserState, O extends Objective>(
  optimiser: Optimiser<S, O>,
  objective: O,
  from: S,
  until: number,
  hooks: Hooks = {},
): { state: S; termination: Termination | null } {
  for (let state = from; ;) {
    const termination =
      hooks.cancelled?.() === true ? { converged: false, reason: reasons.cancelled } : optimiser.terminate(objective, state);
    if (termination !== null || state.iteration >= until) return { state, termination };
    state = optimiser.step(objective, state);
    hooks.onIteration?.(state);
  }
}

/** Where an optimiser ended, with the norm of its gradient there. */
export const minimumAt = (objective: Objective, { point, iteration }: OptimiserState, termination: Termination): Minimum => ({
  ...point,
  ...termination,
  iterations: iteration,
  gradientNorm: projectedGradientNorm(objective, point),
});

/** The unit in which a parameter is measured: a tenth of its bounds' width, or of its size where there are none. */
export const unitOf = ({ lower, upper }: Objective, x: Float64Array, i: number): number => {
  const width = upper[i] - lower[i];
  return Number.isFinite(width) && width > 0 ? width / 10 : Math.max(1, Math.abs(x[i])) / 10;
};

export const unitsOf = (objective: Objective, x: Float64Array): Float64Array => x.map((_, i) => unitOf(objective, x, i));

/** @returns x moved into the bounds, a new array */
export const project = ({ lower, upper }: Objective, x: Float64Array): Float64Array =>
  x.map((value, i) => Math.min(Math.max(value, lower[i]), upper[i]));

/** @returns x + part·d moved into the bounds */
export const moved = (objective: Objective, x: Float64Array, d: Float64Array, part = 1): Float64Array =>
  project(
    objective,
    x.map((value, i) => value + part * d[i]),
  );

/** @returns the largest part of d that keeps x + part·d within the bounds */
export function longestPart({ lower, upper }: Objective, x: Float64Array, d: Float64Array): number {
  let longest = Infinity;
  for (let i = 0; i < d.length; i++) {
    if (d[i] < 0) longest = Math.min(longest, (lower[i] - x[i]) / d[i]);
    if (d[i] > 0) longest = Math.min(longest, (upper[i] - x[i]) / d[i]);
  }
  return longest;
}

/** @returns whether x[i] sits at a bound and downhill leads out of it */
export const isBlocked = ({ lower, upper }: Objective, { x, gradient }: Point, i: number): boolean =>
  (x[i] <= lower[i] && gradient[i] > 0) || (x[i] >= upper[i] && gradient[i] < 0);

/** @returns largest entry of the gradient over the directions that the bounds leave free */
export function projectedGradientNorm(objective: Objective, point: Point): number {
  let largest = 0;
  for (let i = 0; i < objective.size; i++) {
    if (!isBlocked(objective, point, i)) largest = Math.max(largest, Math.abs(point.gradient[i]));
  }
  return largest;
}
