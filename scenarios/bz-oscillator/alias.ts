/** The faster oscillation that has the same readings: read every h, a wave of period P looks like one of period 1/(1/P + 1/h). */
import type { Scenario } from '../../core/model/schema';
import { maximum } from '../../core/util/golden-section';
import { evenly } from '../../core/util/grid';
import { costAt, type Found, type Values } from './recovery';
import { EVERY } from './synthetic-data';

/** How far the period is searched either way, as a part of it, and at how many places: seventy periods must keep in step to a part of one. */
const ROOM = 2e-4,
  PLACES = 81;

/** @returns the same course so many times as fast: all rates, and not f or the critical level */
const faster = (values: Values, times: number): Values =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, id === 'f' || id === 'critical' ? value : value * times]));

/** @param values of the fit `alone`  @param period s, about  @returns the values of its alias, and what that costs */
export function alias(document: Scenario, values: Values, period: number): Found {
  const at = (t: number): Found => {
    const fast = faster(values, 1 + t / EVERY);
    return { values: fast, cost: costAt(document, 'alone', fast) };
  };
  const places = evenly(period * (1 - ROOM), period * (1 + ROOM), PLACES),
    costs = Array.from(places, (t) => at(t).cost),
    k = costs.indexOf(Math.min(...costs));
  const best = maximum((t) => -at(t).cost, places[Math.max(0, k - 1)], places[Math.min(PLACES - 1, k + 1)], 1e-7 * period);
  return at(best.at);
}
