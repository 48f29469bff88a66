/** Topological order with the cycle named where there is one. */

/**
 * @param readsOf ids that an id reads, all among `ids`
 * @returns order in which each id follows what it reads; `cycle` holds one cycle's members, empty if there is none
 */
export function topologicalOrder(
  ids: Iterable<string>,
  readsOf: (id: string) => readonly string[],
): { order: string[]; cycle: string[] } {
  const order: string[] = [],
    done = new Set<string>(),
    path: string[] = [];
  let cycle: string[] = [];
  const visit = (id: string): void => {
    if (done.has(id)) return;
    const at = path.indexOf(id);
    if (at >= 0) {
      if (cycle.length === 0) cycle = path.slice(at);
      return;
    }
    path.push(id);
    readsOf(id).forEach(visit);
    path.pop();
    done.add(id);
    order.push(id);
  };
  for (const id of ids) visit(id);
  return { order, cycle };
}
