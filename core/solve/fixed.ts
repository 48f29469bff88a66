/** The loop of a fixed-step method over one stretch of time; the last step is shortened to end exactly at the stretch's end. */
import { nonFinite, startsFinite, stopRequest, takeStep } from './run';
import type { Run } from './run';
import { allFinite } from './norm';
import type { Failure } from '../util/result';

/** A last step shorter than this part of a step is a rounding error and is merged into the step before. */
const SLIVER = 1e-9;

/** @returns the failure that stopped it, if one did */
export function integrateFixed(run: Run, piece: number, start: number, end: number): Failure | undefined {
  const {
    plan: { n, pieces },
    p,
    y,
    solver,
    workspace: w,
    options: { from, until, settings },
  } = run;
  const { rhs } = pieces[piece];
  const step = settings.step ?? (until - from) / 1000;
  const steps = Math.max(1, Math.ceil((end - start) / step - SLIVER));
  let t = start;
  solver.begin(w, rhs, t, y, p);
  if (!startsFinite(run)) return nonFinite(run, piece, t, 0);
  for (let i = 1; i <= steps; i++) {
    const stop = stopRequest(run, t);
    if (stop !== undefined) return stop;
    const target = i === steps ? end : start + i * step,
      h = target - t;
    solver.step(w, rhs, t, y, p, h);
    if (!allFinite(w.next, n)) return nonFinite(run, piece, t, h);
    takeStep(run, piece, t, target, h);
    t = target;
  }
  return undefined;
}
