/**
 * Solves a plan: applies the jumps of each piece at its start, integrates to exactly its end, never over it, and writes the
 * outputs. What the model can do to it is a failure value; what the caller can do to it is a RangeError.
 */
import { integrateAdaptive } from './adaptive';
import { denseSolution } from './dense';
import { nextDue, settle } from './events';
import { integrateFixed } from './fixed';
import { failures, whyMethod } from './messages';
import { solvers } from './methods';
import { allFinite } from './norm';
import { checkCall } from './options';
import type { Solution, SolveOptions } from './options';
import { endRun, situation, startRun, writeState } from './run';
import type { Run } from './run';
import type { Plan } from './system';
import { failed, success } from '../util/result';
import type { Failure, Result } from '../util/result';

/**
 * Trajectory of the plan's state from options.from to options.until.
 * @param p parameters, float64[plan.m]
 * @throws RangeError where the call itself is at fault (times out of order, pieces that do not cover the span, …)
 */
export function solve(plan: Plan, p: Float64Array, options: SolveOptions): Result<Solution> {
  checkCall(plan, p, options);
  const { method } = options.settings;
  if (method !== 'auto') {
    const { mostStates = Infinity } = solvers[method];
    if (plan.n > mostStates) return failed(failures.tooManyStates(solvers[method], plan.n, mostStates));
  }
  const run = startRun(plan, p, options);
  try {
    return integrate(run);
  } finally {
    endRun(run);
  }
}

function integrate(run: Run): Result<Solution> {
  const { plan, p, options } = run,
    { from, until, settings, initialState, recorder } = options;
  if (initialState === undefined) plan.initial.value(from, run.workspace.next, p, run.y);
  else run.y.set(initialState);
  const start = initialState === undefined ? plan.initial.failure?.() : undefined;
  if (start !== undefined) return failed(start);
  recorder?.begin(from, run.y);
  let current = -1;
  for (let index = 0; index < plan.pieces.length; index++) {
    const piece = plan.pieces[index];
    if (piece.until < from || (piece.until === from && piece.from < from)) continue;
    if (piece.from > until) break;
    current = index;
    const start = Math.max(piece.from, from),
      end = Math.min(piece.until, until);
    const failure = enterPiece(run, index, start) ?? integratePiece(run, index, start, end);
    if (failure !== undefined) return failed(failure);
    if (run.stopped) break;
  }
  writeState(run, current, until);
  const { times, states, pieceOf, y, solver, auto, steps, rejected, log } = run;
  return success({
    times,
    states,
    pieceOf,
    final: y,
    finalPiece: current,
    method: solver.method,
    why: whyMethod(settings, solver, auto),
    switches: auto?.switches ?? [],
    steps,
    rejected,
    evaluations: run.evaluations + run.workspace.evaluations,
    fired: run.events?.fired ?? [],
    ...(log === undefined ? {} : { dense: denseSolution(log, from, until, y, current) }),
  });
}

/** Applies the piece's jumps at t, in order, then brings events up to date. */
function enterPiece(run: Run, index: number, t: number): Failure | undefined {
  const {
    plan,
    p,
    y,
    events,
    workspace: { next },
    options: { recorder },
  } = run;
  const { jumps, rhs, events: list } = plan.pieces[index];
  run.origin = t;
  recorder?.enter(index, t, y);
  for (const jump of jumps) {
    jump.value(t, y, p, next);
    y.set(next);
  }
  if (!allFinite(y, plan.n)) return failures.nonFinite(situation(run, index, t, rhs.blame?.(t, y, p) ?? []));
  if (events === undefined || list === undefined) return undefined;
  events.scan.events = list;
  return settle(events, t, y);
}

/** A stretch shorter than so many units of rounding of t takes no step: it ends where it began. */
const ROUNDING = 8 * Number.EPSILON;

/** Integrates one piece, from event to event; events at its end belong to the next piece, where one begins there. */
function integratePiece(run: Run, index: number, start: number, end: number): Failure | undefined {
  const {
    events,
    y,
    plan: { pieces },
    options: { until, settings, recorder },
  } = run;
  const isAdaptive = settings.step === undefined && run.solver.errorOrder > 0;
  const isLast = index + 1 === pieces.length || pieces[index + 1].from > until;
  for (let t = start; t < end;) {
    const due = events === undefined ? end : Math.min(end, nextDue(events));
    if (due - t > ROUNDING * Math.max(Math.abs(t), Math.abs(due))) {
      if (t > start) recorder?.resumed?.(t);
      const reached = (isAdaptive ? integrateAdaptive : integrateFixed)(run, index, t, due);
      if (typeof reached !== 'number') return reached;
      if (run.stopped) return undefined;
      t = reached;
    } else t = due;
    const failure = events === undefined || (t === end && !isLast) ? undefined : settle(events, t, y);
    if (failure !== undefined) return failure;
  }
  return undefined;
}
