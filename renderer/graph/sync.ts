/** Brings a cytoscape instance to a list of elements by the fewest changes, so that nothing flickers. */
import type { Core, ElementDefinition } from 'cytoscape';
import type { Point } from './layout';

export function sync(cy: Core, elements: readonly ElementDefinition[], places: Readonly<Record<string, Point>>): void {
  cy.batch(() => {
    const wanted = new Set(elements.map(({ data }) => data.id));
    cy.elements()
      .filter((element) => !wanted.has(element.id()))
      .remove();
    for (const definition of elements) {
      const element = cy.getElementById(String(definition.data.id));
      const place = places[String(definition.data.id)];
      if (element.empty()) {
        cy.add(definition.group === 'nodes' && place ? { ...definition, position: { ...place } } : definition);
        continue;
      }
      element.data(definition.data);
      element.classes(`${definition.classes ?? ''}${element.hasClass('of-selected') ? ' of-selected' : ''}`);
      if (element.isNode() && place && !element.grabbed()) element.position({ ...place });
    }
  });
}
