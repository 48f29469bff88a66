/**
 * The causal diagram of one arm as SVG: variables as boxes, mechanisms where arrows meet as small circles, → for what
 * promotes and ⊣ for what inhibits or removes. What an intervention cuts is dashed and crossed; what it holds is tagged.
 */
import { causalGraph } from '../graph/graph';
import type { CausalGraph, GraphEdge, GraphNode, GraphPosition } from '../graph/graph';
import { cutEdgeIds, graphUnder } from '../graph/surgery';
import type { Surgery } from '../graph/surgery';
import type { Scenario } from '../model/schema';
import { html, nothing } from './html';
import type { Html } from './html';
import { positions } from './layout';
import { labelSide } from './label';
import { clearRoute } from './route';
import type { Route, Shape } from './route';

const CHARACTER = 8,
  MARGIN = 26,
  MAX_NAME = 30;

const shorten = (name: string): string => (name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name);
const round = (value: number): number => Math.round(value * 10) / 10;

/** @param caption what the diagram shows, for screen readers */
export function drawDiagram(document: Scenario, surgery: Surgery, caption: string): Html {
  const graph = graphUnder(causalGraph(document), surgery);
  if (graph.nodes.length === 0) return html`<p class="note">The diagram is empty.</p>`;
  const shapes = shapesOf(graph),
    cut = cutEdgeIds(graph, surgery);
  const lines = graph.edges.map((edge) => {
    const from = shapes.get(edge.from)!,
      to = shapes.get(edge.to)!;
    const others = [...shapes.values()].filter((shape) => shape !== from && shape !== to);
    return { edge, path: clearRoute(from, to, bowOf(edge, graph), others) };
  });
  const xs = [...shapes.values()].flatMap(({ x, halfWidth }) => [x - halfWidth, x + halfWidth]);
  const ys = [...shapes.values()].flatMap(({ y, halfHeight }) => [y - halfHeight, y + halfHeight]);
  for (const {
    path: { middle },
  } of lines) {
    xs.push(middle.x);
    ys.push(middle.y);
  }
  for (const { id, name, kind } of graph.nodes) {
    if (kind !== 'mechanism') continue;
    const { x } = shapes.get(id)!,
      room = 14 + shorten(name).length * 5.6;
    xs.push(x - room, x + room);
  }
  const left = Math.min(...xs) - MARGIN,
    top = Math.min(...ys) - MARGIN;
  const width = Math.max(...xs) + MARGIN - left,
    height = Math.max(...ys) + MARGIN - top;
  return html`<svg class="diagram" role="img" aria-label="${caption}" viewBox="${round(left)} ${round(top)} ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}" xmlns="http://www.w3.org/2000/svg">
${lines.map(({ edge, path }) => drawEdge(edge, path, cut.has(edge.id), surgery))}
${graph.nodes.map((node) =>
  drawNode(
    node,
    shapes.get(node.id)!,
    surgery,
    lines.filter(({ edge }) => edge.from === node.id || edge.to === node.id).map(({ path }) => path.control),
  ),
)}
</svg>`;
}

function shapesOf(graph: CausalGraph): Map<string, Shape> {
  const at = positions(graph);
  return new Map(
    graph.nodes.map(({ id, kind, name, self, source }): [string, Shape] => {
      const { x, y } = at.get(id)!;
      if (kind === 'variable')
        return [id, { x, y, halfWidth: Math.max(30, (shorten(name).length * CHARACTER) / 2 + 12), halfHeight: 17, round: false }];
      const radius = self || source ? 6 : 8;
      return [id, { x, y, halfWidth: radius, halfHeight: radius, round: true }];
    }),
  );
}

/** Lines there and back bow apart; so do parallel ones between the same two nodes. */
function bowOf(edge: GraphEdge, graph: CausalGraph): number {
  const twins = graph.edges.filter(({ from, to }) => from === edge.from && to === edge.to);
  const place = twins.indexOf(edge) - (twins.length - 1) / 2;
  return (edge.pair === null ? 0 : 24) + place * 36;
}

