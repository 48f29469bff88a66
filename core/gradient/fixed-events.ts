/** Which events happen when they do whatever the parameters are: those are jumps like any other. */
import type { Plan, VectorFunction } from '../solve/system';
import type { JumpRecording } from './jump-recording';

/**
 * @returns when the first event was executed whose time moves with states or parameters, or that remembers values of an earlier
 *   moment; undefined where there is none
 */
export function firstMovingEvent(plan: Plan, p: Float64Array, { entries, triggers }: JumpRecording): number | undefined {
  const gy = new Float64Array(plan.n),
    gp = new Float64Array(plan.m);
  /** whether one component of a function depends on states or parameters where it was evaluated */
  const depends = (f: VectorFunction, component: number, t: number, y: Float64Array): boolean => {
    const one = new Float64Array(f.size);
    one[component] = 1;
    gy.fill(0);
    gp.fill(0);
    f.vjp(t, y, p, one, gy, gp);
    return gy.some((value) => value !== 0) || gp.some((value) => value !== 0);
  };
  return entries.find(({ fired, t, before }) => {
    if (fired === undefined) return false;
    const trigger = triggers[fired.trigger],
      events = plan.pieces[trigger.piece].events!,
      { delay, useTriggerValues } = events[fired.event];
    const remembers = useTriggerValues && (trigger.t !== t || trigger.state.some((value, j) => value !== before[j]));
    return (
      remembers ||
      trigger.cuts.some(({ event, root }) => depends(events[event].roots, root, trigger.t, trigger.state)) ||
      (delay !== undefined && depends(delay, 0, trigger.t, trigger.state))
    );
  })?.t;
}
