/**
 * Positions for a graph whose document has none, or not all: layers by longest path with back edges left out, each layer
 * ordered by the mean place of its neighbours (Sugiyama, Tagawa, Toda, 1981). Saved positions are kept as they are.
 */
import type { CausalGraph, GraphNode, GraphPosition } from '../graph/graph';

const COLUMN = 170,
  ROW = 105;
/** Where a stub sits beside its variable. */
const STUB: GraphPosition = { x: 92, y: 34 };

export function positions(graph: CausalGraph): Map<string, GraphPosition> {
  const stubs = graph.nodes.filter(({ self }) => self);
  const placed = graph.nodes.filter(({ self }) => !self);
  const saved = placed.filter(({ kind }) => kind === 'variable').every(({ position }) => position !== undefined);
  const at = saved ? savedPositions(placed, graph) : layered(placed, graph);
  const used = new Map<string, number>();
  for (const stub of stubs) {
    const edge = graph.edges.find(({ mechanism }) => mechanism === stub.id);
    const owner = edge === undefined ? '' : edge.from === stub.id ? edge.to : edge.from;
    const anchor = at.get(owner) ?? { x: 0, y: 0 },
      turn = used.get(owner) ?? 0;
    used.set(owner, turn + 1);
    const beside = { x: anchor.x + (turn % 2 === 0 ? STUB.x : -STUB.x), y: anchor.y + STUB.y * (turn < 2 ? 1 : -1) };
    at.set(stub.id, (saved ? stub.position : undefined) ?? beside);
  }
  return at;
}

/** A hub without a position goes between what it connects, or above its only neighbour. */
function savedPositions(nodes: readonly GraphNode[], graph: CausalGraph): Map<string, GraphPosition> {
  const at = new Map<string, GraphPosition>();
  for (const { id, position } of nodes) if (position !== undefined) at.set(id, position);
  for (const { id } of nodes) {
    if (at.has(id)) continue;
    const near = neighbours(graph, id).flatMap((other) => at.get(other) ?? []);
    const mean = (pick: (p: GraphPosition) => number): number =>
      near.reduce((sum, p) => sum + pick(p), 0) / Math.max(1, near.length);
    at.set(id, { x: mean((p) => p.x), y: mean((p) => p.y) - (near.length < 2 ? 70 : 0) });
  }
  return at;
}

const neighbours = (graph: CausalGraph, id: string): string[] => [
  ...new Set(graph.edges.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []))),
];

function layered(nodes: readonly GraphNode[], graph: CausalGraph): Map<string, GraphPosition> {
  const ids = nodes.map(({ id }) => id),
    known = new Set(ids);
  const next = new Map(ids.map((id): [string, string[]] => [id, []]));
  for (const { from, to } of graph.edges) if (known.has(to)) next.get(from)?.push(to);
  const order = withoutBackEdges(ids, next);
  const layer = new Map(ids.map((id) => [id, 0]));
  for (const id of order) for (const to of next.get(id)!) layer.set(to, Math.max(layer.get(to)!, layer.get(id)! + 1));
  for (const id of order) {
    const after = next.get(id)!;
    const uncaused = !graph.edges.some(({ to }) => to === id);
    if (uncaused && after.length > 0) layer.set(id, Math.min(...after.map((to) => layer.get(to)!)) - 1);
  }
  const rows: string[][] = [];
  for (const id of ids) (rows[layer.get(id)!] ??= []).push(id);
  const place = new Map<string, number>();
  const spread = (row: readonly string[]): void => row.forEach((id, i) => place.set(id, i - (row.length - 1) / 2));
  rows.forEach(spread);
  for (let sweep = 0; sweep < 6; sweep++) {
    for (const row of sweep % 2 === 0 ? rows : rows.toReversed()) {
      const mean = new Map(
        row.map((id) => {
          const near = neighbours(graph, id).filter((other) => place.has(other) && layer.get(other) !== layer.get(id));
          return [id, near.length === 0 ? place.get(id)! : near.reduce((sum, other) => sum + place.get(other)!, 0) / near.length];
        }),
      );
      row.sort((a, b) => mean.get(a)! - mean.get(b)!);
      spread(row);
    }
  }
  return new Map(ids.map((id) => [id, { x: place.get(id)! * COLUMN, y: layer.get(id)! * ROW }]));
}

/** Takes back edges of a depth-first search out of `next`. @returns the ids in topological order of what is left */
function withoutBackEdges(ids: readonly string[], next: Map<string, string[]>): string[] {
  const state = new Map<string, 'open' | 'done'>(),
    order: string[] = [];
  const visit = (id: string): void => {
    state.set(id, 'open');
    next.set(
      id,
      next.get(id)!.filter((to) => {
        if (state.get(to) === 'open') return false;
        if (!state.has(to)) visit(to);
        return true;
      }),
    );
    state.set(id, 'done');
    order.unshift(id);
  };
  const incoming = new Set([...next.values()].flat());
  for (const id of [...ids.filter((id) => !incoming.has(id)), ...ids]) if (!state.has(id)) visit(id);
  return order;
}
