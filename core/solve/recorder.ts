/** Someone who watches a solve: the gradient sees the accepted steps through this, and solve knows nothing of gradients. */
import type { Solver, Workspace } from './solver';

export interface Recorder {
  /** A solve begins at t. @param state initial state, before the jumps of the first piece; read it now, it changes */
  begin(t: number, state: Float64Array): void;
  /** A piece is entered at t. @param before state just before its jumps; read it now, it changes */
  enter(piece: number, t: number, before: Float64Array): void;
  /**
   * A step from (t, y) to `end` = t + h (up to rounding) was accepted.
   * @param w the solver's workspace: `solver.pack` gives the step's dense output
   */
  accepted(piece: number, solver: Solver, w: Workspace, t: number, end: number, h: number, y: Float64Array): void;
}
