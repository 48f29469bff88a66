/** The running state of one solve, which the integration loops share: where it is, what it has counted, what it has put out. */
import { rodas5pSolver, solvers, tsit5Solver } from './methods';
import { failures, why } from './messages';
import { allFinite } from './norm';
import type { SolveOptions } from './options';
import type { Solver, Workspace } from './solver';
import { StepLog } from './step-log';
import type { Plan } from './system';
import type { Failure } from '../util/result';

export interface Run {
  readonly plan: Plan;
  readonly p: Float64Array;
  readonly options: SolveOptions;
  readonly rtol: number;
  readonly atol: Float64Array;
  /** whether the method may still be changed for a stiff one */
  auto: boolean;
  solver: Solver;
  workspace: Workspace;
  why: string;
  /** the state, float64[n] */
  readonly y: Float64Array;
  readonly log: StepLog | undefined;
  readonly times: Float64Array;
  readonly states: Float64Array;
  readonly pieceOf: Int32Array;
  /** number of outputs written */
  written: number;
  /** dense output of one step, for outputs within it */
  readonly packed: Float64Array;
  steps: number;
  rejected: number;
  evaluations: number;
}

export function startRun(plan: Plan, p: Float64Array, options: SolveOptions): Run {
  const { n } = plan,
    { settings, times = new Float64Array(0) } = options;
  const auto = settings.method === 'auto';
  const solver = settings.method === 'auto' ? tsit5Solver : solvers[settings.method];
  const { atol } = settings;
  return {
    plan,
    p,
    options,
    auto,
    solver,
    workspace: solver.workspace(n),
    rtol: settings.rtol,
    atol: typeof atol === 'number' ? new Float64Array(n).fill(atol) : atol,
    why: auto ? why.calm : why.chosen(solver.title),
    y: new Float64Array(n),
    log: options.keepDense === true ? new StepLog(n) : undefined,
    times,
    states: new Float64Array(times.length * n),
    pieceOf: new Int32Array(times.length),
    written: 0,
    packed: new Float64Array(Math.max(solver.denseLength(n), rodas5pSolver.denseLength(n))),
    steps: 0,
    rejected: 0,
    evaluations: 0,
  };
}

/** Goes on with Rodas5P, for good. */
export function switchToStiff(run: Run, reason: string): void {
  run.evaluations += run.workspace.evaluations;
  run.auto = false;
  run.solver = rodas5pSolver;
  run.workspace = rodas5pSolver.workspace(run.plan.n);
  run.why = reason;
}

/** Writes the present state to all outputs at or before t. */
export function writeState(run: Run, piece: number, t: number): void {
  const { times, states, y } = run,
    { n } = run.plan;
  while (run.written < times.length && times[run.written] <= t) {
    for (let j = 0, at = run.written * n; j < n; j++, at++) states[at] = y[j];
    run.pieceOf[run.written++] = piece;
  }
}

/**
 * Takes the step last tried, from (t, run.y) to `end`: writes the outputs within it, hands it to recorder and log, and moves
 * run.y to its end. An output at `end` is left to the next step or piece, so that it takes the right limit.
 */
export function takeStep(run: Run, piece: number, t: number, end: number, h: number): void {
  const {
    solver,
    workspace,
    y,
    times,
    states,
    packed,
    plan: { n, pieces },
    options: { recorder },
  } = run;
  if (run.written < times.length && times[run.written] < end) {
    solver.pack(workspace, packed, 0);
    while (run.written < times.length && times[run.written] < end) {
      const theta = (times[run.written] - t) / h;
      solver.interpolate(packed, 0, y, 0, n, h, theta, states, run.written * n);
      run.pieceOf[run.written++] = piece;
    }
  }
  recorder?.accepted(piece, solver, workspace, t, end, h, y);
  run.log?.push(piece, solver, workspace, t, end, h, y);
  const { next } = workspace;
  for (let j = 0; j < n; j++) y[j] = next[j];
  run.steps++;
  solver.accept(workspace, pieces[piece].rhs, end, run.p);
}

/** Cancellation is looked for every so many tries. */
const CANCEL_MASK = 31;

/** @returns why no further step may be tried, if so */
export function stopRequest(run: Run, t: number): Failure | undefined {
  const tries = run.steps + run.rejected,
    { cancelled, settings } = run.options;
  if (cancelled !== undefined && (tries & CANCEL_MASK) === 0 && cancelled()) return failures.cancelled(t);
  return tries >= settings.maxSteps ? failures.tooManySteps(run.solver.title, t, settings.maxSteps) : undefined;
}

/**
 * The failure of a step of size h from (t, run.y) that led to what is not finite. The mechanisms to blame are looked for there
 * and, as the stages of a failed step are of no use, where Euler's method would go.
 */
export function nonFinite(run: Run, piece: number, t: number, h: number): Failure {
  const { rhs } = run.plan.pieces[piece],
    {
      y,
      p,
      workspace: { next, slope },
    } = run;
  let blame = rhs.blame?.(t, y, p) ?? [];
  if (blame.length === 0) {
    for (let j = 0; j < y.length; j++) next[j] = y[j] + h * slope[j];
    blame = rhs.blame?.(t + h, next, p) ?? [];
  }
  return failures.nonFinite(t, blame);
}

/** @returns whether state and slope at the start of a stretch are finite */
export const startsFinite = (run: Run): boolean => allFinite(run.y, run.plan.n) && allFinite(run.workspace.slope, run.plan.n);
