/** What `solve` is asked and what it answers. */
import type { DenseSolution } from './dense';
import { misuse } from './messages';
import type { Recorder } from './recorder';
import type { Plan } from './system';

export interface Settings {
  readonly method: 'auto' | 'euler' | 'rk4' | 'tsit5' | 'rodas5p';
  /** relative and absolute tolerance of the local error; an array gives each state its own absolute one */
  readonly rtol: number;
  readonly atol: number | Float64Array;
  /** step size of the fixed-step methods; by default a thousandth of [from, until] */
  readonly step?: number;
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
  readonly method: Exclude<Settings['method'], 'auto'>;
  readonly why: string;
  /** accepted and rejected steps, evaluations of the right-hand side */
  readonly steps: number;
  readonly rejected: number;
  readonly evaluations: number;
  readonly dense?: DenseSolution;
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
  times?.forEach((t, i) => {
    if (!(t >= (i > 0 ? times[i - 1] : from) && t <= until)) fail(misuse.times(i));
  });
  const { pieces } = plan;
  pieces.forEach((piece, i) => {
    if (i > 0 && piece.from !== pieces[i - 1].until) fail(misuse.gap(i));
  });
  const covered = pieces.length > 0 && pieces[0].from <= from && pieces[pieces.length - 1].until >= until;
  if (!covered) fail(misuse.coverage(from, until));
}
