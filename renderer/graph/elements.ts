/** The causal graph as cytoscape's elements: sizes, labels and classes, no positions. */
import type { ElementDefinition } from 'cytoscape';
import type { CausalGraph, GraphEdge, GraphNode } from '../../core/graph/graph';
import type { Scenario } from '../../core/model/schema';
import type { Surgery } from '../../core/graph/surgery';
import { shownUnit } from '../ui/format';

export type MeasureText = (text: string) => number;
export interface GraphLook {
  readonly units: ReadonlyMap<string, string>;
  readonly surgery: Surgery;
  readonly cut: ReadonlySet<string>;
}

export const unitsOf = (document: Scenario): ReadonlyMap<string, string> =>
  new Map(
    document.variables.flatMap(({ id, unit }) => {
      const shown = shownUnit(unit);
      return shown === undefined ? [] : [[id, shown] as const];
    }),
  );

/** @param measure width of a text in the node's font, pixels */
export function elementsOf(graph: CausalGraph, look: GraphLook, measure: MeasureText): ElementDefinition[] {
  return [...graph.nodes.map((node) => nodeElement(node, look, measure)), ...graph.edges.map((edge) => edgeElement(edge, look))];
}

function nodeElement(node: GraphNode, { units, surgery }: GraphLook, measure: MeasureText): ElementDefinition {
  if (node.kind === 'mechanism') {
    const scaled = surgery.scaled.find(({ mechanism }) => mechanism === node.id);
    return {
      group: 'nodes',
      data: { id: node.id, label: node.name, width: node.self ? 10 : 16, height: node.self ? 10 : 16 },
      classes: classes('mechanism', node.self && 'self', node.source && 'source', scaled?.factor === 0 && 'off'),
    };
  }
  const unit = units.get(node.id);
  const width = Math.max(72, Math.ceil(Math.max(measure(node.name), unit === undefined ? 0 : measure(unit))) + 28);
  return {
    group: 'nodes',
    data: {
      id: node.id,
      label: unit === undefined ? node.name : `${node.name}\n${unit}`,
      width,
      height: unit === undefined ? 34 : 46,
    },
    classes: classes('variable', node.variableKind, surgery.clamped.includes(node.id) && 'clamped'),
  };
}

function edgeElement(edge: GraphEdge, { cut }: GraphLook): ElementDefinition {
  return {
    group: 'edges',
    data: { id: edge.id, source: edge.from, target: edge.to, mechanism: edge.mechanism },
    classes: classes(edge.role, edge.kind, edge.end, cut.has(edge.id) && 'cut'),
  };
}

const classes = (...names: (string | false | undefined)[]): string => names.filter(Boolean).join(' ');

/** @returns the ids that a selected element stands for: an arrow means its mechanism, or the variable it defines */
export function partOf(element: { isNode(): boolean; id(): string; data(name: string): unknown }): string {
  if (element.isNode()) return element.id();
  const mechanism = element.data('mechanism');
  return typeof mechanism === 'string' ? mechanism : String(element.data('target'));
}
