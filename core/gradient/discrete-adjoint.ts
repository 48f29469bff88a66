/**
 * The exact gradient of the discretised loss: reverse through the very steps that were taken, their sizes held constant, the
 * time of an event free to move. How much of the solve was kept for it changes time and memory, not a bit of the result.
 */
import type { Plan } from '../solve/system';
import { failed, success } from '../util/result';
import type { Failure, Result } from '../util/result';
import { revolve } from './checkpoints';
import { failures, misuse } from './messages';
import type { StepRecording } from './recording';
import { Retrace } from './retrace';
import { statesWithin } from './storage';
import { Sweep } from './sweep';
import { Tape } from './tape';

export interface AdjointResult {
  /** gradient with respect to the state at `from`, before the jumps there, float64[n] */
  readonly initial: Float64Array;
  /** forward steps taken again to have states at hand, the one of a step just before it is reversed not counted */
  readonly forwardSteps: number;
}

/**
 * Adds to gp the gradient of Σ_k cotangents[k]·y(times[k]), with y as the recorded solve put it out.
 * @param recording of a solve with the same plan, p and output times, its implicit stages solved to rounding
 * @param cotangents float64[times.length·n], row-major
 * @param gp float64[m], added to; includes the dependence of jumps, events and plan.initial on p
 * @param initialGiven the solve had an `initialState`, so that plan.initial has no part in the gradient
 * @throws RangeError where implicit stages were solved to a tolerance only
 * @returns a failure where steps of a Rosenbrock method were taken, an event's time has no derivative, or the gradient is not finite
 */
export function discreteAdjoint(
  plan: Plan,
  p: Float64Array,
  recording: StepRecording,
  times: Float64Array,
  cotangents: Float64Array,
  gp: Float64Array,
  initialGiven = false,
): Result<AdjointResult> {
  const stiff = recording.withoutReverse;
  if (stiff !== undefined) return failed(failures.stiff(stiff.solver!.title, stiff.t));
  if (recording.loose) throw new RangeError(misuse.loose);
  const sweep = new Sweep(plan, p, recording, times, cotangents, gp);
  const forwardSteps = sweepBack(plan, p, recording, sweep);
  if (typeof forwardSteps !== 'number') return failed(forwardSteps);
  const failure = sweep.finish();
  if (failure !== undefined) return failed(failure);
  const initial = Float64Array.from(sweep.lambda);
  if (!initialGiven) plan.initial.vjp(recording.from, new Float64Array(plan.n), p, initial, new Float64Array(plan.n), gp);
  return initial.every(Number.isFinite) && gp.every(Number.isFinite)
    ? success({ initial, forwardSteps })
    : failed(failures.nonFinite());
}

/** Reverses all steps, last to first. @returns forward steps taken again, or why it stopped */
function sweepBack(plan: Plan, p: Float64Array, recording: StepRecording, sweep: Sweep): number | Failure {
  const { n } = plan,
    { storage, length, tape } = recording;
  if (storage === 'full' || recording.full) {
    for (let step = length - 1; step >= 0; step--) sweep.reverse(tape, step, step);
    return sweep.failure ?? 0;
  }
  const retrace = new Retrace(plan, p, recording);
  let forwardSteps = 0;
  if ('uniform' in storage) {
    const { uniform } = storage,
      stretch = new Tape(n, Math.min(uniform, length));
    for (let end = length; end > 0 && sweep.failure === undefined;) {
      const index = Math.ceil(end / uniform) - 1,
        begin = index * uniform;
      stretch.clear();
      retrace.restore(begin, recording.states, index * n);
      retrace.advance(end - 1, stretch);
      retrace.record(stretch);
      for (let step = end - 1; step >= begin; step--) sweep.reverse(stretch, step - begin, step);
      forwardSteps += end - 1 - begin;
      end = begin;
    }
    return sweep.failure ?? forwardSteps;
  }
  const states = statesWithin(storage, n),
    slots = new Float64Array(Math.min(states, length) * n),
    one = new Tape(n, 1);
  revolve(length, states, {
    store(slot) {
      const { y } = retrace;
      for (let j = 0, at = slot * n; j < n; j++, at++) slots[at] = y[j];
    },
    restore(slot, step) {
      retrace.restore(step, slots, slot * n);
    },
    advance(from, to) {
      forwardSteps += to - from;
      retrace.advance(to);
    },
    reverse(step) {
      one.clear();
      retrace.record(one);
      sweep.reverse(one, 0, step);
      return sweep.failure === undefined;
    },
  });
  return sweep.failure ?? forwardSteps;
}
