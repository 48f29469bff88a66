/**
 * Events: triggers that turn true, delays, priorities, persistence (SBML Level 3 Version 2 Core, section 4.11). The integration
 * loops ask after each step where the first trigger turns true in it; the step is cut there, and what is due is executed.
 */
import { earliestChange, evaluateRoots, lookAt, scanner, side, stateWithin } from './event-location';
import type { Scanner, StepView } from './event-location';
import { failures } from './messages';
import { allFinite } from './norm';
import type { Recorder } from './recorder';
import type { PlanEvent, VectorFunction } from './system';
import type { Failure } from '../util/result';

/** An execution of an event's assignments. */
export interface FiredEvent {
  /** id of the event, and its index in the plan */
  readonly event: string;
  readonly index: number;
  /** when its trigger turned true, and when its assignments were executed */
  readonly triggered: number;
  readonly time: number;
}

interface Pending {
  readonly event: number;
  readonly trigger: number;
  readonly triggered: number;
  readonly due: number;
  /** values of the assignments, where they are those at the trigger */
  readonly values: Float64Array | undefined;
}

/** Executions at one instant before they are taken for endless. */
const MOST_AT_ONCE = 1000;
/** Changes of one root function within one interval before they are taken for rounding errors about zero. */
const MOST_CHANGES = 8;
/** An event that comes again this many times in a row, each time within this share of the span, is taken for endless too. */
const MOST_IN_HASTE = 3;
const HASTE = 1e-10;

/** The events of one run. */
export interface EventRun {
  readonly scan: Scanner;
  readonly recorder: Recorder | undefined;
  /** truth of each trigger when it was last looked at */
  readonly truth: Uint8Array;
  pending: Pending[];
  readonly fired: FiredEvent[];
  /** number of times that a trigger turned true */
  triggers: number;
  /** within this time of its last execution an event comes in haste */
  readonly haste: number;
  readonly last: Float64Array;
  readonly hasty: Int32Array;
}

export function startEvents(
  events: readonly PlanEvent[],
  step: StepView,
  from: number,
  until: number,
  recorder: Recorder | undefined,
): EventRun {
  return {
    scan: scanner(events, step),
    recorder,
    truth: Uint8Array.from(events, ({ initialValue }) => (initialValue ? 1 : 0)),
    pending: [],
    fired: [],
    triggers: 0,
    haste: Math.max(HASTE * (until - from), 64 * Number.EPSILON * Math.max(Math.abs(from), Math.abs(until))),
    last: new Float64Array(events.length).fill(-Infinity),
    hasty: new Int32Array(events.length),
  };
}

/** When the next delayed execution is due; Infinity when none is. */
export function nextDue({ pending }: EventRun): number {
  let due = Infinity;
  for (const item of pending) if (item.due < due) due = item.due;
  return due;
}

/** The first moment in a step at which a trigger turns true: the event, its root function, and the time. */
export interface Cut {
  readonly event: number;
  readonly root: number;
  readonly time: number;
}

/** Goes through the changes of triggers in the step of `run.scan.step`, up to the first that turns true. */
export function firstTrigger(run: EventRun): Cut | undefined {
  const { scan, truth } = run,
    { times, rows, left, right, size, events, offsets } = scan;
  lookAt(scan);
  for (let r = 0; r < size; r++) left[r] = rows[r];
  for (let point = 1; point < scan.count; point++) {
    const until = times[point];
    let from = times[point - 1];
    for (let changes = 0; ; changes++) {
      const time = earliestChange(scan, from, until, point, changes < MOST_CHANGES * size);
      if (time < Infinity) {
        for (let e = 0; e < events.length; e++) {
          const now = events[e].trigger(right, offsets[e]);
          if (now && truth[e] === 0) return { event: e, root: changed(scan, e), time };
          if (!now && truth[e] === 1) turnFalse(run, e);
        }
      }
      for (let r = 0; r < size; r++) left[r] = right[r];
      if (!(time < until)) break;
      from = time;
    }
  }
  return undefined;
}

/** The event's first root function that is on another side now than before. */
function changed({ left, right, offsets, events }: Scanner, event: number): number {
  const { size } = events[event].roots;
  for (let r = 0, at = offsets[event]; r < size; r++, at++) if (side(left[at]) !== side(right[at])) return r;
  return 0;
}

