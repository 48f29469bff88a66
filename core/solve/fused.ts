/**
 * Steps written out for one right-hand side: the stages of a method with the model's rates in their place, every state in a
 * local variable. A lowering may offer them; a solver that is offered none goes through its loops.
 */
import type { RosenbrockCoefficients } from './rosenbrock-tableau';
import type { ExplicitTableau } from './tableau';

/**
 * One step of an explicit Runge–Kutta method from (t, y) to t + h, judged in the same pass.
 * @param k float64[stages · n], stage by stage: the first is read, the others are written
 * @param next state at the end, float64[n], overwritten
 * @param error estimate of its local error, float64[n], overwritten by an adaptive method
 * @param stage argument of the last stage but one, float64[n], overwritten where the last is the slope at the end
 * @param atol float64[n]
 * @returns the error's mean square as `meanSquare` has it, 0 for a method without error estimate; NaN where `next` is not finite
 */
export type FusedStep = (
  t: number,
  y: Float64Array,
  p: Float64Array,
  h: number,
  k: Float64Array,
  next: Float64Array,
  error: Float64Array,
  stage: Float64Array,
  atol: Float64Array,
  rtol: number,
) => number;

/**
 * Dense output of a step: evaluates the interpolant's further stages, where it has any, and writes the vector coefficients of
 * θ, θ², … in (y(t + θh) − y(t))/h.
 * @param k float64[(stages + extra) · n]: those of the step are read, those of the further stages written
 * @param out float64[degree · n] from `offset`, overwritten
 */
export type FusedPack = (
  t: number,
  y: Float64Array,
  p: Float64Array,
  h: number,
  k: Float64Array,
  out: Float64Array,
  offset: number,
) => void;

/**
 * Reverses one step of an explicit Runge–Kutta method from (t, y) to t + h, its size held.
 * @param k slopes of the step's stages, float64[stages · n] from `offset`, those of the interpolant's further stages not among them
 * @param lambda cotangent of the state at the end on entry, of the state at the start on return, float64[n]; what an output
 *   within the step owes directly to the state at the start is the caller's to add, before or after
 * @param outputs cotangents that outputs within the step give to its slopes: h Σ_o b_i(θ_o) · cotangent_o for stage i, then for
 *   the further stages of the interpolant, float64[(stages + extra) · n]; zeros where there are none, and zeros on return
 * @param gp float64[m], added to
 */
export type FusedReverse = (
  t: number,
  y: Float64Array,
  p: Float64Array,
  h: number,
  k: Float64Array,
  offset: number,
  lambda: Float64Array,
  outputs: Float64Array,
  gp: Float64Array,
) => void;

/**
 * One step of a Rosenbrock method from (t, y) to t + h, its Jacobian evaluated and factored in the same pass, without pivoting.
 * @param k float64[stages · n], stage by stage, overwritten; the last is the error estimate
 * @param slope right-hand side at (t, y), float64[n], overwritten  @param next state at the end, float64[n], overwritten
 * @returns false where the pivots' order does not suit the matrix; the loops, which pivot, may still do the step
 */
export type FusedRosenbrock = (
  t: number,
  y: Float64Array,
  p: Float64Array,
  h: number,
  k: Float64Array,
  slope: Float64Array,
  next: Float64Array,
) => boolean;

/**
 * Steps from … to − 1 of an explicit Runge–Kutta method, their sizes known, to the bits of so many calls of FusedStep.
 * @param start times at which the steps start; the one behind the last is its end  @param size sizes of the steps
 * @param y state, float64[n], moved on  @param k the slope at the state, its first n numbers moved on, the others untouched
 */
export type FusedRun = (
  start: Float64Array,
  size: Float64Array,
  from: number,
  to: number,
  y: Float64Array,
  p: Float64Array,
  k: Float64Array,
) => void;

/** Each is made when it is first asked for; undefined where its text would be too long for the engine to optimise. */
export interface Fused {
  explicit?(tableau: ExplicitTableau): FusedStep | undefined;
  explicitRun?(tableau: ExplicitTableau): FusedRun | undefined;
  explicitPack?(tableau: ExplicitTableau): FusedPack | undefined;
  explicitReverse?(tableau: ExplicitTableau): FusedReverse | undefined;
  rosenbrock?(tableau: RosenbrockCoefficients): FusedRosenbrock | undefined;
}
