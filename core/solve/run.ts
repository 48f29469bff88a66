/** The running state of one solve, which the integration loops share: where it is, what it has counted, what it has put out. */
import { hardestState, namedState } from './blame';
import type { ExplicitWorkspace } from './explicit';
import { lend, takeBack } from './lent';
import { isExplicit, solvers } from './methods';
import { failures } from './messages';
import type { Situation } from './messages';
import { allFinite } from './norm';
import type { SolveOptions } from './options';
import { firstTrigger, startEvents, stateAtCut } from './events';
import type { Cut, EventRun } from './events';
import type { StepView } from './event-location';
import type { Solver, Workspace } from './solver';
import { StepLog } from './step-log';
import { startSwitching } from './switching';
import type { Switching } from './switching';
import type { Plan } from './system';
import type { Failure } from '../util/result';

export interface Run {
  readonly plan: Plan;
  readonly p: Float64Array;
  readonly options: SolveOptions;
  readonly rtol: number;
  readonly atol: Float64Array;
  /** the automatic choice of method; absent where the method or the step size is set */
  readonly auto: Switching | undefined;
  solver: Solver;
  workspace: Workspace;
  /** the workspace of the explicit method, to be given back at the end */
  readonly lent: ExplicitWorkspace | undefined;
  /** size of the next step to try; 0 to find one */
  size: number;
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
  /** start of the present piece, where the grid of fixed steps begins */
  origin: number;
  /** absent where the plan has no events */
  readonly events: EventRun | undefined;
  /** whether `options.stop` has ended it */
  stopped: boolean;
  steps: number;
  rejected: number;
  evaluations: number;
}

export function startRun(plan: Plan, p: Float64Array, options: SolveOptions): Run {
  const { n } = plan,
    { settings, times = new Float64Array(0) } = options;
  const atol = typeof settings.atol === 'number' ? new Float64Array(n).fill(settings.atol) : settings.atol;
  const newton = settings.newton ?? (settings.step === undefined ? 'tolerance' : 'rounding');
  const accuracy = { rtol: settings.rtol, atol, newton, estimate: settings.step === undefined };
  const auto = settings.method === 'auto' && settings.step === undefined ? startSwitching(plan, accuracy) : undefined;
  const solver = auto?.explicit ?? solvers[settings.method === 'auto' ? 'tsit5' : settings.method],
    lent = auto?.explicitWorkspace ?? (isExplicit(solver) ? lend(plan, solver) : undefined),
    workspace = lent ?? solver.workspace(n, accuracy),
    longest = Math.max(solver.denseLength(n), auto?.stiff.denseLength(n) ?? 0);
  // one piece of memory for all outputs: to make a second one would take as long as several steps
  const count = times.length,
    outputs = new ArrayBuffer((8 * n + 4) * count);
  const y = new Float64Array(n),
    packed = lent !== undefined && lent.packed.length >= longest ? lent.packed : new Float64Array(longest);
  return {
    plan,
    p,
    options,
    auto,
    solver,
    workspace,
    lent,
    rtol: settings.rtol,
    atol,
    size: 0,
    y,
    log: options.keepDense === true ? new StepLog(n) : undefined,
    times,
    states: new Float64Array(outputs, 0, count * n),
    pieceOf: new Int32Array(outputs, 8 * count * n, count),
    written: 0,
    packed,
    origin: options.from,
    events: eventRun(plan, options, { n, solver, t: 0, end: 0, h: 1, y, next: workspace.next, packed, p }),
    stopped: false,
    steps: 0,
    rejected: 0,
    evaluations: 0,
  };
}

/** Gives back what the run was lent. */
export function endRun({ plan, lent }: Run): void {
  if (lent !== undefined) takeBack(plan, lent);
}

