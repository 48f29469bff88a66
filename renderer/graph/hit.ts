/** What lies under the pointer while an arrow is being drawn: nodes first, within a margin, then arrows that are mechanisms. */
import type { Core } from 'cytoscape';
import type { Point } from './layout';

const NODE_MARGIN = 10,
  EDGE_MARGIN = 14;

/** @returns the element's id in the diagram, and the id of the part it stands for */
export function hit(cy: Core, at: Point): { element: string; part: string } | null {
  let best: { element: string; part: string } | null = null,
    nearest = Infinity;
  for (const node of cy.nodes().toArray()) {
    const { x, y } = node.position();
    const outside = Math.max(Math.abs(at.x - x) - node.width() / 2, Math.abs(at.y - y) - node.height() / 2);
    if (outside <= NODE_MARGIN && outside < nearest) {
      nearest = outside;
      best = { element: node.id(), part: node.id() };
    }
  }
  if (best !== null) return best;
  for (const edge of cy.edges().toArray()) {
    const mechanism: unknown = edge.data('mechanism');
    if (typeof mechanism !== 'string') continue;
    const far = distanceToSegment(at, edge.sourceEndpoint(), edge.targetEndpoint());
    if (far <= EDGE_MARGIN && far < nearest) {
      nearest = far;
      best = { element: edge.id(), part: mechanism };
    }
  }
  return best;
}

function distanceToSegment(p: Point, a: Point, b: Point): number {
  const dx = b.x - a.x,
    dy = b.y - a.y,
    length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length));
  return Math.hypot(p.x - a.x - share * dx, p.y - a.y - share * dy);
}
