/**
 * What a one-step method is: a small thing with a pure `step` that reads a state and writes into an explicit workspace.
 * Step-size control, the integration loop and dense output know methods only through this interface.
 */
import type { NewtonMode } from './newton';
import type { RightHandSide } from './system';

export type MethodName =
  | 'euler'
  | 'heun'
  | 'rk4'
  | 'bs3'
  | 'dp5'
  | 'tsit5'
  | 'dop853'
  | 'rodas5p'
  | 'backward-euler'
  | 'trapezoidal'
  | 'tr-bdf2'
  | 'esdirk54'
  | 'strang';
/** What the methods of one file have in common; the gradient goes back through a step by its family. */
export type Family = 'explicit' | 'rosenbrock' | 'implicit' | 'splitting';

/** What is asked of the steps of a method. */
export interface Accuracy {
  readonly rtol: number;
  /** float64[n] */
  readonly atol: Float64Array;
  readonly newton: NewtonMode;
  /** whether the error estimate is wanted, where it costs extra */
  readonly estimate: boolean;
}
/** Why a step came to nothing. */
export type Trouble = 'none' | 'singular' | 'no-convergence';

/** Scratch memory of a method for one problem, allocated once. */
export interface Workspace {
  readonly n: number;
  /** state at the end of the step last tried, float64[n] */
  readonly next: Float64Array;
  /** estimate of its local error, float64[n]; of no meaning for a fixed-step method */
  readonly error: Float64Array;
  /** right-hand side at the start of the step, float64[n] */
  readonly slope: Float64Array;
  /** right-hand-side evaluations so far */
  evaluations: number;
  /** why the step last tried failed, where `step` returned false; absent means a singular matrix */
  trouble?: Trouble;
}

export interface Solver<W extends Workspace = Workspace> {
  readonly method: MethodName;
  /** the method's name as people write it */
  readonly title: string;
  readonly family: Family;
  readonly order: number;
  /** order of the error estimate; 0 for a fixed-step method */
  readonly errorOrder: number;
  /** the method's work grows so fast with the number of states that it takes no more than these; absent = any number */
  readonly mostStates?: number;
  /** @returns how many numbers one step's dense output takes for n states */
  denseLength(n: number): number;
  /** @param accuracy by default iterations go to rounding, and an error estimate that costs extra is left out */
  workspace(n: number, accuracy?: Accuracy): W;
  /** Prepares for a step from (t, y) that no step led to: at the start and after a jump. */
  begin(w: W, rhs: RightHandSide, t: number, y: Float64Array, p: Float64Array): void;
  /**
   * Tries a step from (t, y) to t + h. Writes w.next and w.error, changes neither y nor what a further try needs.
   * @returns false where a matrix was singular or an iteration did not converge; w.next is then of no use
   */
  step(w: W, rhs: RightHandSide, t: number, y: Float64Array, p: Float64Array, h: number): boolean;
  /**
   * `step`, then `meanSquare` of its error, in one pass; for a method whose every step can be tried.
   * @param atol float64[n]  @returns NaN where what it led to is not finite
   */
  judgedStep?(
    w: W,
    rhs: RightHandSide,
    t: number,
    y: Float64Array,
    p: Float64Array,
    h: number,
    atol: Float64Array,
    rtol: number,
  ): number;
  /** Takes the step last tried: prepares for the next one from (t, w.next). */
  accept(w: W, rhs: RightHandSide, t: number, p: Float64Array): void;
  /** Writes the dense output of the step last tried; call it before `accept`. */
  pack(w: W, out: Float64Array, offset: number): void;
  /**
   * State at t + θh within a step.
   * @param dense what `pack` wrote, at offset  @param y states at step starts; this step's begins at yOffset
   * @param out float64[n] from outOffset, overwritten
   */
  interpolate(
    dense: Float64Array,
    offset: number,
    y: Float64Array,
    yOffset: number,
    n: number,
    h: number,
    theta: number,
    out: Float64Array,
    outOffset: number,
  ): void;
}
