/** Places for nodes that the document gives none: by dagre when nothing is placed yet, else beside their neighbours. */
import cytoscape, { type Core } from 'cytoscape';
import dagre from 'cytoscape-dagre';
import type { CausalGraph } from '../../core/graph/graph';

export interface Point {
  readonly x: number;
  readonly y: number;
}
cytoscape.use(dagre);

const CLEARANCE = 64;
const STUB_DISTANCE = 92;

/** Lays out every node of the diagram, layered from left to right, and gives the places. */
export function layered(cy: Core): Record<string, Point> {
  const options = {
    name: 'dagre',
    rankDir: 'LR',
    nodeSep: 34,
    rankSep: 58,
    edgeSep: 12,
    fit: false,
    animate: false,
    nodeDimensionsIncludeLabels: true,
  } as const;
  cy.layout(options).run();
  return Object.fromEntries(cy.nodes().map((node) => [node.id(), { ...node.position() }]));
}

/**
 * Places nodes beside what they touch: a mechanism between its variables, a stub on the free side of its variable.
 * @param known places that stay as they are
 */
export function placeMissing(graph: CausalGraph, known: Readonly<Record<string, Point>>): Record<string, Point> {
  const places: Record<string, Point> = { ...known };
  const missing = graph.nodes.filter(({ id }) => places[id] === undefined);
  const neighbours = (id: string): Point[] =>
    graph.edges
      .flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []))
      .flatMap((other) => (places[other] ? [places[other]] : []));
  for (const node of missing.toSorted((a, b) => Number(a.self) - Number(b.self))) {
    const near = neighbours(node.id);
    const wanted =
      near.length === 0
        ? below(Object.values(places))
        : node.self || near.length === 1
          ? beside(near[0], Object.values(places))
          : { x: mean(near.map(({ x }) => x)), y: mean(near.map(({ y }) => y)) };
    places[node.id] = clearOf(wanted, Object.values(places));
  }
  return places;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

function below(places: readonly Point[]): Point {
  if (places.length === 0) return { x: 0, y: 0 };
  return { x: mean(places.map(({ x }) => x)), y: Math.max(...places.map(({ y }) => y)) + 100 };
}

/** The direction, of eight, that is farthest from everything else. */
function beside(anchor: Point, others: readonly Point[]): Point {
  const candidates = Array.from({ length: 8 }, (_, i) => {
    const angle = -Math.PI / 2 + (i * Math.PI) / 4;
    return { x: anchor.x + STUB_DISTANCE * Math.cos(angle) * 1.2, y: anchor.y + STUB_DISTANCE * Math.sin(angle) };
  });
  const room = (point: Point): number => Math.min(...others.map((other) => distance(point, other)));
  return candidates.reduce((best, candidate) => (room(candidate) > room(best) + 1e-9 ? candidate : best));
}

/** Walks outward in a spiral until nothing is near. */
export function clearOf(wanted: Point, others: readonly Point[], clearance = CLEARANCE): Point {
  for (let step = 0; step < 200; step++) {
    const radius = 12 * Math.sqrt(step),
      angle = step * 2.4;
    const point = { x: wanted.x + radius * Math.cos(angle), y: wanted.y + radius * Math.sin(angle) };
    if (others.every((other) => distance(point, other) >= clearance)) return point;
  }
  return wanted;
}
