/**
 * What a one-step method is: a small thing with a pure `step` that reads a state and writes into an explicit workspace.
 * Step-size control, the integration loop and dense output know methods only through this interface.
 */
import type { RightHandSide } from './system';

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
}

export interface Solver<W extends Workspace = Workspace> {
  readonly method: 'euler' | 'rk4' | 'tsit5' | 'rodas5p';
  /** the method's name as people write it */
  readonly title: string;
  /** whether it is an explicit Runge–Kutta method; its workspace then is an ExplicitWorkspace */
  readonly explicit: boolean;
  readonly order: number;
  /** order of the error estimate; 0 for a fixed-step method */
  readonly errorOrder: number;
  /** @returns how many numbers one step's dense output takes for n states */
  denseLength(n: number): number;
  workspace(n: number): W;
  /** Prepares for a step from (t, y) that no step led to: at the start and after a jump. */
  begin(w: W, rhs: RightHandSide, t: number, y: Float64Array, p: Float64Array): void;
  /**
   * Tries a step from (t, y) to t + h. Writes w.next and w.error, changes neither y nor what a further try needs.
   * @returns false where a matrix was singular; w.next is then of no use
   */
  step(w: W, rhs: RightHandSide, t: number, y: Float64Array, p: Float64Array, h: number): boolean;
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
