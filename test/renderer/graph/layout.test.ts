import { describe, expect, it } from 'vitest';
import { causalGraph } from '../../../core/graph/graph';
import { scenario, type Scenario } from '../../../core/model/schema';
import { placeMissing, type Point } from '../../../renderer/graph/layout';

const document: Scenario = scenario.parse({
  format: 'doflow-scenario',
  version: 2,
  about: { title: 'Three' },
  variables: ['a', 'b', 'c'].map((id) => ({ id, name: id, kind: 'state', initial: 1 })),
  mechanisms: [
    {
      id: 'joint',
      name: 'Joint',
      law: { kind: 'mass-action', parameters: { k: 1 } },
      inputs: [
        { variable: 'a', role: 'reactant' },
        { variable: 'b', role: 'reactant' },
      ],
      effects: [{ variable: 'c' }],
    },
    {
      id: 'decay',
      name: 'Decay',
      law: { kind: 'first-order', parameters: { k: 1 } },
      inputs: [{ variable: 'c', role: 'substrate' }],
      effects: [{ variable: 'c', coefficient: -1 }],
    },
  ],
});
const graph = causalGraph(document);
const distances = (places: Readonly<Record<string, { x: number; y: number }>>): number[] => {
  const all = Object.values(places);
  return all.flatMap((one, i) => all.slice(i + 1).map((other) => Math.hypot(one.x - other.x, one.y - other.y)));
};

describe('Places for new nodes', () => {
  it('leave what is placed where it is, and give every node one', () => {
    const known = { a: { x: 0, y: 0 }, b: { x: 0, y: 300 }, c: { x: 400, y: 150 } };
    const places = placeMissing(graph, known);
    expect(places).toMatchObject(known);
    expect(Object.keys(places).sort()).toEqual(graph.nodes.map(({ id }) => id).sort());
  });
  it('are amid the variables that a mechanism joins', () => {
    const places = placeMissing(graph, { a: { x: 0, y: 0 }, b: { x: 0, y: 300 }, c: { x: 600, y: 150 } });
    expect(places.joint).toEqual({ x: 200, y: 150 });
  });
  it('are beside its variable for a stub, on the free side', () => {
    const places = placeMissing(graph, {
      a: { x: 0, y: 0 },
      b: { x: 0, y: 300 },
      c: { x: 600, y: 150 },
      joint: { x: 300, y: 150 },
    });
    expect(places.decay!.x).toBeGreaterThan(600);
    expect(Math.hypot(places.decay!.x - 600, places.decay!.y - 150)).toBeLessThan(150);
  });
  it('keep clear of each other, also where nothing is placed', () => {
    const placed: Readonly<Record<string, Point>>[] = [
      {},
      { a: { x: 5, y: 5 } },
      { a: { x: 0, y: 0 }, b: { x: 90, y: 0 }, c: { x: 45, y: 70 } },
    ];
    for (const known of placed) {
      for (const distance of distances(placeMissing(graph, known))) expect(distance).toBeGreaterThanOrEqual(64);
    }
  });
  it('are the same each time', () => {
    expect(placeMissing(graph, { a: { x: 0, y: 0 } })).toEqual(placeMissing(graph, { a: { x: 0, y: 0 } }));
  });
});