function eventRun({ pieces }: Plan, options: SolveOptions, step: StepView): EventRun | undefined {
  const { events = [] } = pieces[0];
  return events.length === 0 ? undefined : startEvents(events, step, options.from, options.until, options.recorder);
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
 * Takes the step last tried, from (t, run.y) to `end`, or to the first event in it: writes the outputs within it, hands it to
 * recorder and log, and moves run.y to its end. An output at its end is left to the next step or piece, so that it takes the
 * right limit.
 * @returns the time at which an event cut it, if one did; the solver is then to begin anew from there
 */
export function takeStep(run: Run, piece: number, t: number, end: number, h: number): number | undefined {
  const {
    solver,
    workspace,
    y,
    times,
    states,
    packed,
    events,
    plan: { n, pieces },
    options: { recorder },
  } = run;
  const withOutputs = run.written < times.length && times[run.written] < end;
  if (withOutputs || events !== undefined) solver.pack(workspace, packed, 0);
  const cut = events === undefined ? undefined : findCut(run, events, t, end, h);
  const reached = cut === undefined ? end : cut.time;
  while (run.written < times.length && times[run.written] < reached) {
    const theta = (times[run.written] - t) / h;
    solver.interpolate(packed, 0, y, 0, n, h, theta, states, run.written * n);
    run.pieceOf[run.written++] = piece;
  }
  recorder?.accepted(piece, solver, workspace, t, reached, h, y);
  run.log?.push(piece, solver, workspace, t, reached, h, y, reached < end ? (reached - t) / h : 1);
  run.steps++;
  if (cut !== undefined) {
    stateAtCut(events!, cut, y);
    recorder?.cut?.(cut.event, cut.root, reached);
    run.size = h;
    return reached;
  }
  const { next } = workspace;
  for (let j = 0; j < n; j++) y[j] = next[j];
  solver.accept(workspace, pieces[piece].rhs, end, run.p);
  return undefined;
}

function findCut({ solver, workspace }: Run, events: EventRun, t: number, end: number, h: number): Cut | undefined {
  const { step } = events.scan;
  step.solver = solver;
  step.next = workspace.next;
  step.t = t;
  step.end = end;
  step.h = h;
  return firstTrigger(events);
}

/** What a failure at (t, run.y) tells of where it happened. */
export const situation = (run: Run, piece: number, time: number, blame: readonly string[]): Situation => ({
  time,
  blame,
  state: namedState(run.y, run.plan.pieces[piece].rhs),
});

/** Cancellation is looked for every so many tries. */
const CANCEL_MASK = 31;

/** @returns why no further step may be tried, if so */
export function stopRequest(run: Run, piece: number, t: number): Failure | undefined {
  const tries = run.steps + run.rejected,
    { cancelled, settings } = run.options;
  if (cancelled !== undefined && (tries & CANCEL_MASK) === 0 && cancelled()) return failures.cancelled(t);
  if (tries < settings.maxSteps) return undefined;
  return failures.tooManySteps(situation(run, piece, t, hardestState(run, piece)), run.solver, settings);
}

/**
 * What is not finite near a step of size h from (t, run.y): looked for there and, as the stages of a failed step are of no use,
 * where Euler's method would go.
 * @returns whom to blame, if anyone; undefined where all is finite
 */
function nonFiniteNearby(
  { plan, y, p, workspace: { next, slope } }: Run,
  piece: number,
  t: number,
  h: number,
): string[] | undefined {
  const { rhs } = plan.pieces[piece];
  const here = rhs.blame?.(t, y, p) ?? [];
  if (here.length > 0) return here;
  for (let j = 0; j < y.length; j++) next[j] = y[j] + h * slope[j];
  const there = rhs.blame?.(t + h, next, p) ?? [];
  if (there.length > 0) return there;
  const value = new Float64Array(y.length);
  rhs.value(t + h, next, p, value);
  return allFinite(value, y.length) ? undefined : [];
}

/** The failure of a step of size h from (t, run.y) that led to what is not finite. */
export function nonFinite(run: Run, piece: number, t: number, h: number): Failure {
  const where = situation(run, piece, t, nonFiniteNearby(run, piece, t, h) ?? []),
    { solver, options } = run,
    fixed = options.settings.step !== undefined || solver.errorOrder === 0;
  return fixed && h > 0 ? failures.unstable(where, solver, h) : failures.nonFinite(where);
}

/** The failure of steps of size h and less from (t, run.y) whose equations could not be solved. */
export function unsolvable(run: Run, piece: number, t: number, h: number): Failure {
  const blame = nonFiniteNearby(run, piece, t, h);
  if (blame !== undefined) return nonFinite(run, piece, t, h);
  const where = situation(run, piece, t, []),
    { solver, workspace, options } = run;
  return workspace.trouble === 'no-convergence'
    ? failures.noConvergence(where, solver, options.settings.step)
    : failures.singularMatrix(where, solver);
}

/** @returns whether state and slope at the start of a stretch are finite */
export const startsFinite = (run: Run): boolean => allFinite(run.y, run.plan.n) && allFinite(run.workspace.slope, run.plan.n);
