import { describe, expect, it } from 'vitest';
import { causalGraph } from '../../core/graph/graph';
import { identifiers } from '../../core/graph/identifiers';
import { causalLinks } from '../../core/graph/parents';
import { parameterValues, quantitySign } from '../../core/graph/sign';
import { makeDocument } from '../documents';
import { copyOfSmall, small } from './small';

const graph = causalGraph(small);
const node = (id: string) => graph.nodes.find((candidate) => candidate.id === id);
const lines = (mechanism: string | null): string[] =>
  graph.edges
    .filter((edge) => edge.mechanism === mechanism)
    .map(({ from, to, role, end }) => `${from} ${end === 'tee' ? '⊣' : '→'} ${to} (${role})`);

describe('the drawn graph', () => {
  it('has every variable as a node', () => {
    expect(graph.nodes.filter(({ kind }) => kind === 'variable').map(({ id }) => id)).toEqual([
      'antigen',
      'tgfb',
      'E',
      'D',
      'health',
    ]);
    expect(node('antigen')).toMatchObject({ variableKind: 'input', hub: false, position: { x: 0, y: 0 } });
  });
  it('draws a regulated mechanism as a hub, with the T-bar on the mechanism', () => {
    expect(node('infiltration')).toMatchObject({ hub: true, self: false });
    expect(lines('infiltration')).toEqual([
      'antigen → infiltration (input)',
      'tgfb ⊣ infiltration (regulator)',
      'infiltration → E (effect)',
    ]);
  });
  it('draws one cause and one effect as a direct arrow that carries the mechanism', () => {
    expect(node('killing')).toBeUndefined();
    expect(lines('killing')).toEqual(['E → D (effect)']);
  });
  it('draws a self-removal as a stub', () => {
    expect(node('repair')).toMatchObject({ hub: false, self: true });
    expect(lines('repair')).toEqual(['D → repair (effect)']);
  });
  it('draws a source as a small hub', () => {
    expect(node('secretion')).toMatchObject({ hub: true, source: true });
    expect(lines('secretion')).toEqual(['secretion → tgfb (effect)']);
  });
  it('draws consumption both ways, each line naming the other', () => {
    expect(lines('uptake')).toEqual(['tgfb → uptake (input)', 'E → uptake (input)', 'uptake ⊣ tgfb (effect)']);
    const there = graph.edges.find(({ id }) => id === 'input:tgfb:uptake');
    expect(there?.pair).toBe('effect:uptake:tgfb');
    expect(graph.edges.find(({ id }) => id === 'effect:uptake:tgfb')?.pair).toBe(there?.id);
    expect(graph.edges.find(({ id }) => id === 'input:E:uptake')?.pair).toBeNull();
  });
  it('draws what an assigned variable reads', () => {
    expect(lines(null)).toEqual(['D → health (assignment)']);
  });
  it('has unique ids of edges, also for repeated regulators and parallel mechanisms', () => {
    const document = copyOfSmall();
    document.mechanisms[0].regulators.push({ ...document.mechanisms[0].regulators[0], kind: 'activation' });
    document.mechanisms.push({ ...document.mechanisms[1], id: 'killing2' });
    const ids = causalGraph(document).edges.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('regulator:tgfb:infiltration#2');
  });
  it('passes over dangling references, and keeps the mechanism in sight', () => {
    const document = copyOfSmall();
    document.mechanisms[1].inputs[0].variable = 'gone';
    document.mechanisms[1].effects.push({ variable: 'lost', coefficient: 1 });
    const tolerant = causalGraph(document);
    expect(tolerant.nodes.find(({ id }) => id === 'killing')).toMatchObject({ hub: true });
    expect(tolerant.edges.filter(({ mechanism }) => mechanism === 'killing').map(({ id }) => id)).toEqual(['effect:killing:D']);
  });
  it('draws the sign of a direct arrow from law and coefficient together', () => {
    const document = copyOfSmall();
    document.mechanisms[1].law = { kind: 'hill-inhibition', parameters: { Vmax: 1, K: 1, h: 2 } };
    const kind = (): string | undefined => causalGraph(document).edges.find(({ mechanism }) => mechanism === 'killing')?.kind;
    expect(kind()).toBe('inhibition');
    document.mechanisms[1].effects[0].coefficient = -2;
    expect(kind()).toBe('activation');
    document.mechanisms[1].law = { kind: 'custom', expression: 'k_dam*sin(E)' };
    expect(kind()).toBe('neutral');
  });
});

