/** When an arm acts: the windows and the instants of its interventions, for drawing behind its curves. */
import type { Action, Scenario } from '../../core/model/schema';

export interface Marks {
  /** from −∞ or until ∞ where the window has no such end */
  readonly windows: readonly { readonly from: number; readonly until: number }[];
  readonly instants: readonly number[];
}

/** @returns the times of a dose's schedule that fall into [from, until] */
export function doseTimes(action: Extract<Action, { action: 'dose' }>, from: number, until: number): number[] {
  const times: number[] = [];
  const interval = action.interval ?? 0;
  const count = interval > 0 ? action.count : 1;
  for (let k = interval > 0 ? Math.max(0, Math.ceil((from - action.start) / interval)) : 0; k < count; k++) {
    const time = action.start + k * interval;
    if (time > until) break;
    if (time >= from) times.push(time);
  }
  return times;
}

/**
 * @param ids the arm's interventions; ids that the document lacks are passed over
 * @returns each window once, and each instant once, in order
 */
export function marksOf(document: Scenario, ids: readonly string[], from: number, until: number): Marks {
  const windows = new Map<string, { from: number; until: number }>();
  const instants = new Set<number>();
  for (const intervention of document.interventions.filter(({ id }) => ids.includes(id))) {
    for (const action of intervention.actions) {
      if (action.action === 'dose') for (const time of doseTimes(action, from, until)) instants.add(time);
      else {
        const window = { from: action.from ?? -Infinity, until: action.until ?? Infinity };
        if (window.from < until && window.until > from) windows.set(`${window.from}/${window.until}`, window);
      }
    }
  }
  return { windows: [...windows.values()].sort((a, b) => a.from - b.from), instants: [...instants].sort((a, b) => a - b) };
}
