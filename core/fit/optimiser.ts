/**
 * What an optimiser is: init, step, terminate, postprocess. It sees an objective within bounds and nothing else; its
 * state is passed, never stored. A failed evaluation is a value that an optimiser goes round, not an exception.
 */
import type { Result } from '../util/result';
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

export interface Optimiser<S extends OptimiserState> {
  /** @param x0 float64[size]; a point out of bounds is moved to them. Fails where the objective fails at x0 */
  init(objective: Objective, x0: Float64Array): Result<S>;
  step(objective: Objective, state: S): S;
  /** @returns null while there is reason to go on */
  terminate(objective: Objective, state: S): Termination | null;
  postprocess(objective: Objective, state: S, termination: Termination): Minimum;
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
export function minimise<S extends OptimiserState>(
  optimiser: Optimiser<S>,
  objective: Objective,
  x0: Float64Array,
  hooks: Hooks = {},
): Result<Minimum> {
  const started = optimiser.init(objective, x0);
  if (!started.ok) return started;
  let state = started.value;
  hooks.onIteration?.(state);
  for (;;) {
    const termination =
      hooks.cancelled?.() === true ? { converged: false, reason: reasons.cancelled } : optimiser.terminate(objective, state);
    if (termination !== null) return { ok: true, value: optimiser.postprocess(objective, state, termination) };
    state = optimiser.step(objective, state);
    hooks.onIteration?.(state);
  }
}

/** @returns x moved into the bounds, a new array */
export const project = ({ lower, upper }: Objective, x: Float64Array): Float64Array =>
  x.map((value, i) => Math.min(Math.max(value, lower[i]), upper[i]));

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
