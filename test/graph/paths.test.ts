import { describe, expect, it } from 'vitest';
import { causalLinks, causalParents } from '../../core/graph/parents';
import type { CausalLink } from '../../core/graph/parents';
import { ancestors, descendants, directedPaths, feedbackLoops, linksUnder } from '../../core/graph/paths';
import { surgeryOf } from '../../core/graph/surgery';
import { copyOfSmall, small } from './small';

const links = causalLinks(small);
const complete = (n: number): CausalLink[] =>
  Array.from({ length: n * n }, (_, k) => ({
    from: `x${Math.floor(k / n)}`,
    to: `x${k % n}`,
    mechanism: 'm',
    role: 'input' as const,
    sign: 1 as const,
  })).filter(({ from, to }) => from !== to);

describe('causal parents', () => {
  it('are inputs and regulators of all that changes a variable, itself included', () => {
    expect(causalParents(small, 'E')).toEqual(['antigen', 'tgfb']);
    expect(causalParents(small, 'D')).toEqual(['E', 'D']);
    expect(causalParents(small, 'tgfb')).toEqual(['tgfb', 'E']);
    expect(causalParents(small, 'health')).toEqual(['D']);
    expect(causalParents(small, 'antigen')).toEqual([]);
  });
});

describe('directed paths', () => {
  it('carry the product of signs: TGF-β protects', () => {
    const { paths, complete: all } = directedPaths(links, 'tgfb', 'D');
    expect(all).toBe(true);
    expect(paths.map(({ variables, sign }) => [variables.join(' '), sign])).toEqual([['tgfb E D', -1]]);
  });
  it('are unknown in sign where a link is', () => {
    expect(directedPaths(links, 'E', 'health').paths[0].sign).toBe(0);
  });
  it('do not exist against the arrows', () => {
    expect(directedPaths(links, 'D', 'tgfb').paths).toEqual([]);
    expect([...descendants(links, 'D')].sort()).toEqual(['D', 'health']);
    expect(ancestors(links, 'E')).toEqual(new Set(['antigen', 'tgfb', 'E']));
  });
  it('are counted right on a complete graph: Σ (n−2)!/(n−2−k)! of them', () => {
    expect(directedPaths(complete(6), 'x0', 'x5', 1000).paths).toHaveLength(1 + 4 + 12 + 24 + 24);
  });
  it('are bounded in number, and say so', () => {
    const bounded = directedPaths(complete(12), 'x0', 'x11', 50);
    expect(bounded.paths).toHaveLength(50);
    expect(bounded.complete).toBe(false);
  });
  it('vanish under surgery: a clamp on E leaves TGF-β no way to the damage', () => {
    const document = copyOfSmall();
    document.interventions.push({ id: 'noE', name: 'do(E = 0)', actions: [{ action: 'clamp', variable: 'E', value: 0 }] });
    expect(directedPaths(linksUnder(links, surgeryOf(document, ['noE'])), 'tgfb', 'D').paths).toEqual([]);
    expect(directedPaths(linksUnder(links, surgeryOf(document, ['no_tgfb'])), 'tgfb', 'D').paths).toHaveLength(1);
    expect(directedPaths(linksUnder(links, surgeryOf(document, ['no_damage'])), 'tgfb', 'D').paths).toEqual([]);
  });
});

describe('feedback loops', () => {
  it('are found once each, with signs: TGF-β keeps out the cells that take it up, a positive loop', () => {
    const { paths } = feedbackLoops(links);
    expect(paths.map(({ variables, sign }) => [[...variables].sort().join(' '), sign])).toEqual([
      ['D', -1],
      ['tgfb', -1],
      ['E tgfb', 1],
    ]);
  });
  it('are counted right on a complete graph of four: 6 + 8 + 6', () => {
    expect(feedbackLoops(complete(4)).paths).toHaveLength(20);
  });
});

describe('links under a policy', () => {
  it('lead from what it reads to what it decides, and no longer into that by its mechanisms', () => {
    const document = copyOfSmall();
    document.interventions.push({ id: 'it', name: 'it', actions: [{ action: 'policy', variable: 'tgfb', value: '1 + D' }] });
    const left = linksUnder(causalLinks(document), surgeryOf(document, ['it']));
    expect(left.filter(({ to }) => to === 'tgfb').map(({ from }) => from)).toEqual(['D']);
    expect(descendants(left, 'D').has('E')).toBe(true);
    expect(descendants(causalLinks(document), 'D').has('E')).toBe(false);
  });
});

describe('signs of links', () => {
  it('are opposite across a barrier, and unknown for what may be of either sign', () => {
    const document = copyOfSmall();
    document.mechanisms = [
      {
        ...document.mechanisms[0],
        law: { kind: 'exchange', parameters: { k: 0.1 } },
        inputs: [
          { variable: 'antigen', role: 'inside' },
          { variable: 'D', role: 'outside' },
        ],
      },
    ];
    expect(
      causalLinks(document)
        .filter(({ mechanism }) => mechanism !== null)
        .map(({ from, sign }) => [from, sign]),
    ).toEqual([
      ['antigen', 1],
      ['D', -1],
      ['tgfb', 0],
    ]);
  });
  it('cancel to unknown where a variable acts both ways', () => {
    const document = copyOfSmall();
    document.mechanisms[0].regulators[0].variable = 'antigen';
    expect(causalLinks(document).find(({ from, to }) => from === 'antigen' && to === 'E')?.sign).toBe(0);
  });
});
