/** What `solve` is asked and what it answers. */
import type { ControllerName } from './controller';
import type { DenseSolution } from './dense';
import type { FiredEvent } from './events';
import { misuse } from './messages';
import type { Recorder } from './recorder';
import type { NewtonMode } from './newton';
import type { MethodName } from './solver';
import type { Switch } from './switching';
import type { Plan } from './system';

export interface Settings {
  readonly method: 'auto' | MethodName;
  /** relative and absolute tolerance of the local error; an array gives each state its own absolute one */
  readonly rtol: number;
  readonly atol: number | Float64Array;
  /** size of fixed steps, for any method; absent: a method with an error estimate adapts its steps, any other takes a thousandth
   * of [from, until] */
  readonly step?: number;
  /** how far implicit methods solve their stages; by default to rounding where `step` is given, else to the tolerances */
  readonly newton?: NewtonMode;
  /** how adaptive steps are chosen; by default the predictive controller */
  readonly controller?: ControllerName;
  /** limit on tried steps, rejected ones included */
  readonly maxSteps: number;
}

export interface SolveOptions {
  readonly from: number;
  readonly until: number;
  readonly settings: Settings;
  /** output times, sorted, within [from, until]; by default none: the solution then has its final state only */
  readonly times?: Float64Array;
  readonly recorder?: Recorder;
  /** asked now and then; true stops the solve with reason 'cancelled' */
  readonly cancelled?: () => boolean;
  /** asked after each step of an adaptive method; true ends the solve there, as if `until` had been reached */
  readonly stop?: (t: number, y: Float64Array) => boolean;
  /** whether the solution carries its dense output */
  readonly keepDense?: boolean;
  /** state at `from`, before any jump there, in place of plan.initial */
  readonly initialState?: Float64Array;
}

export interface Solution {
  /** the requested output times */
  readonly times: Float64Array;
  /** float64[times.length · n], row-major: the state at each output time, the right limit where it jumps */
  readonly states: Float64Array;
  /** int32[times.length]: the piece that holds at each output time */
  readonly pieceOf: Int32Array;
  /** state at `until`, after jumps there, float64[n] */
  readonly final: Float64Array;
  readonly finalPiece: number;
  /** the method in use at the end, and in words why */
  readonly method: MethodName;
  readonly why: string;
  /** changes of method that the automatic choice made */
  readonly switches: readonly Switch[];
  /** accepted and rejected steps, evaluations of the right-hand side */
  readonly steps: number;
  readonly rejected: number;
  readonly evaluations: number;
  readonly dense?: DenseSolution;
  /** events in the order of their execution */
  readonly fired: readonly FiredEvent[];
}

/** @throws RangeError that names the option at fault */
export function checkCall(plan: Plan, p: Float64Array, { from, until, settings, times, initialState }: SolveOptions): void {
  const fail = (message: string): never => {
    throw new RangeError(message);
  };
  const { rtol, atol, step, maxSteps } = settings;
  if (!(from <= until && Number.isFinite(from) && Number.isFinite(until))) fail(misuse.reversed(from, until));
  const positive = (x: number): boolean => x > 0 && x < Infinity;
  const absolute = typeof atol === 'number' ? positive(atol) : atol.length === plan.n && atol.every(positive);
  if (!positive(rtol) || !absolute) fail(misuse.tolerance);
  if (step !== undefined && !positive(step)) fail(misuse.step(step));
  if (!(maxSteps >= 1)) fail(misuse.maxSteps(maxSteps));
  if (p.length !== plan.m) fail(misuse.parameters(plan.m));
  if (initialState !== undefined && initialState.length !== plan.n) fail(misuse.state(plan.n));
  let before = from;
  for (let i = 0; times !== undefined && i < times.length; i++) {
    const t = times[i];
    if (!(t >= before && t <= until)) fail(misuse.times(i));
    before = t;
  }
  const { pieces } = plan;
  pieces.forEach((piece, i) => {
    if (i === 0) return;
    const { until: end, events: before = [] } = pieces[i - 1],
      { events: after = [] } = piece;
    if (piece.from !== end) fail(misuse.gap(i));
    if (after.length !== before.length || after.some(({ id }, k) => id !== before[k].id)) fail(misuse.events(i));
  });
  const covered = pieces.length > 0 && pieces[0].from <= from && pieces[pieces.length - 1].until >= until;
  if (!covered) fail(misuse.coverage(from, until));
}
