/**
 * Solves a plan: applies the jumps of each piece at its start, integrates to exactly its end, never over it, and writes the
 * outputs. What the model can do to it is a failure value; what the caller can do to it is a RangeError.
 */
import { integrateAdaptive } from './adaptive';
import { denseSolution } from './dense';
import { integrateFixed } from './fixed';
import { failures } from './messages';
import { allFinite } from './norm';
import { checkCall } from './options';
import type { Solution, SolveOptions } from './options';
import { startRun, writeState } from './run';
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
  const { from, until, initialState, recorder } = options;
  const run = startRun(plan, p, options);
  if (initialState === undefined) plan.initial.value(from, run.workspace.next, p, run.y);
  else run.y.set(initialState);
  recorder?.begin(from, run.y);
  const adaptive = run.solver.errorOrder > 0;
  let current = -1;
  for (let index = 0; index < plan.pieces.length; index++) {
    const piece = plan.pieces[index];
    if (piece.until < from || (piece.until === from && piece.from < from)) continue;
    if (piece.from > until) break;
    current = index;
    const start = Math.max(piece.from, from),
      end = Math.min(piece.until, until);
    let failure = enterPiece(run, index, start);
    if (failure === undefined && end > start) failure = (adaptive ? integrateAdaptive : integrateFixed)(run, index, start, end);
    if (failure !== undefined) return failed(failure);
  }
  writeState(run, current, until);
  const { times, states, pieceOf, y, solver, why, steps, rejected, log } = run;
  return success({
    times,
    states,
    pieceOf,
    final: y,
    finalPiece: current,
    method: solver.method,
    why,
    steps,
    rejected,
    evaluations: run.evaluations + run.workspace.evaluations,
    ...(log === undefined ? {} : { dense: denseSolution(log, from, until, y, current) }),
  });
}

/** Applies the piece's jumps at t, in order. */
function enterPiece(run: Run, index: number, t: number): Failure | undefined {
  const {
    plan,
    p,
    y,
    workspace: { next },
    options: { recorder },
  } = run;
  recorder?.enter(index, t, y);
  for (const jump of plan.pieces[index].jumps) {
    jump.value(t, y, p, next);
    y.set(next);
  }
  return allFinite(y, plan.n) ? undefined : failures.nonFinite(t, plan.pieces[index].rhs.blame?.(t, y, p) ?? []);
}
