import { describe, expect, it } from 'vitest';
import { causalGraph } from '../../core/graph/graph';
import { surgeryOf } from '../../core/graph/surgery';
import { drawDiagram } from '../../core/report/diagram';
import { labelSide } from '../../core/report/label';
import { positions } from '../../core/report/layout';
import { clearRoute, route } from '../../core/report/route';
import { copyOfSmall, small } from '../graph/small';

const svg = (interventions: string[]): string => drawDiagram(small, surgeryOf(small, interventions), 'a diagram').text;
const count = (text: string, part: string): number => text.split(part).length - 1;

describe('the diagram', () => {
  it('has a line for each edge of the graph and a node for each node', () => {
    const graph = causalGraph(small),
      text = svg([]);
    expect(count(text, 'class="edge ')).toBe(graph.edges.length);
    expect(count(text, '<g class="variable') + count(text, '<g class="mechanism')).toBe(graph.nodes.length);
    expect(count(text, 'class="tee"')).toBe(graph.edges.filter(({ end }) => end === 'tee').length);
  });
  it('crosses what is cut and tags what is held', () => {
    expect(count(svg([]), 'class="cross"')).toBe(0);
    expect(count(svg(['no_tgfb']), 'class="cross"')).toBe(2);
    expect(svg(['no_tgfb'])).toMatch(/class="tag">.*>do</);
  });
  it('says by which factor a mechanism is scaled, on its hub or on its arrow', () => {
    const document = copyOfSmall();
    document.interventions.push({
      id: 'half',
      name: 'half',
      actions: [
        { action: 'scale', mechanism: 'killing', factor: 0.5 },
        { action: 'scale', mechanism: 'infiltration', factor: 2 },
      ],
    });
    const text = drawDiagram(document, surgeryOf(document, ['half']), '').text;
    expect(text).toMatch(/class="edge plain">.*<text class="do"[^>]*>× 0\.5</);
    expect(text).toContain('<tspan class="do">× 2</tspan>');
  });
  it('of an empty document says so', () => {
    const document = { ...copyOfSmall(), variables: [], mechanisms: [] };
    expect(drawDiagram(document, surgeryOf(document, []), '').text).toContain('empty');
  });
});

describe('positions', () => {
  it('are the saved ones where every variable has one, hubs between what they connect', () => {
    const document = copyOfSmall();
    document.mechanisms[4].position = undefined;
    const at = positions(causalGraph(document));
    expect(at.get('tgfb')).toEqual({ x: 260, y: 0 });
    expect(at.get('uptake')).toEqual({ x: 190, y: 95 });
  });
  it('are layered where one is missing: causes above effects, no two nodes in one place, feedback or not', () => {
    const document = copyOfSmall();
    document.variables.forEach((variable) => {
      variable.position = undefined;
    });
    const at = positions(causalGraph(document));
    expect(at.get('antigen')!.y).toBeLessThan(at.get('infiltration')!.y);
    expect(at.get('infiltration')!.y).toBeLessThan(at.get('E')!.y);
    expect(at.get('E')!.y).toBeLessThan(at.get('D')!.y);
    const places = [...at.values()].map(({ x, y }) => `${x} ${y}`);
    expect(new Set(places).size).toBe(places.length);
  });
});

describe('a name', () => {
  const hub = { x: 0, y: 0, halfWidth: 8, halfHeight: 8, round: true };
  it('goes to the side that lines leave free, to the right if it may', () => {
    expect(labelSide(hub, []).anchor).toBe('start');
    expect(labelSide(hub, [{ x: 50, y: 0 }]).anchor).toBe('end');
    expect(
      labelSide(hub, [
        { x: 50, y: 0 },
        { x: -50, y: 0 },
        { x: 0, y: -50 },
      ]),
    ).toEqual({ x: 0, y: 21, anchor: 'middle' });
  });
});

describe('a route', () => {
  const box = { x: 0, y: 0, halfWidth: 40, halfHeight: 20, round: false };
  const circle = { x: 200, y: 0, halfWidth: 8, halfHeight: 8, round: true };
  it('runs from border to border', () => {
    const straight = route(box, circle, 0);
    expect(straight.start).toEqual({ x: 41, y: 0 });
    expect(straight.end).toEqual({ x: 188, y: 0 });
    expect(straight.direction).toEqual({ x: 1, y: 0 });
  });
  it('bows to opposite sides there and back', () => {
    const there = route(box, circle, 24).middle.y,
      back = route(circle, box, 24).middle.y;
    expect(there).toBeLessThan(-5);
    expect(back).toBeCloseTo(-there, 0);
  });
  it('goes round what is in its way, and straight where nothing is', () => {
    const between = { x: 100, y: 0, halfWidth: 8, halfHeight: 8, round: true };
    expect(clearRoute(box, circle, 0, []).middle.y).toBe(0);
    expect(Math.abs(clearRoute(box, circle, 0, [between]).middle.y)).toBeGreaterThan(12);
  });
});
