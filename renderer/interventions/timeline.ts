/** Where the windows and doses of an intervention lie on a strip of time, as shares of its width. */
import type { Action, Scenario } from '../../core/model/schema';
import { niceStep } from '../plots/format';
import { doseTimes } from '../plots/marks';

export interface Span {
  readonly from: number;
  readonly until: number;
}
export interface TimelineRow {
  /** shares 0…1 of the span; open where the window goes on beyond it */
  readonly bar?: { readonly from: number; readonly until: number; readonly openStart: boolean; readonly openEnd: boolean };
  readonly ticks: readonly number[];
  /** doses within the span that are not drawn because they would touch */
  readonly dense: boolean;
}

/** More doses than this are drawn as a band. */
const MOST_TICKS = 120;

/** @returns the horizon of the comparison, stretched so that each finite time of the actions is inside */
export function spanOf(document: Scenario, horizon: Span | undefined, actions: readonly Action[]): Span {
  const from = horizon?.from ?? document.about.time.start;
  const times = actions
    .flatMap((action) => (action.action === 'dose' ? [action.start] : [action.from, action.until]))
    .filter((time) => time !== undefined);
  const until = Math.max(horizon?.until ?? -Infinity, ...times);
  return { from: Math.min(from, ...times), until: until > from ? until : from + 1 };
}

export function timelineRow(action: Action, span: Span): TimelineRow {
  const share = (time: number): number => Math.min(1, Math.max(0, (time - span.from) / (span.until - span.from)));
  if (action.action === 'dose') {
    const times = doseTimes(action, span.from, span.until);
    if (times.length > MOST_TICKS) {
      const bar = { from: share(times[0]), until: share(times[times.length - 1]), openStart: false, openEnd: false };
      return { bar, ticks: [], dense: true };
    }
    return { ticks: times.map(share), dense: false };
  }
  const { from = -Infinity, until = Infinity } = action;
  const bar = { from: share(from), until: share(until), openStart: from < span.from, openEnd: until > span.until };
  return { bar, ticks: [], dense: false };
}

/** @returns about five round times across the span */
export function ticksOf({ from, until }: Span): number[] {
  const step = niceStep(until - from, 5);
  const ticks: number[] = [];
  const first = Math.ceil(from / step - 1e-9);
  for (let k = first; k * step <= until + 1e-9 * step; k++) ticks.push(Number((k * step).toPrecision(12)));
  return ticks;
}
