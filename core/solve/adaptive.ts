/** The loop of an adaptive method over a stretch of time: try, judge, take or shorten, change the method if need be. */
import { hardestState } from './blame';
import { afterAccepted, afterRejected, stepHistory } from './controller';
import { initialStep } from './initial-step';
import { failures } from './messages';
import { meanSquare } from './norm';
import { nonFinite, situation, startsFinite, stopRequest, takeStep, unsolvable } from './run';
import type { Run } from './run';
import { STRIDE } from './stiffness';
import { beginStretch, change, shouldChange } from './switching';
import type { Failure } from '../util/result';

/** A step this many times in a row without a finite result is a fault of the model, not of the step size. */
const MOST_BAD_TRIES = 40;

/**
 * Integrates from (start, run.y) to exactly `end` within one piece, or until an event cuts a step or run's method is changed.
 * @returns the time reached, or the failure that stopped it
 */
export function integrateAdaptive(run: Run, piece: number, start: number, end: number): number | Failure {
  const {
    plan: { n, pieces },
    p,
    y,
    auto,
    solver,
    workspace: w,
    atol,
    rtol,
    options,
  } = run;
  const { rhs } = pieces[piece],
    { until, settings } = options;
  const history = stepHistory(settings.controller ?? 'predictive', solver.errorOrder);
  // the explicit method of an automatic choice gives way to the stiff one once it has used so many steps
  const mayTurn = auto !== undefined && solver !== auto.stiff,
    patience = mayTurn ? settings.maxSteps / 2 : Infinity;
  // badSize, unsolvedSize: the longest step of late that led to what is not finite, and that could not be solved
  let t = start,
    h = run.size,
    bad = 0,
    badSize = 0,
    unsolved = 0,
    unsolvedSize = 0,
    accepted = 0;
  run.size = 0;
  solver.begin(w, rhs, t, y, p);
  if (!startsFinite(run)) return nonFinite(run, piece, t, 0);
  if (auto !== undefined) beginStretch(auto);
  if (h === 0) {
    h = initialStep(rhs, t, y, p, w.slope, solver.order, atol, rtol, end - t, w.next, w.error);
    w.evaluations++;
  }
  for (;;) {
    const stop = stopRequest(run, piece, t);
    if (stop !== undefined) return stop;
    if (run.steps + run.rejected >= patience) {
      run.size = change(auto!, run, t, h, 'too-many-steps');
      return t;
    }
    const remaining = end - t,
      whole = h >= remaining * (1 - 1e-12);
    if (whole) h = remaining;
    else if (h > 0.5 * remaining) h = 0.5 * remaining;
    const target = whole ? end : t + h;
    if (target <= t || h <= 4 * Number.EPSILON * Math.abs(t)) {
      if (badSize > 0) return nonFinite(run, piece, t, badSize);
      if (unsolved > 0) return unsolvable(run, piece, t, unsolvedSize);
      if (!mayTurn) return failures.stepUnderflow(situation(run, piece, t, hardestState(run, piece)), solver);
      change(auto, run, t, h, 'step-underflow');
      return t;
    }
    let solved = true,
      error = NaN;
    if (solver.judgedStep !== undefined) error = solver.judgedStep(w, rhs, t, y, p, h, atol, rtol);
    else if ((solved = solver.step(w, rhs, t, y, p, h))) error = meanSquare(w.error, y, w.next, atol, rtol, n);
    if (error <= 1) {
      const turn = auto !== undefined && ++accepted % STRIDE === 0 && shouldChange(auto, run, rhs, t, y, p, h, until - target);
      const cut = takeStep(run, piece, t, target, h);
      if (cut !== undefined) return cut;
      if (options.stop?.(target, y) === true) {
        run.stopped = true;
        return target;
      }
      if (whole) return end;
      t = target;
      if (turn) {
        run.size = change(auto, run, t, h, mayTurn ? 'stiff' : 'not-stiff');
        return t;
      }
      if (!history.rejected) badSize = 0;
      h = afterAccepted(history, h, error);
      bad = unsolved = unsolvedSize = 0;
    } else {
      run.rejected++;
      options.recorder?.rejected?.(t, h);
      if (!solved) {
        unsolved++;
        if (h > unsolvedSize) unsolvedSize = h;
      } else if (!(error < Infinity)) {
        bad++;
        if (h > badSize) badSize = h;
      }
      if (bad > MOST_BAD_TRIES) return nonFinite(run, piece, t, badSize);
      if (unsolved > MOST_BAD_TRIES) return unsolvable(run, piece, t, unsolvedSize);
      h = afterRejected(history, h, error);
    }
  }
}
