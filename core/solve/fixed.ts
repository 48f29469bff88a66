/** The loop of fixed steps, of any method, over one stretch of time; the last step is shortened to end exactly at the stretch's end. */
import { nonFinite, startsFinite, stopRequest, takeStep, unsolvable } from './run';
import type { Run } from './run';
import { allFinite } from './norm';
import type { Failure } from '../util/result';

/** A last step shorter than this part of a step is a rounding error and is merged into the step before. */
const SLIVER = 1e-9;

/**
 * @param start where it starts; the grid of steps begins with the piece, at `run.origin`
 * @returns `end`, or the time at which an event cut a step, or the failure that stopped it
 */
export function integrateFixed(run: Run, piece: number, start: number, end: number): number | Failure {
  const {
    plan: { n, pieces },
    p,
    y,
    solver,
    workspace: w,
    origin,
    options: { from, until, settings },
  } = run;
  const { rhs } = pieces[piece];
  const step = settings.step ?? (until - from) / 1000;
  const first = Math.floor((start - origin) / step + SLIVER) + 1;
  const last = Math.max(first, Math.ceil((end - origin) / step - SLIVER));
  let t = start;
  solver.begin(w, rhs, t, y, p);
  if (!startsFinite(run)) return nonFinite(run, piece, t, 0);
  for (let i = first; i <= last; i++) {
    const stop = stopRequest(run, piece, t);
    if (stop !== undefined) return stop;
    // All steps but those at the ends have the very same size, so that what a method works out for a size serves them all.
    const target = i === last ? end : origin + i * step,
      h = i === first || i === last ? target - t : step;
    if (!solver.step(w, rhs, t, y, p, h)) return unsolvable(run, piece, t, h);
    if (!allFinite(w.next, n)) return nonFinite(run, piece, t, h);
    const cut = takeStep(run, piece, t, target, h);
    if (cut !== undefined) return cut;
    t = target;
  }
  return end;
}
