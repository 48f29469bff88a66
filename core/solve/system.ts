/**
 * What a solver sees: plain functions over Float64Arrays. A solver knows functions, not biology.
 *
 * A simulation is a `Plan`: pieces of time, each with its own right-hand side, joined by jumps. Interventions become
 * pieces (a clamp changes the equations within its window) and jumps (a dose, the moment a clamp opens or is released).
 * Every piece has the same state vector, so that a trajectory is one thing.
 */

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
}

export interface RightHandSide extends VectorFunction {
  /** dense Jacobian ∂f/∂y, row-major: out[i * n + j] = ∂f_i/∂y_j, overwritten */
  jacobian(t: number, y: Float64Array, p: Float64Array, out: Float64Array): void;
  /** partial derivative ∂f/∂t, overwritten */
  timeDerivative(t: number, y: Float64Array, p: Float64Array, out: Float64Array): void;
  /** ids of the mechanism whose rate is not finite at this point, for blame; called only on failure */
  blame?(t: number, y: Float64Array, p: Float64Array): string[];
}

/** One stretch [from, until) of time with one right-hand side. */
export interface Piece {
  readonly from: number;
  readonly until: number;
  readonly rhs: RightHandSide;
  /** state just after `from` from the state just before it, applied in order before integration; absent = identity */
  readonly jumps: readonly VectorFunction[];
}

/** Pieces in order of time, without gaps; the last may end at Infinity. */
export interface Plan {
  /** number of state components */
  readonly n: number;
  /** number of parameters */
  readonly m: number;
  readonly pieces: readonly Piece[];
  /** initial state y0(p): value(t0, unused, p, out) */
  readonly initial: VectorFunction;
}
