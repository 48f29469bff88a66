/** Which interventions matter to an arm: its own, and those under which a trajectory is taken that it holds a variable at. */
import type { Scenario } from './schema';

/** @param ids of interventions; one that the document does not have is left out of what it leads to */
export function heldInterventions(document: Scenario, ids: Iterable<string>): Set<string> {
  const found = new Set<string>(),
    queue = [...ids];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    for (const action of document.interventions.find((one) => one.id === id)?.actions ?? [])
      if (action.action === 'hold') queue.push(...action.of);
  }
  return found;
}