function drawEdge(edge: GraphEdge, { start, control, end, middle, direction }: Route, isCut: boolean, surgery: Surgery): Html {
  const tone = isCut ? 'cut' : edge.kind === 'inhibition' ? 'inhibition' : edge.role === 'assignment' ? 'assignment' : 'plain';
  const normal = { x: -direction.y, y: direction.x };
  const at = (along: number, across: number): string =>
    `${round(end.x + along * direction.x + across * normal.x)},${round(end.y + along * direction.y + across * normal.y)}`;
  const head =
    edge.end === 'tee'
      ? html`<path class="tee" d="M${at(0, -7)}L${at(0, 7)}"/>`
      : html`<path class="head" d="M${at(0, 0)}L${at(-9, -4)}L${at(-9, 4)}Z"/>`;
  const stop = edge.end === 'tee' ? at(0, 0) : at(-6, 0);
  const cross = isCut
    ? html`<circle class="halo" cx="${round(middle.x)}" cy="${round(middle.y)}" r="8"/><path class="cross" d="M${round(middle.x - 4.5)},${round(middle.y - 4.5)}l9,9m0,-9l-9,9"/>`
    : nothing;
  // a direct arrow has no hub to carry the tag of its mechanism
  const { mechanism } = edge;
  const tag = mechanism === null || edge.from === mechanism || edge.to === mechanism ? '' : tagOf(mechanism, surgery);
  const factor =
    tag === '' ? nothing : html`<text class="do" x="${round(middle.x + 8)}" y="${round(middle.y + 4)}">${tag}</text>`;
  return html`<g class="edge ${tone}"><path class="line" d="M${round(start.x)},${round(start.y)}Q${round(control.x)},${round(control.y)} ${stop}"/>${head}${cross}${factor}</g>\n`;
}

/** @param towards points to which lines leave the node */
function drawNode(
  { id, kind, name, self, variableKind }: GraphNode,
  shape: Shape,
  surgery: Surgery,
  towards: readonly GraphPosition[],
): Html {
  const { x, y, halfWidth, halfHeight } = shape;
  const tag = tagOf(id, surgery);
  if (kind === 'mechanism') {
    const label = labelSide(shape, towards);
    const slash = self
      ? html`<path class="slash" d="M${round(x - 6)},${round(y + 6)}L${round(x + 6)},${round(y - 6)}"/>`
      : nothing;
    return html`<g class="mechanism${tag === '' ? '' : ' touched'}"><circle cx="${round(x)}" cy="${round(y)}" r="${halfWidth}"/>${slash}<text x="${round(label.x)}" y="${round(label.y)}" text-anchor="${label.anchor}">${shorten(name)}${tag === '' ? nothing : html` <tspan class="do">${tag}</tspan>`}</text></g>\n`;
  }
  const clamped = surgery.clamped.includes(id);
  return html`<g class="variable ${variableKind}${clamped ? ' clamped' : ''}"><rect x="${round(x - halfWidth)}" y="${round(y - halfHeight)}" width="${round(2 * halfWidth)}" height="${2 * halfHeight}" rx="7"/><text x="${round(x)}" y="${round(y + 4.5)}">${shorten(name)}</text>${
    tag === ''
      ? nothing
      : html`<g class="tag"><rect x="${round(x + halfWidth - 16)}" y="${round(y - halfHeight - 11)}" width="${round(tag.length * 6.6 + 10)}" height="17" rx="8.5"/><text x="${round(x + halfWidth - 16 + (tag.length * 6.6 + 10) / 2)}" y="${round(y - halfHeight + 1.5)}">${tag}</text></g>`
  }</g>\n`;
}

function tagOf(id: string, surgery: Surgery): string {
  const factors = surgery.scaled
    .filter(({ mechanism, factor }) => mechanism === id && factor !== 0)
    .map(({ factor }) => `× ${factor}`);
  return [
    ...(surgery.clamped.includes(id) ? ['do'] : []),
    ...(surgery.dosed.includes(id) ? ['dose'] : []),
    ...(surgery.infused.includes(id) ? ['infusion'] : []),
    ...factors,
  ].join(', ');
}
