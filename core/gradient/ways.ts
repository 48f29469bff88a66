/** The ways to the gradient of a loss, each as one function of one share of it: what the audit sets side by side. */
import { solve } from '../solve/integrate';
import { failures as solveFailures } from '../solve/messages';
import { solvers } from '../solve/methods';
import type { Settings } from '../solve/options';
import type { MethodName } from '../solve/solver';
import { failed, success } from '../util/result';
import type { Result } from '../util/result';
import { continuousAdjoint } from './continuous-adjoint';
import { centralDifference, extrapolatedDifference } from './differences';
import { discreteAdjoint } from './discrete-adjoint';
import { forwardSensitivities } from './forward-sensitivities';
import { JumpRecording } from './jump-recording';
import type { Loss, LossShare, Outputs } from './loss';
import { StepRecording } from './recording';
import { replay } from './replay';
import type { Storage } from './storage';

/** A gradient by natural values, float64[parameters]; NaN for a parameter that was left out. */
export interface WayResult {
  readonly gradient: Float64Array;
  /** the method that did the work and its steps; absent for differences */
  readonly title?: string;
  readonly steps?: number;
  /** evaluations of (∂f/∂y)ᵀλ, by a backward solve of the adjoint's own equation */
  readonly evaluations?: number;
  /** steps taken again, and the states that were kept, by checkpoints */
  readonly again?: number;
  readonly states?: number;
  /** relative error of states that were solved backward */
  readonly drift?: number;
  /** number of parameters moved, by differences */
  readonly moved?: number;
}
/** What the solves of an audit have in common. */
export interface AuditContext {
  readonly loss: Loss;
  readonly cancelled: () => boolean;
}

/** Settings under which the steps of a share can be differentiated: esdirk54 in place of a method that goes over to Rodas5P. */
export function differentiable(share: LossShare, cancelled: () => boolean): Result<Settings> {
  const settings: Settings = { ...share.settings, newton: 'rounding' };
  const stiff = success<Settings>({ ...settings, method: 'esdirk54' });
  if (settings.method !== 'auto') return success(solvers[settings.method].family === 'rosenbrock' ? stiff.value : settings);
  const { plan, p, from, until } = share,
    recording = new StepRecording(plan, { storage: { states: 1 } });
  const solved = solve(plan, p, { from, until, settings, recorder: recording, cancelled });
  if (!solved.ok) return solved;
  return success(recording.withoutReverse !== undefined ? stiff.value : settings);
}

/** @returns the loss's derivatives by the states, and a gradient that begins with those at fixed states */
function seeds(share: LossShare, outputs: Outputs): Result<{ cotangents: Float64Array; gp: Float64Array }> {
  const { plan, p, times } = share,
    adjoint = { gp: new Float64Array(plan.m), cotangents: new Float64Array(times.length * plan.n) };
  const value = share.value(outputs, p, adjoint);
  return value.ok ? success(adjoint) : failed(value.failure);
}

/** The discrete adjoint with what is kept for it. */
export function discrete({ cancelled }: AuditContext, share: LossShare, storage: Storage): Result<WayResult> {
  const { plan, p, from, until, times, settings } = share,
    recorder = new StepRecording(plan, { storage });
  const solved = solve(plan, p, { from, until, times, settings, recorder, cancelled });
  if (!solved.ok) return solved;
  const seeded = seeds(share, solved.value);
  if (!seeded.ok) return seeded;
  const { cotangents, gp } = seeded.value,
    adjoint = discreteAdjoint(plan, p, recorder, times, cotangents, gp);
  if (!adjoint.ok) return adjoint;
  const { steps, method } = solved.value;
  const counted = storage !== 'full' && 'states' in storage ? { again: adjoint.value.forwardSteps, states: storage.states } : {};
  return success({ gradient: gather(share, gp), title: solvers[method].title, steps, ...counted });
}

