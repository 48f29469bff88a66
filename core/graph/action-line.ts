/** An action of an intervention in plain words, such as "TGF-β held at 0 from day 10". */
import type { Action, Scenario } from '../model/schema';

/** Units that read as "day 10" rather than "10 day". */
const counted = new Set(['second', 'minute', 'hour', 'day', 'week', 'month', 'year']);
const singular = (unit: string): string => (counted.has(unit.replace(/s$/, '')) ? unit.replace(/s$/, '') : unit);

export function instant(time: number, unit: string): string {
  return counted.has(singular(unit)) ? `${singular(unit)} ${time}` : `${time} ${unit}`;
}
export function duration(time: number, unit: string): string {
  const one = singular(unit);
  if (!counted.has(one)) return `${time} ${unit}`;
  return time === 1 ? one : `${time} ${one}s`;
}

/** Names, not ids; the id stands in where the document has no such thing. */
export function actionLine(document: Scenario, action: Action): string {
  const { unit } = document.about.time;
  const nameOf = (list: readonly { id: string; name?: string }[], id: string): string =>
    list.find((item) => item.id === id)?.name ?? id;
  const variableName = (id: string): string => nameOf(document.variables, id);
  const mechanismName = (id: string): string => `“${nameOf(document.mechanisms, id)}”`;
  const inUnit = (value: number | string, of: string | undefined): string =>
    typeof value === 'number' && value !== 0 && of !== undefined && of !== '' && of !== '1' ? `${value} ${of}` : String(value);
  const unitOf = (id: string): string | undefined => document.variables.find((variable) => variable.id === id)?.unit;
  const window = ({ from, until }: { from?: number; until?: number }): string =>
    `${from === undefined ? '' : ` from ${instant(from, unit)}`}${until === undefined ? '' : ` until ${instant(until, unit)}`}`;

  switch (action.action) {
    case 'clamp':
      return `${variableName(action.variable)} held at ${inUnit(action.value, unitOf(action.variable))}${window(action)}`;
    case 'policy':
      return `${variableName(action.variable)} kept at ${action.value}${window(action)}`;
    case 'hold': {
      const arm =
        action.of.length === 0
          ? 'with no intervention'
          : `under ${action.of.map((id) => `“${nameOf(document.interventions, id)}”`).join(' and ')}`;
      const where =
        action.mechanism === undefined
          ? `${variableName(action.variable)} held at`
          : `${mechanismName(action.mechanism)} sees ${variableName(action.variable)} at`;
      return `${where} its course ${arm}${window(action)}`;
    }
    case 'scale': {
      const { factor } = action;
      if (factor === 0) return `${mechanismName(action.mechanism)} switched off${window(action)}`;
      const verb = factor < 1 ? 'slowed to' : factor > 1 ? 'boosted to' : 'left at';
      return `${mechanismName(action.mechanism)} ${verb} ${Number((100 * factor).toPrecision(6))} % of its rate${window(action)}`;
    }
    case 'cut': {
      const instead =
        action.value === undefined
          ? `its value ${action.from === undefined ? 'at the start' : 'at that moment'}`
          : inUnit(action.value, unitOf(action.variable));
      return `${mechanismName(action.mechanism)} no longer sees ${variableName(action.variable)}${window(action)}, but ${instead}`;
    }
    case 'set': {
      const parameter = document.parameters.find(({ id }) => id === action.parameter);
      return `${parameter?.name ?? action.parameter} set to ${inUnit(action.value, parameter?.unit)}${window(action)}`;
    }
    case 'dose': {
      const amount = `${inUnit(action.amount, unitOf(action.variable))} of ${variableName(action.variable)} given`;
      if (action.count === 1 || action.interval === undefined) return `${amount} at ${instant(action.start, unit)}`;
      return `${amount} ${action.count} times, every ${duration(action.interval, unit)} from ${instant(action.start, unit)}`;
    }
    case 'infuse': {
      const of = unitOf(action.variable);
      const rate =
        typeof action.rate === 'number' && of !== undefined
          ? `${action.rate} ${of} per ${singular(unit)}`
          : `rate ${action.rate}`;
      return `${variableName(action.variable)} infused at ${rate}${window(action)}`;
    }
  }
}