describe('a scan of identifiers', () => {
  it('finds names, once each, and no part of a number', () => {
    expect(identifiers('2.5e-3*k_in*exp(-D/K_1) + D + .5E2')).toEqual(['k_in', 'exp', 'D', 'K_1']);
  });
});

describe('the sign of a quantity', () => {
  const parameters = parameterValues(small);
  it.each([
    [-2, -1],
    ['k_in', 1],
    ['-k_in', -1],
    ['- 3 * k_in / 2', -1],
    ['0*k_in', 0],
    ['k_in - 1', 0],
    ['-k_in + 1', 0],
    ['unknown', 0],
  ] as const)('of %s is %d', (quantity, sign) => {
    expect(quantitySign(quantity, parameters)).toBe(sign);
  });
});

describe('the sign of a neural term', () => {
  const signs = (network: Record<string, unknown>): Record<string, number> => {
    const document = makeDocument({
      variables: ['x', 'y', 'z'].map((id) => ({ id, name: id, kind: 'state', initial: 1 })),
      networks: [{ id: 'net', inputs: [{ variable: 'y' }], ...network }],
      mechanisms: [
        {
          id: 'm',
          name: 'm',
          law: { kind: 'neural', network: 'net' },
          inputs: [{ variable: 'x' }, { variable: 'y' }],
          effects: [{ variable: 'z', coefficient: 1 }],
        },
      ],
    });
    return Object.fromEntries(causalLinks(document).map(({ from, sign }) => [from, sign]));
  };
  it('is the one that its architecture makes certain, and unknown else', () => {
    expect(signs({})).toEqual({ x: 0, y: 0 });
    expect(signs({ vanishesWith: 'x' })).toEqual({ x: 0, y: 0 });
    expect(signs({ vanishesWith: 'x', constraint: { kind: 'positive' } })).toEqual({ x: 1, y: 0 });
    expect(
      signs({
        inputs: [
          { variable: 'x', monotone: 'increasing' },
          { variable: 'y', monotone: 'decreasing' },
        ],
      }),
    ).toEqual({ x: 1, y: -1 });
    expect(signs({ constraint: { kind: 'dissipative', velocity: 'x' } })).toEqual({ x: -1, y: 0 });
  });
});

describe('an input that a regulator’s factor reads as well', () => {
  const signOfInput = (law: Record<string, unknown>): number | undefined => {
    const document = makeDocument({
      variables: ['x', 'y', 'z'].map((id) => ({ id, name: id, kind: 'state', initial: 1 })),
      networks: [{ id: 'net', inputs: [{ variable: 'x' }, { variable: 'y' }] }],
      mechanisms: [
        {
          id: 'm',
          name: 'm',
          law: { kind: 'first-order', parameters: { k: 1 } },
          inputs: [{ variable: 'x', role: 'substrate' }],
          effects: [{ variable: 'z' }],
          regulators: [{ variable: 'y', kind: 'activation', law }],
        },
      ],
    });
    return causalLinks(document).find(({ from }) => from === 'x')?.sign;
  };
  it('acts in two ways, so that its sign is not known', () => {
    expect(signOfInput({ kind: 'custom', expression: '1/(1 + x*y)' })).toBe(0);
    expect(signOfInput({ kind: 'neural', network: 'net' })).toBe(0);
  });
  it('and one that is not read has the sign of the law', () => {
    expect(signOfInput({ kind: 'custom', expression: '1/(1 + y)' })).toBe(1);
    expect(signOfInput({ kind: 'hill', K: 1, h: 2 })).toBe(1);
  });
});
