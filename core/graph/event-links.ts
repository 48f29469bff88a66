/** What events make of the causal graph: what a trigger, delay, priority or value reads acts on the variable that is assigned. */
import type { Scenario } from '../model/schema';
import { identifiers } from './identifiers';

export interface EventLink {
  readonly from: string;
  readonly to: string;
}

/** Each link once; names that are no variables are left out. */
export function eventLinks(document: Scenario): EventLink[] {
  const known = new Set(document.variables.map(({ id }) => id));
  const links = new Map<string, EventLink>();
  for (const { trigger, delay = 0, priority = 0, assignments } of document.events) {
    for (const { variable: to, value } of assignments) {
      const reads = [trigger, delay, priority, value].flatMap((quantity) => identifiers(String(quantity)));
      for (const from of reads) if (known.has(from) && known.has(to)) links.set(`${from} ${to}`, { from, to });
    }
  }
  return [...links.values()];
}
