/** Names of mechanisms go above or below their circle, on the side where fewer arrows would run through them. */
import type { Core } from 'cytoscape';

/** Arrows steeper than this run through a label. */
const STEEP = 0.8;

export function placeLabels(cy: Core): void {
  for (const node of cy.nodes('.mechanism').toArray()) {
    const { x, y } = node.position();
    let below = 0,
      above = 0;
    for (const other of node.neighborhood().nodes().toArray()) {
      const dx = other.position().x - x,
        dy = other.position().y - y;
      if (dy > STEEP * Math.abs(dx)) below++;
      else if (-dy > STEEP * Math.abs(dx)) above++;
    }
    node.toggleClass('label-above', below > above);
  }
}