/** The continuous adjoint, at the tolerance of the solve; by default of the method that goes over to a stiff one. */
export function continuous(
  { cancelled }: AuditContext,
  share: LossShare,
  states: 'interpolated' | 'backward',
  by: 'auto' | MethodName = 'auto',
): Result<WayResult> {
  const { plan, p, from, until, times, settings } = share,
    recorder = new JumpRecording();
  const solved = solve(plan, p, { from, until, times, settings, recorder, cancelled, keepDense: states === 'interpolated' });
  if (!solved.ok) return solved;
  const seeded = seeds(share, solved.value);
  if (!seeded.ok) return seeded;
  const { cotangents, gp } = seeded.value,
    { rtol, maxSteps } = settings;
  const adjoint = continuousAdjoint(plan, p, solved.value, recorder, cotangents, gp, {
    states,
    method: by,
    rtol,
    maxSteps,
    cancelled,
  });
  if (!adjoint.ok) return adjoint;
  const { method, steps, evaluations, drift } = adjoint.value;
  return success({
    gradient: gather(share, gp),
    title: solvers[method].title,
    steps,
    evaluations,
    ...(drift === undefined ? {} : { drift: drift.largest }),
  });
}

/** The forward sensitivities of the steps taken, against the loss's derivatives by the states. */
export function forward({ cancelled }: AuditContext, share: LossShare): Result<WayResult> {
  const { plan, p, from, until, times, settings, slots } = share,
    own = [...new Set(slots.filter((slot) => slot >= 0))];
  const solved = forwardSensitivities(plan, p, { from, until, times, settings, cancelled }, own);
  if (!solved.ok) return solved;
  const seeded = seeds(share, solved.value.solution);
  if (!seeded.ok) return seeded;
  const { cotangents, gp } = seeded.value,
    { values, solution } = solved.value;
  own.forEach((slot, l) => {
    for (let row = 0, at = l; row < cotangents.length; row++, at += own.length) gp[slot] += cotangents[row] * values[at];
  });
  return success({ gradient: gather(share, gp), title: solvers[solution.method].title, steps: solution.steps });
}

/** So many parameters are moved at most: differences take two solves or more each. */
const MOST_MOVED = 24;
/** First step, relative to the parameter, of differences that replay the steps: a large one, as what they leave of it is seen and extrapolated. */
const FIRST_STEP = 1e-2;

export function replayedDifferences({ loss, cancelled }: AuditContext, share: LossShare): Result<WayResult> {
  const { plan, p, from, until, times, settings } = share,
    recorder = new StepRecording(plan, { storage: { states: 1 } });
  const solved = solve(plan, p, { from, until, times, settings, recorder, cancelled });
  if (!solved.ok) return solved;
  const { pieceOf } = solved.value;
  return moved(loss, share, extrapolatedDifference, FIRST_STEP, (q) =>
    cancelled() ? failed(solveFailures.cancelled(from)) : share.value({ states: replay(plan, q, recorder, times), pieceOf }, q),
  );
}

export function solveDifferences({ loss, cancelled }: AuditContext, share: LossShare): Result<WayResult> {
  const { plan, from, until, times, settings } = share;
  // The cube root balances truncation, of order step², and the noise of steps that change, of order rtol over the step.
  return moved(loss, share, centralDifference, Math.cbrt(settings.rtol), (q) => {
    const solved = solve(plan, q, { from, until, times, settings, cancelled });
    return solved.ok ? share.value(solved.value, q) : solved;
  });
}

function moved(
  { parameters, slopes }: Loss,
  { p, slots }: LossShare,
  difference: typeof centralDifference,
  step: number,
  value: (q: Float64Array) => Result<number>,
): Result<WayResult> {
  const gradient = new Float64Array(parameters.length).fill(NaN),
    q = Float64Array.from(p),
    count = Math.min(parameters.length, MOST_MOVED);
  for (let c = 0; c < count; c++) {
    const i = Math.floor((c * parameters.length) / count),
      slot = slots[i];
    gradient[i] = 0;
    if (slot < 0) continue;
    const slope = difference(
      (x) => {
        q[slot] = x;
        return value(q);
      },
      p[slot],
      // a parameter at 0 has the size that its scale says
      step * (Math.abs(p[slot]) || slopes[i]),
    );
    q[slot] = p[slot];
    if (!slope.ok) return slope;
    gradient[i] = slope.value;
  }
  return success({ gradient, moved: count });
}

const gather = ({ slots }: LossShare, gp: Float64Array): Float64Array =>
  Float64Array.from(slots, (slot) => (slot < 0 ? 0 : gp[slot]));