/** Writes the state at a cut. @param out float64[n], overwritten */
export const stateAtCut = ({ scan }: EventRun, { time }: Cut, out: Float64Array): void => {
  stateWithin(scan.step, time, out);
};

function turnFalse(run: EventRun, event: number): void {
  run.truth[event] = 0;
  if (!run.scan.events[event].persistent) run.pending = run.pending.filter((item) => item.event !== event);
}

/**
 * Brings events up to date at an instant: notes triggers that have turned, then executes what is due, one by one, since each
 * may turn others.
 * @param y the state, changed in place
 */
export function settle(run: EventRun, t: number, y: Float64Array): Failure | undefined {
  const {
    scan: {
      events,
      step: { p },
    },
    recorder,
  } = run;
  for (let count = 0; ; count++) {
    const fault = noteTriggers(run, t, y);
    if (fault !== undefined) return fault;
    const item = takeDue(run, t, y);
    if (item === undefined) return undefined;
    const event = events[item.event],
      { targets } = event;
    const values = item.values ?? valuesOf(event, t, y, p);
    recorder?.fired?.(item.event, item.trigger, t, y);
    for (let i = 0; i < targets.length; i++) if (targets[i] >= 0) y[targets[i]] = values[i];
    run.fired.push({ event: event.id, index: item.event, triggered: item.triggered, time: t });
    if (!allFinite(y, y.length)) return failures.nonFiniteEvent(t, event.id);
    if (count >= MOST_AT_ONCE) return failures.endlessEvents(t, recent(run, t));
    if (isEndless(run, item.event, t)) return failures.endlessEvents(t, recent(run, t - run.haste));
  }
}

function noteTriggers(run: EventRun, t: number, y: Float64Array): Failure | undefined {
  const {
    scan,
    scan: {
      events,
      offsets,
      left,
      step: { p },
    },
    truth,
  } = run;
  evaluateRoots(scan, t, y, left);
  for (let e = 0; e < events.length; e++) {
    const event = events[e];
    for (let at = offsets[e]; at < offsets[e + 1]; at++) if (Number.isNaN(left[at])) return failures.nonFiniteEvent(t, event.id);
    const now = event.trigger(left, offsets[e]);
    if (now && truth[e] === 0) {
      const delay = event.delay === undefined ? 0 : numberOf(scan, event.delay, t, y);
      if (!(delay >= 0)) return failures.badDelay(t, event.id, delay);
      run.recorder?.triggered?.(e, t, y);
      run.pending.push({
        event: e,
        trigger: run.triggers++,
        triggered: t,
        due: t + delay,
        values: event.useTriggerValues ? valuesOf(event, t, y, p) : undefined,
      });
      truth[e] = 1;
    } else if (!now && truth[e] === 1) turnFalse(run, e);
  }
  return undefined;
}

/** Takes out of the queue what is to be executed next at t, if anything. */
function takeDue(run: EventRun, t: number, y: Float64Array): Pending | undefined {
  const {
    pending,
    scan,
    scan: { events },
  } = run;
  let best = -1,
    highest = 0;
  for (let i = 0; i < pending.length; i++) {
    if (pending[i].due > t) continue;
    const { priority } = events[pending[i].event];
    const level = priority === undefined ? 0 : numberOf(scan, priority, t, y);
    if (best < 0 || level > highest || (level === highest && pending[i].event < pending[best].event)) {
      best = i;
      highest = level;
    }
  }
  return best < 0 ? undefined : pending.splice(best, 1)[0];
}

function isEndless(run: EventRun, event: number, t: number): boolean {
  const gap = t - run.last[event];
  run.last[event] = t;
  if (gap > run.haste) run.hasty[event] = 0;
  else if (gap > 0) run.hasty[event]++;
  return run.hasty[event] >= MOST_IN_HASTE;
}

/** @returns ids of the events executed since `from` */
const recent = ({ fired }: EventRun, from: number): string[] => [
  ...new Set(fired.filter(({ time }) => time >= from).map(({ event }) => event)),
];

function valuesOf({ values }: PlanEvent, t: number, y: Float64Array, p: Float64Array): Float64Array {
  const out = new Float64Array(values.size);
  values.value(t, y, p, out);
  return out;
}

function numberOf({ value, step: { p } }: Scanner, f: VectorFunction, t: number, y: Float64Array): number {
  f.value(t, y, p, value);
  return value[0];
}
