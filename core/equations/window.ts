/** The time windows of actions, and the conflicts between actions that would replace one thing twice. */
import type { Action, Intervention, Scenario } from '../model/schema';
import type { Faults } from './faults';

/** An action with its place in the document and its window; a dose has its times instead. */
export interface Scheduled<A extends Action = Action> {
  readonly action: A;
  readonly path: string;
  readonly intervention: string;
  /** half-open window [from, until) */
  readonly from: number;
  readonly until: number;
}

/** What a replacing action replaces; null for actions that add. */
export function target(action: Action): string | null {
  switch (action.action) {
    case 'clamp':
    case 'policy':
      return `variable ${action.variable}`;
    case 'set':
      return `parameter ${action.parameter}`;
    case 'scale':
      return `mechanism ${action.mechanism}`;
    case 'hold':
      return action.mechanism === undefined ? `variable ${action.variable}` : `arrow ${action.variable} → ${action.mechanism}`;
    case 'cut':
      return `arrow ${action.variable} → ${action.mechanism}`;
    case 'dose':
    case 'infuse':
      return null;
  }
}

/** Times of a dose's schedule: start, start + interval, … */
export const doseTimes = (action: Extract<Action, { action: 'dose' }>): number[] =>
  Array.from(
    { length: action.interval === undefined ? 1 : action.count },
    (_unused, k) => action.start + k * (action.interval ?? 0),
  );

/** Gathers the actions of the named interventions, and adds a fault for each empty window and each conflict. */
export function schedule(document: Scenario, ids: readonly string[], faults: Faults): Scheduled[] {
  const all: Scheduled[] = [];
  for (const id of ids) {
    const index = document.interventions.findIndex((intervention: Intervention) => intervention.id === id);
    if (index < 0) {
      faults.add(
        'interventions',
        id,
        `no intervention "${id}"`,
        `the document has ${document.interventions.map((i) => i.id).join(', ') || 'none'}`,
      );
      continue;
    }
    document.interventions[index].actions.forEach((action, k) => {
      const path = `interventions[${index}].actions[${k}]`;
      const from = action.action === 'dose' ? action.start : (action.from ?? -Infinity);
      const until = action.action === 'dose' ? Infinity : (action.until ?? Infinity);
      if (until <= from)
        faults.add(
          `${path}.until`,
          id,
          `the window ends at ${until}, not after it begins at ${from}`,
          'let it end later, or leave "until" out',
        );
      all.push({ action, path, intervention: id, from, until });
    });
  }
  for (let i = 0; i < all.length; i++) {
    for (let j = i + 1; j < all.length; j++) {
      const [a, b] = [all[i], all[j]],
        what = target(a.action);
      if (what !== null && what === target(b.action) && a.from < b.until && b.from < a.until) {
        faults.add(
          b.path,
          b.intervention,
          `${b.intervention} and ${a.intervention} both replace ${what} at the same time (${a.path} and ${b.path})`,
          'give them windows that do not overlap, or leave one out of this arm',
        );
      }
    }
  }
  return all;
}

/** The instants in (from, until] at which a window opens or closes or a dose is given, in order, each once. */
export function instantsOf(items: readonly Scheduled[], from: number, until: number): number[] {
  const times = items.flatMap((item) => (item.action.action === 'dose' ? doseTimes(item.action) : [item.from, item.until]));
  return [...new Set(times.filter((time) => time > from && time <= until))].sort((a, b) => a - b);
}
