/**
 * What a solver sees: plain functions over Float64Arrays. A solver knows functions, not biology.
 *
 * A simulation is a `Plan`: pieces of time, each with its own right-hand side, joined by jumps. Interventions become
 * pieces (a clamp changes the equations within its window) and jumps (a dose, the moment a clamp opens or is released).
 * Every piece has the same state vector, so that a trajectory is one thing.
 */

import type { Failure } from '../util/result';
import type { SparsityPattern } from '../util/sparsity';
import type { Fused } from './fused';

/** A vector function f(t, y, p) → out with its derivative products. No function here allocates. */
export interface VectorFunction {
  readonly size: number;
  /** @param out float64[size], overwritten */
  value(t: number, y: Float64Array, p: Float64Array, out: Float64Array): void;
  /**
   * Reverse product: adds λᵀ∂f/∂y to `gy` and λᵀ∂f/∂p to `gp`.
   * @param lambda float64[size]  @param gy float64[n], added to  @param gp float64[m], added to
   */
  vjp(t: number, y: Float64Array, p: Float64Array, lambda: Float64Array, gy: Float64Array, gp: Float64Array): void;
  /**
   * Forward product: out ← ∂f/∂y·dy + ∂f/∂p·dp.
   * @param dy float64[n]  @param dp float64[m]  @param out float64[size], overwritten
   */
  jvp(t: number, y: Float64Array, p: Float64Array, dy: Float64Array, dp: Float64Array, out: Float64Array): void;
  /** partial derivative ∂f/∂t. @param out float64[size], overwritten */
  timeDerivative(t: number, y: Float64Array, p: Float64Array, out: Float64Array): void;
}

export interface RightHandSide extends VectorFunction {
  /** where ∂f/∂y may be other than zero, for any y and p */
  readonly pattern: SparsityPattern;
  /** entries of the Jacobian ∂f/∂y in the pattern's order. @param out float64[entries], overwritten */
  jacobian(t: number, y: Float64Array, p: Float64Array, out: Float64Array): void;
  /** steps written out for this right-hand side, where the lowering offers them */
  readonly fused?: Fused;
  /** its linear part and what is left, for splitting methods */
  readonly split?: Split;
  /** ids of the states, for blame */
  readonly names?: readonly string[];
  /** ids of the mechanism whose rate is not finite at this point, for blame; called only on failure */
  blame?(t: number, y: Float64Array, p: Float64Array): string[];
}

/** A splitting method takes dense exponentials; those of more states are more than a step should cost. */
export const MOST_SPLIT_STATES = 500;

/** A right-hand side as A(p)·y + b(p) + rest(t, y, p). */
export interface Split {
  /** number of entries of A and b that may be other than zero; 0 = there is no linear part */
  readonly terms: number;
  /** @param matrix A, float64[n·n], row-major, overwritten  @param offset b, float64[n], overwritten */
  linear(p: Float64Array, matrix: Float64Array, offset: Float64Array): void;
  /**
   * Reverse product: adds Σ matrixCotangent·∂A/∂p + Σ offsetCotangent·∂b/∂p to `gp`.
   * @param matrixCotangent float64[n·n]  @param offsetCotangent float64[n]  @param gp float64[m], added to
   */
  linearVjp(p: Float64Array, matrixCotangent: Float64Array, offsetCotangent: Float64Array, gp: Float64Array): void;
  readonly rest: RightHandSide;
}

/** Changes the state at a moment that the state itself decides: when its trigger turns true, after its delay (SBML L3, 4.11). */
export interface PlanEvent {
  readonly id: string;
  /** root functions whose signs alone decide the trigger */
  readonly roots: VectorFunction;
  /** @param roots values of the root functions from `offset`  @returns truth of the trigger */
  trigger(roots: Float64Array, offset: number): boolean;
  /** time from trigger to execution, size 1, evaluated when the trigger turns true; absent = 0 */
  readonly delay?: VectorFunction;
  /** of those due at one instant the highest is executed first, ties in the order of the plan; size 1; absent = 0 */
  readonly priority?: VectorFunction;
  /** false: a trigger that turns false again before the execution takes it back */
  readonly persistent: boolean;
  /** truth of the trigger before the start: where false, a trigger that is true at the start fires there */
  readonly initialValue: boolean;
  /** whether `values` is evaluated when the trigger turns true (else when the assignments are executed) */
  readonly useTriggerValues: boolean;
  /** the state component that each assignment sets; −1 where it has no effect in this piece, a clamp being stronger */
  readonly targets: Int32Array;
  /** new values of the targets; size = targets.length */
  readonly values: VectorFunction;
}

/** One stretch [from, until) of time with one right-hand side. */
export interface Piece {
  readonly from: number;
  readonly until: number;
  readonly rhs: RightHandSide;
  /** state just after `from` from the state just before it, applied in order before integration; absent = identity */
  readonly jumps: readonly VectorFunction[];
  /** the same events in the same order in every piece; absent = none */
  readonly events?: readonly PlanEvent[];
}

/** y0(p): value(t0, unused, p, out). */
export interface InitialState extends VectorFunction {
  /** why the last `value` is none, where it takes a computation that may fail */
  failure?(): Failure | undefined;
  /** Told which parameters `jvp` will be asked about at p, one after the other, for what is cheaper all at once. */
  prepare?(t: number, p: Float64Array, parameters: readonly number[]): void;
}

/** Pieces in order of time, without gaps; the last may end at Infinity. */
export interface Plan {
  /** number of state components */
  readonly n: number;
  /** number of parameters */
  readonly m: number;
  readonly pieces: readonly Piece[];
  readonly initial: InitialState;
}
