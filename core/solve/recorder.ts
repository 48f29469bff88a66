/**
 * Someone who watches a solve: the gradient sees the accepted steps through this, and solve knows nothing of gradients.
 *
 * Calls come in the order of time. At one instant they are: `accepted` for the step that ends there, `cut` where an event ended
 * it, `enter` where a piece begins (its jumps follow the call), then `triggered` and `fired` in the order in which they happen.
 *
 * What fixes the time of an instant: a piece's start, and an accepted step's end as it was recorded, except that
 * - after `cut(event, root, τ)` the root function is zero there: g(τ, I((τ − t)/h)) = 0 with I the dense output of that step, and
 *   the state before whatever happens at τ is I((τ − t)/h);
 * - where a delayed event is `fired` at the end of a step that was not cut and where no piece begins, the instant is the time of
 *   its trigger plus its delay there, and the step's size moves with it.
 * Either way the next step starts at that instant and ends where it ended.
 */
import type { Solver, Workspace } from './solver';

export interface Recorder {
  /** A solve begins at t. @param state initial state, before the jumps of the first piece; read it now, it changes */
  begin(t: number, state: Float64Array): void;
  /** A piece is entered at t. @param before state just before its jumps; read it now, it changes */
  enter(piece: number, t: number, before: Float64Array): void;
  /**
   * A step of size h from (t, y) was accepted. `end` is t + h up to rounding, or earlier where an event cut it (`cut` follows).
   * @param w the solver's workspace: `solver.pack` gives the step's dense output
   */
  accepted(piece: number, solver: Solver, w: Workspace, t: number, end: number, h: number, y: Float64Array): void;
  /** A step of size h from t was tried and rejected. */
  rejected?(t: number, h: number): void;
  /** After a stop at t the method begins anew, whether or not anything happened there: a delayed event may have been taken back. */
  resumed?(t: number): void;
  /**
   * The step just accepted ends at t because a trigger changes there.
   * @param event index in the piece's events  @param root index of the event's root function that changes its sign
   */
  cut?(event: number, root: number, t: number): void;
  /**
   * A trigger turned true at t. The event's delay and, where it uses trigger values, its values are taken here.
   * @param state at that moment; read it now, it changes
   */
  triggered?(event: number, t: number, state: Float64Array): void;
  /**
   * Assignments were executed at t.
   * @param trigger the call of `triggered` that led to it, counted from 0 in this solve
   * @param before state just before them; read it now, it changes
   */
  fired?(event: number, trigger: number, t: number, before: Float64Array): void;
}
