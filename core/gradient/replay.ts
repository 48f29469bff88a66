/**
 * The recorded steps at other parameters: same methods, starts, sizes and jumps, except where an event fixes a time. The
 * discretised solution as a function of the parameters, which differences are taken of.
 */
import type { Solver, Workspace } from '../solve/solver';
import type { Plan, PlanEvent } from '../solve/system';
import { changesOf, dueTrigger, makeChange } from './crossings';
import type { Crossing, Trigger } from './crossings';
import type { StepRecording } from './recording';

/** Newton's method for the instant of a cut, from the recorded one, ends when it no longer moves. */
const MOST_CUT_ITERATIONS = 50;

/**
 * Outputs of the recorded steps at other parameters.
 * @param p float64[m]  @param initialState in place of plan.initial, as the recorded solve had it
 * @returns float64[times.length·n], row-major
 */
export function replay(
  plan: Plan,
  p: Float64Array,
  recording: StepRecording,
  times: Float64Array,
  initialState?: Float64Array,
): Float64Array {
  const { n } = plan,
    { crossings, start, size, length } = recording;
  const states = new Float64Array(times.length * n),
    y = new Float64Array(n),
    triggers: Trigger[] = [],
    workspaces = new Map<Solver, Workspace>();
  if (initialState === undefined) plan.initial.value(recording.from, new Float64Array(n), p, y);
  else y.set(initialState);
  let output = 0,
    at = -1,
    // where the present step starts, beside where it did
    shift = 0;
  const cross = (index: number, t: number): void => {
    at = index;
    const crossing = crossings[index];
    for (const change of changesOf(plan, crossing)) {
      if (change.kind === 'triggered') {
        triggers.push({ event: recording.triggers[change.trigger].event, t, state: Float64Array.from(y) });
      } else makeChange(change, p, t, y, triggers);
    }
    shift = t - crossing.t;
  };
  if (crossings.length > 0) cross(0, crossings[0].t);
  for (let step = 0; step < length; step++) {
    const { piece, solver: chosen } = crossings[at],
      solver = chosen!,
      { rhs } = plan.pieces[piece],
      ending = at + 1 < crossings.length && crossings[at + 1].step === step + 1 ? crossings[at + 1] : undefined;
    const t = start[step] + shift,
      due = ending === undefined ? undefined : dueTime(ending, recording.triggers, triggers, p),
      h = size[step] - shift + (due === undefined ? 0 : due - start[step + 1]);
    shift = 0;
    const w = workspaces.get(solver) ?? solver.workspace(n);
    workspaces.set(solver, w);
    solver.begin(w, rhs, recording.slopeTime(crossings[at], step, t), y, p);
    solver.step(w, rhs, t, y, p, h);
    const dense = new Float64Array(solver.denseLength(n));
    const within = (time: number, out: Float64Array, offset: number): void => {
      solver.interpolate(dense, 0, y, 0, n, h, (time - t) / h, out, offset);
    };
    if (ending?.cut !== undefined || (output < times.length && times[output] < start[step + 1])) solver.pack(w, dense, 0);
    for (; output < times.length && times[output] < start[step + 1]; output++) within(times[output], states, output * n);
    if (ending === undefined) {
      y.set(w.next);
      continue;
    }
    let instant = due ?? ending.t;
    if (ending.cut === undefined) y.set(w.next);
    else {
      const state = new Float64Array(n),
        event = plan.pieces[ending.before].events![ending.cut.event];
      instant = zeroNear(event, ending.cut.root, ending.t, h, p, state, (time) => {
        within(time, state, 0);
      });
      y.set(state);
    }
    cross(at + 1, instant);
  }
  for (; output < times.length; output++) states.set(y, output * n);
  return states;
}

/** @returns time of the trigger whose delay ends at the crossing plus that delay, undefined where the instant is fixed otherwise */
function dueTime(
  crossing: Crossing,
  recorded: readonly Trigger[],
  triggers: readonly Trigger[],
  p: Float64Array,
): number | undefined {
  const index = dueTrigger(crossing, recorded);
  if (index < 0) return undefined;
  const { event, t, state } = triggers[index],
    delay = new Float64Array(1);
  event.delay!.value(t, state!, p, delay);
  return t + delay[0];
}

/** Zero of a root function along the step's dense output, by the secant method. @param within writes the state at a time */
function zeroNear(
  { roots }: PlanEvent,
  root: number,
  near: number,
  h: number,
  p: Float64Array,
  state: Float64Array,
  within: (time: number) => void,
): number {
  const values = new Float64Array(roots.size);
  const g = (time: number): number => {
    within(time);
    roots.value(time, state, p, values);
    return values[root];
  };
  let a = near - 1e-6 * h,
    b = near,
    ga = g(a),
    gb = g(b);
  for (let i = 0; i < MOST_CUT_ITERATIONS && gb !== 0 && ga !== gb; i++) {
    const next = b - (gb * (b - a)) / (gb - ga);
    if (!(Math.abs(next - b) > 0)) break;
    a = b;
    ga = gb;
    b = next;
    gb = g(b);
  }
  within(b);
  return b;
}
