/**
 * The diagram's cytoscape instance joined to the workbench: the document's graph goes in, selections, moves and new
 * variables come out as edits. Overlays read `pan`, `zoom` and `version`, which change with the view and the nodes.
 */
import { untrack } from 'svelte';
import cytoscape, { type Core, type EventObject } from 'cytoscape';
import { causalGraph } from '../../core/graph/graph';
import { cutEdgeIds, graphUnder, surgeryOf, type Surgery } from '../../core/graph/surgery';
import { addVariable, forgetPositions, move } from '../../core/model/edit';
import type { Arm, Scenario } from '../../core/model/schema';
import type { CanvasCommands, Workbench } from '../state/workbench.svelte';
import { elementsOf, partOf, unitsOf } from './elements';
import { placeLabels } from './labels';
import { clearOf, layered, placeMissing, type Point } from './layout';
import { NODE_FONT, stylesheet } from './stylesheet';
import { sync } from './sync';

const ZOOM = { min: 0.2, max: 3 };
/** A new variable keeps this far from the middle of others, so that none covers another. */
const NEW_CLEARANCE = 130;

export class Canvas implements CanvasCommands {
  readonly cy: Core;
  pan: Point = $state.raw({ x: 0, y: 0 });
  zoom = $state(1);
  /** counts changes of what is drawn and where */
  version = $state(0);
  hovered: string | null = $state(null);
  /** places given by the layout to nodes that the document does not place */
  #laidOut: Record<string, Point> = {};
  #opening: object | null | undefined;
  #applying = false;
  #dragFrom: Record<string, Point> | null = null;
  readonly #workbench: Workbench;
  readonly #pen = document.createElement('canvas').getContext('2d');

  constructor(container: HTMLElement, workbench: Workbench) {
    this.#workbench = workbench;
    this.cy = cytoscape({
      container,
      style: stylesheet(),
      minZoom: ZOOM.min,
      maxZoom: ZOOM.max,
      userZoomingEnabled: false,
      boxSelectionEnabled: true,
      selectionType: 'single',
    });
    this.#listen();
  }

