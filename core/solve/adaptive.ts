/** The loop of an adaptive method over a stretch of time: try, judge, take or shorten, change to the stiff method if need be. */
import { acceptedFactor, INITIAL_LOG_ERROR, piController, rejectedFactor } from './controller';
import type { ExplicitWorkspace } from './explicit';
import { initialStep } from './initial-step';
import { failures, why } from './messages';
import { meanSquare } from './norm';
import { nonFinite, startsFinite, stopRequest, switchToStiff, takeStep } from './run';
import type { Run } from './run';
import { isStiff, stiffnessDetector } from './stiffness';
import type { Failure } from '../util/result';

/** The stiff method is worth its start and its dearer steps only where the explicit one has more than so many steps to go. */
const WORTHWHILE_STEPS = 1000;
/** A step this many times in a row without a finite result is a fault of the model, not of the step size. */
const MOST_BAD_TRIES = 40;

/**
 * Integrates from (start, run.y) to exactly `end` within one piece.
 * @returns the failure that stopped it, if one did
 */
export function integrateAdaptive(run: Run, piece: number, start: number, end: number): Failure | undefined {
  let t = start;
  while (t < end) {
    const outcome = integrateWith(run, piece, t, end);
    if (typeof outcome !== 'number') return outcome;
    t = outcome;
  }
  return undefined;
}

/** @returns `end`, or the time reached when run's method was changed, or the failure */
function integrateWith(run: Run, piece: number, start: number, end: number): number | Failure {
  const {
    plan: { n, pieces },
    p,
    y,
    solver,
    workspace: w,
    atol,
    rtol,
    options,
  } = run;
  const { rhs } = pieces[piece],
    { until, settings } = options;
  const control = piController(solver.errorOrder);
  const detector = run.auto ? stiffnessDetector(n) : undefined;
  // badSize: the longest step of late that led to what is not finite
  let t = start,
    logPrevious = INITIAL_LOG_ERROR,
    afterRejection = false,
    bad = 0,
    badSize = 0,
    singular = 0;
  solver.begin(w, rhs, t, y, p);
  if (!startsFinite(run)) return nonFinite(run, piece, t, 0);
  let h = initialStep(rhs, t, y, p, w.slope, solver.order, atol, rtol, end - t, w.next, w.error);
  w.evaluations++;
  for (;;) {
    const stop = stopRequest(run, t);
    if (stop !== undefined) return stop;
    if (run.auto && run.steps + run.rejected >= settings.maxSteps / 2) {
      switchToStiff(run, why.slow(t));
      return t;
    }
    const remaining = end - t,
      whole = h >= remaining * (1 - 1e-12);
    if (whole) h = remaining;
    else if (h > 0.5 * remaining) h = 0.5 * remaining;
    const target = whole ? end : t + h;
    if (target <= t || h <= 4 * Number.EPSILON * Math.abs(t)) {
      if (badSize > 0) return nonFinite(run, piece, t, badSize);
      if (singular > 0) return failures.singularMatrix(solver.title, t);
      if (!run.auto) return failures.stepUnderflow(solver.title, t);
      switchToStiff(run, why.underflow(t));
      return t;
    }
    const solvable = solver.step(w, rhs, t, y, p, h);
    const error = solvable ? meanSquare(w.error, y, w.next, atol, rtol, n) : NaN;
    if (error <= 1) {
      const logError = 0.5 * Math.log(error);
      const stiff = detector !== undefined && isStiff(detector, w as ExplicitWorkspace, rhs, t, y, p, h);
      takeStep(run, piece, t, target, h);
      if (whole) return end;
      t = target;
      if (stiff && until - t > WORTHWHILE_STEPS * h) {
        switchToStiff(run, why.stiff(t));
        return t;
      }
      const factor = acceptedFactor(control, logError, logPrevious);
      h *= afterRejection && factor > 1 ? 1 : factor;
      logPrevious = logError > INITIAL_LOG_ERROR ? logError : INITIAL_LOG_ERROR;
      if (!afterRejection) badSize = 0;
      afterRejection = false;
      bad = singular = 0;
    } else {
      run.rejected++;
      if (!solvable) singular++;
      else if (!(error < Infinity)) {
        bad++;
        if (h > badSize) badSize = h;
      }
      if (bad > MOST_BAD_TRIES) return nonFinite(run, piece, t, badSize);
      if (singular > MOST_BAD_TRIES) return failures.singularMatrix(solver.title, t);
      h *= error < Infinity ? rejectedFactor(control, 0.5 * Math.log(error), solver.errorOrder) : control.smallest;
      afterRejection = true;
    }
  }
}
