/** What lies between stretches of steps: pieces that begin, triggers that turn true, events that are executed. */
import type { Solver } from '../solve/solver';
import type { Plan, PlanEvent, VectorFunction } from '../solve/system';

export type Happening =
  | { readonly kind: 'piece'; readonly piece: number }
  | { readonly kind: 'triggered'; readonly trigger: number }
  | { readonly kind: 'fired'; readonly event: number; readonly trigger: number };

/** The instant between two steps where the state or the method changes; the first one is the start of the solve. */
export interface Crossing {
  /** number of steps taken before it */
  readonly step: number;
  readonly t: number;
  /** in the order in which they happened; none where only the method changed */
  readonly happenings: Happening[];
  /** the root function whose zero fixes the instant, where one does */
  cut?: { readonly event: number; readonly root: number };
  /** piece that holds before it, and from it on */
  readonly before: number;
  piece: number;
  /** method of the steps from here, absent where none follow */
  solver?: Solver;
}

/** A trigger that turned true. */
export interface Trigger {
  /** as the piece that held has it */
  readonly event: PlanEvent;
  readonly t: number;
  /** state then, float64[n], where the event's delay or values depend on it */
  readonly state?: Float64Array;
}

/** One change of the state, or the mark of a trigger. */
export type Change =
  | { readonly kind: 'jump'; readonly jump: VectorFunction }
  | { readonly kind: 'triggered'; readonly trigger: number }
  | { readonly kind: 'fired'; readonly event: PlanEvent; readonly trigger: number };

/** @returns the crossing's happenings one by one, in order */
export function changesOf(plan: Plan, crossing: Crossing): Change[] {
  let piece = crossing.before;
  return crossing.happenings.flatMap((one): Change[] => {
    if (one.kind === 'triggered') return [one];
    if (one.kind === 'fired') return [{ kind: 'fired', event: plan.pieces[piece].events![one.event], trigger: one.trigger }];
    ({ piece } = one);
    return jumpsOf(plan, piece);
  });
}

/** @returns the jumps with which a piece begins */
export const jumpsOf = (plan: Plan, piece: number): Change[] => plan.pieces[piece].jumps.map((jump) => ({ kind: 'jump', jump }));

/**
 * Makes a change at time t.
 * @param y state before it on entry, float64[n], after it on return
 * @param triggers all those before it
 */
export function makeChange(change: Change, p: Float64Array, t: number, y: Float64Array, triggers: readonly Trigger[]): void {
  if (change.kind === 'jump') {
    const after = new Float64Array(y.length);
    change.jump.value(t, y, p, after);
    y.set(after);
  } else if (change.kind === 'fired') {
    const { event } = change,
      { targets } = event,
      trigger = triggers[change.trigger],
      assigned = new Float64Array(targets.length);
    if (event.useTriggerValues) trigger.event.values.value(trigger.t, trigger.state!, p, assigned);
    else event.values.value(t, y, p, assigned);
    targets.forEach((target, i) => {
      if (target >= 0) y[target] = assigned[i];
    });
  }
}

/** @param before state before the changes  @param triggers all those before them  @returns it, and the states after each change */
export function statesThrough(
  changes: readonly Change[],
  p: Float64Array,
  t: number,
  before: Float64Array,
  triggers: readonly Trigger[],
): Float64Array[] {
  const states = [before];
  for (const change of changes) {
    const next = Float64Array.from(states[states.length - 1]);
    makeChange(change, p, t, next, triggers);
    states.push(next);
  }
  return states;
}

/** By rounding, about √ε of a root function's size is left of its change over a step at a tangent point. */
const GRAZING = 1e-6;

/**
 * @param rate of a root function along the solution where it is zero  @param h size of the step that it cut
 * @param sizes of the function at that step's start and end
 * @returns whether it touches zero without crossing it: at its rate there it would hardly change over the whole step
 */
export const grazes = (rate: number, h: number, sizes: readonly number[]): boolean =>
  !(Math.abs(rate * h) > GRAZING * Math.max(...sizes));

/**
 * Where the instant is the time of a trigger plus its delay: a delayed event is executed, no piece begins and no root was cut.
 * @returns the trigger, −1 where the instant is fixed otherwise
 */
export function dueTrigger({ cut, happenings }: Crossing, triggers: readonly Trigger[]): number {
  if (cut !== undefined || happenings.some(({ kind }) => kind === 'piece')) return -1;
  for (const one of happenings) {
    if (one.kind === 'fired' && triggers[one.trigger].event.delay !== undefined) return one.trigger;
  }
  return -1;
}
