/** The reverse of what happens at one instant: jumps, executions of events, triggers; last first, from the states before each. */
import type { VectorFunction } from '../solve/system';
import { dot } from '../util/vector';
import { statesThrough } from './crossings';
import type { Change, Trigger } from './crossings';

/** What is owed to the triggers of a solve by the executions that they led to. */
export interface EventCotangents {
  /** by trigger: cotangents of the state and of the time that its values were taken at, and of the instant at which its delay ends */
  readonly state: (Float64Array | undefined)[];
  readonly time: Float64Array;
  readonly due: Float64Array;
  readonly n: number;
}

export const eventCotangents = (n: number, triggers: number): EventCotangents => ({
  state: Array<Float64Array | undefined>(triggers).fill(undefined),
  time: new Float64Array(triggers),
  due: new Float64Array(triggers),
  n,
});

/**
 * @param before state just before the first change, float64[n]
 * @param lambda cotangent of the state after the last change on entry, before the first on return
 * @param gp float64[m], added to
 * @returns cotangent of t, as far as the changes depend on it
 */
export function reverseChanges(
  changes: readonly Change[],
  t: number,
  before: Float64Array,
  p: Float64Array,
  lambda: Float64Array,
  gp: Float64Array,
  triggers: readonly Trigger[],
  events: EventCotangents,
): number {
  if (changes.length === 0) return 0;
  const states = statesThrough(changes.slice(0, -1), p, t, before, triggers);
  let instant = 0;
  for (let i = changes.length - 1; i >= 0; i--)
    instant += reverseChange(changes[i], t, states[i], p, lambda, gp, triggers, events);
  return instant;
}

function reverseChange(
  change: Change,
  t: number,
  y: Float64Array,
  p: Float64Array,
  lambda: Float64Array,
  gp: Float64Array,
  triggers: readonly Trigger[],
  events: EventCotangents,
): number {
  const { n } = events;
  if (change.kind === 'jump') {
    const slope = new Float64Array(n);
    change.jump.timeDerivative(t, y, p, slope);
    const product = dot(slope, lambda);
    reverseJump(change.jump, t, y, p, lambda, gp);
    return product;
  }
  const { trigger } = change,
    moment = triggers[trigger];
  if (change.kind === 'triggered') {
    const { delay } = moment.event,
      due = Float64Array.of(events.due[trigger]),
      slope = new Float64Array(1);
    events.state[trigger]?.forEach((value, j) => {
      lambda[j] += value;
    });
    if (delay === undefined) return events.time[trigger];
    delay.vjp(t, y, p, due, lambda, gp);
    delay.timeDerivative(t, y, p, slope);
    return events.time[trigger] + due[0] * (1 + slope[0]);
  }
  const { event } = change,
    { targets } = event,
    atTrigger = event.useTriggerValues,
    { values } = atTrigger ? moment.event : event,
    assigned = takeAssigned(targets, lambda),
    slope = new Float64Array(targets.length);
  const from = atTrigger ? { t: moment.t, state: moment.state! } : { t, state: y };
  const owed = atTrigger ? (events.state[trigger] ??= new Float64Array(n)) : lambda;
  values.vjp(from.t, from.state, p, assigned, owed, gp);
  values.timeDerivative(from.t, from.state, p, slope);
  const product = dot(slope, assigned);
  if (!atTrigger) return product;
  events.time[trigger] += product;
  return 0;
}

/** @param lambda cotangent of the state after the jump on entry, before it on return  @param gp added to */
export function reverseJump(
  jump: VectorFunction,
  t: number,
  y: Float64Array,
  p: Float64Array,
  lambda: Float64Array,
  gp: Float64Array,
): void {
  const after = Float64Array.from(lambda);
  lambda.fill(0);
  jump.vjp(t, y, p, after, lambda, gp);
}

/** @returns the cotangents of assigned values, taken out of that of the state after them: the last value that a state got has its */
export function takeAssigned(targets: Int32Array, lambda: Float64Array): Float64Array {
  const assigned = new Float64Array(targets.length);
  for (let i = targets.length - 1; i >= 0; i--) {
    if (targets[i] < 0) continue;
    assigned[i] = lambda[targets[i]];
    lambda[targets[i]] = 0;
  }
  return assigned;
}