  /**
   * Draws the document as it is under an arm of the comparison.
   * @param opening stays the same while one document is open: the view is fitted to another one
   */
  show(scenario: Scenario, arm: Arm | null, opening: object | null): void {
    const surgery: Surgery = surgeryOf(scenario, arm?.interventions ?? []);
    const graph = graphUnder(causalGraph(scenario), surgery);
    const isFirst = opening !== this.#opening;
    if (isFirst) this.#laidOut = {};
    this.#opening = opening;
    const elements = elementsOf(graph, { units: unitsOf(scenario), surgery, cut: cutEdgeIds(graph, surgery) }, (text) =>
      this.#measure(text),
    );
    const saved: Record<string, Point> = Object.fromEntries(
      graph.nodes.flatMap(({ id, position }) => (position ? [[id, position]] : [])),
    );
    const present = new Set(graph.nodes.map(({ id }) => id));
    const kept = Object.fromEntries(Object.entries(this.#laidOut).filter(([id]) => present.has(id)));
    this.#applying = true;
    if (Object.keys(saved).length + Object.keys(kept).length === 0) {
      sync(this.cy, elements, {});
      this.#laidOut = layered(this.cy);
    } else {
      const places = placeMissing(graph, { ...kept, ...saved });
      this.#laidOut = Object.fromEntries(Object.entries(places).filter(([id]) => saved[id] === undefined));
      sync(this.cy, elements, places);
    }
    placeLabels(this.cy);
    this.#applying = false;
    this.select(untrack(() => this.#workbench.selection.ids));
    this.#touch();
    if (isFirst) this.fit();
  }

  restyle(): void {
    this.cy.style(stylesheet());
  }

  select(ids: readonly string[]): void {
    const wanted = new Set(ids);
    this.#applying = true;
    this.cy.batch(() => {
      for (const element of this.cy.elements().toArray()) {
        const part = partOf(element);
        const whole = element.isNode() || this.cy.getElementById(part).empty();
        const isSelected = wanted.has(part) && whole;
        if (element.selected() !== isSelected) {
          if (isSelected) element.select();
          else element.unselect();
        }
        element.toggleClass('of-selected', element.isEdge() && wanted.has(part) && element.data('mechanism') === part);
      }
    });
    this.#applying = false;
  }

  fit(): void {
    this.cy.resize();
    if (this.cy.elements().empty()) return;
    this.cy.fit(undefined, 40);
    if (this.cy.zoom() > 1.15) {
      this.cy.zoom(1.15);
      this.cy.center();
    }
  }

  zoomBy(factor: number, at: Point = { x: this.cy.width() / 2, y: this.cy.height() / 2 }): void {
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: { ...at } });
  }

  panBy(by: Point): void {
    this.cy.panBy({ ...by });
  }

  reveal(id: string): void {
    const element = this.elementOf(id);
    if (element.empty()) return;
    const box = element.renderedBoundingBox();
    if (box.x1 < 0 || box.y1 < 0 || box.x2 > this.cy.width() || box.y2 > this.cy.height())
      this.cy.animate({ center: { eles: element } }, { duration: 160 });
  }

  /** Adds a variable where the view's middle is, or at a place, with the cursor in its name. */
  addVariable(at?: Point): void {
    const { x1, x2, y1, y2 } = this.cy.extent();
    const position =
      at ??
      clearOf(
        { x: (x1 + x2) / 2, y: (y1 + y2) / 2 },
        this.cy.nodes().map((node) => node.position()),
        NEW_CLEARANCE,
      );
    let made = '';
    this.#workbench.edit(
      'Add a variable',
      (scenario) => {
        const edited = addVariable(scenario, { position: { x: Math.round(position.x), y: Math.round(position.y) } });
        made = edited.id;
        return edited.document;
      },
      { merge: 'new-variable' },
    );
    if (made !== '') this.#workbench.selection.name(made);
  }

  /** Forgets every place and lays the diagram out anew, as one undoable edit. */
  layOut(): void {
    const places = layered(this.cy);
    this.#workbench.edit('Lay out', (scenario) => move(forgetPositions(scenario), places));
    this.fit();
  }

  /** @returns the node of a part, or the arrow that stands for it */
  elementOf(id: string) {
    const node = this.cy.getElementById(id);
    return node.nonempty()
      ? node
      : this.cy
          .edges()
          .filter((edge) => edge.data('mechanism') === id)
          .first();
  }

  /** @param pointer in the window's pixels @returns the place in the diagram */
  toDiagram(pointer: { clientX: number; clientY: number }): Point {
    const box = this.cy.container()?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const { x, y } = this.cy.pan(),
      zoom = this.cy.zoom();
    return { x: (pointer.clientX - box.left - x) / zoom, y: (pointer.clientY - box.top - y) / zoom };
  }

  /** Puts dragged nodes back where the drag began. @returns whether there was a drag */
  abandonDrag(): boolean {
    if (this.#dragFrom === null) return false;
    const from = this.#dragFrom;
    this.#dragFrom = null;
    // cytoscape has no call that ends a drag; letting go of the button does
    dispatchEvent(new MouseEvent('mouseup'));
    for (const [id, place] of Object.entries(from)) this.cy.getElementById(id).position({ ...place });
    return true;
  }

  destroy(): void {
    this.cy.destroy();
  }

  #listen(): void {
    const { cy } = this;
    cy.on('viewport resize', () => {
      this.pan = { ...cy.pan() };
      this.zoom = cy.zoom();
    });
    cy.on('position', 'node', () => this.#touch());
    let scheduled = false;
    cy.on('select unselect', () => {
      if (this.#applying || scheduled) return;
      scheduled = true;
      queueMicrotask(() => {
        scheduled = false;
        this.#workbench.selection.set(...new Set(cy.$(':selected').map(partOf)));
      });
    });
    cy.on('mouseover', 'node', (event: EventObject) => {
      this.hovered = event.target.id();
    });
    cy.on('dbltap', (event: EventObject) => {
      if (event.target === cy) this.addVariable(event.position);
      else this.#workbench.selection.rename(partOf(event.target));
    });
    cy.on('grab', 'node', () => {
      this.#dragFrom = Object.fromEntries(cy.nodes(':selected, :grabbed').map((node) => [node.id(), { ...node.position() }]));
    });
    cy.on('dragfree', 'node', () => this.#finishDrag());
    cy.on('free', 'node', () =>
      queueMicrotask(() => {
        this.#dragFrom = null;
      }),
    );
  }

  #finishDrag(): void {
    const from = this.#dragFrom;
    this.#dragFrom = null;
    if (from === null) return;
    const ids = Object.keys(from);
    const to = Object.fromEntries(ids.map((id) => [id, { ...this.cy.getElementById(id).position() }]));
    if (ids.some((id) => Math.hypot(to[id].x - from[id].x, to[id].y - from[id].y) >= 1)) {
      this.#workbench.edit(ids.length === 1 ? 'Move' : `Move ${ids.length} nodes`, (scenario) => move(scenario, to));
    }
  }

  #touch(): void {
    this.version = untrack(() => this.version) + 1;
  }

  #measure(text: string): number {
    if (this.#pen === null) return text.length * 7;
    this.#pen.font = NODE_FONT;
    return this.#pen.measureText(text).width;
  }
}
