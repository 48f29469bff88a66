import { describe, expect, expectTypeOf, it } from 'vitest';
import { actionLine } from '../../core/graph/action-line';
import { causalGraph } from '../../core/graph/graph';
import { cutEdgeIds, graphUnder, surgeryOf } from '../../core/graph/surgery';
import type { Surgery } from '../../core/graph/surgery';
import type { Surgery as ContractSurgery } from '../../core/service/contract';
import type { Action } from '../../core/model/schema';
import { copyOfSmall, small } from './small';

const graph = causalGraph(small);
const under = (...actions: Action[]): Surgery => {
  const document = copyOfSmall();
  document.interventions.push({ id: 'it', name: 'it', actions });
  return surgeryOf(document, ['it']);
};
const cutBy = (...actions: Action[]): string[] => [...cutEdgeIds(graph, under(...actions))].sort();

describe('surgery', () => {
  it('has the shape of the contract', () => {
    expectTypeOf<Surgery>().toEqualTypeOf<ContractSurgery>();
  });
  it('of a clamp cuts every arrow into the variable and none out of it', () => {
    const surgery = surgeryOf(small, ['no_tgfb']);
    expect(surgery).toEqual({
      cutEdges: [
        { from: 'secretion', to: 'tgfb', role: 'effect' },
        { from: 'uptake', to: 'tgfb', role: 'effect' },
      ],
      addedEdges: [],
      clamped: ['tgfb'],
      scaled: [],
      set: [],
      dosed: [],
      infused: [],
      lines: ['TGF-β held at 0 from day 10'],
    });
    expect([...cutEdgeIds(graph, surgery)]).toEqual(['effect:secretion:tgfb', 'effect:uptake:tgfb']);
  });
  it('of a clamp cuts direct arrows and stubs too', () => {
    expect(cutBy({ action: 'clamp', variable: 'D', value: 0 })).toEqual(['effect:D:repair', 'effect:E:D:killing']);
  });
  it('of a clamp on an assigned variable cuts what it reads', () => {
    expect(cutBy({ action: 'clamp', variable: 'health', value: 1 })).toEqual(['assignment:D:health']);
  });
  it('of scaling by 0 cuts all of the mechanism, and by another factor nothing', () => {
    expect(cutBy({ action: 'scale', mechanism: 'infiltration', factor: 0 })).toEqual([
      'effect:infiltration:E',
      'input:antigen:infiltration',
      'regulator:tgfb:infiltration',
    ]);
    expect(cutBy({ action: 'scale', mechanism: 'infiltration', factor: 0.5 })).toEqual([]);
    expect(under({ action: 'scale', mechanism: 'infiltration', factor: 0.5 }).scaled).toEqual([
      { mechanism: 'infiltration', factor: 0.5 },
    ]);
  });
  it('of a cut takes that one arrow', () => {
    expect(cutBy({ action: 'cut', variable: 'tgfb', mechanism: 'infiltration' })).toEqual(['regulator:tgfb:infiltration']);
    expect(cutBy({ action: 'cut', variable: 'E', mechanism: 'uptake' })).toEqual(['input:E:uptake']);
    expect(cutBy({ action: 'cut', variable: 'E', mechanism: 'killing' })).toEqual(['effect:E:D:killing']);
  });
  it('is empty for no intervention, and tolerates unknown ids', () => {
    expect(surgeryOf(small, ['nowhere'])).toEqual({
      cutEdges: [],
      addedEdges: [],
      clamped: [],
      scaled: [],
      set: [],
      dosed: [],
      infused: [],
      lines: [],
    });
    expect(under({ action: 'clamp', variable: 'gone', value: 1 }).cutEdges).toEqual([]);
  });
  it('names each cut once', () => {
    const clamp: Action = { action: 'clamp', variable: 'tgfb', value: 0 };
    expect(under({ ...clamp, until: 5 }, { ...clamp, from: 5 })).toMatchObject({ clamped: ['tgfb'], cutEdges: [{}, {}] });
  });
});

describe('surgery by policy, hold and events', () => {
  it('of a policy cuts as a clamp does, and adds arrows from what it reads', () => {
    const surgery = under({ action: 'policy', variable: 'tgfb', value: '2*E + k_in + tgfb' });
    expect(surgery).toMatchObject({ clamped: ['tgfb'], addedEdges: [{ from: 'E', to: 'tgfb' }] });
    expect([...cutEdgeIds(graph, surgery)]).toEqual(['effect:secretion:tgfb', 'effect:uptake:tgfb']);
    const drawn = graphUnder(graph, surgery).edges.filter(({ id }) => !graph.edges.some((edge) => edge.id === id));
    expect(drawn).toMatchObject([{ id: 'policy:E:tgfb', from: 'E', to: 'tgfb', mechanism: null }]);
    expect(graphUnder(graph, under())).toBe(graph);
  });
  it('of a hold cuts as a clamp does, or the one arrow that it is put on', () => {
    expect(cutBy({ action: 'hold', variable: 'tgfb', of: [] })).toEqual(['effect:secretion:tgfb', 'effect:uptake:tgfb']);
    expect(cutBy({ action: 'hold', variable: 'tgfb', of: [], mechanism: 'infiltration' })).toEqual([
      'regulator:tgfb:infiltration',
    ]);
  });
  it('of a clamp cuts what an event reads to assign the variable', () => {
    const document = copyOfSmall();
    document.events.push({
      id: 'flare',
      name: 'Flare',
      trigger: 'E > 1 and t > k_in',
      persistent: true,
      initialValue: true,
      useTriggerValues: true,
      assignments: [{ variable: 'D', value: 'D + antigen' }],
    });
    document.interventions.push({ id: 'it', name: 'it', actions: [{ action: 'clamp', variable: 'D', value: 0 }] });
    const drawn = causalGraph(document);
    const added = ['assignment:E:D', 'assignment:antigen:D'];
    expect(drawn.edges.map(({ id }) => id).filter((id) => !graph.edges.some((edge) => edge.id === id))).toEqual(added);
    expect([...cutEdgeIds(drawn, surgeryOf(document, ['it']))]).toEqual(expect.arrayContaining(added));
    expect(cutEdgeIds(drawn, surgeryOf(document, [])).size).toBe(0);
  });
});

describe('an action in words', () => {
  it.each<[Action, string]>([
    [{ action: 'clamp', variable: 'tgfb', value: 2, from: 1, until: 4 }, 'TGF-β held at 2 ng/ml from day 1 until day 4'],
    [{ action: 'scale', mechanism: 'killing', factor: 0, from: 3 }, '“Damage” switched off from day 3'],
    [{ action: 'scale', mechanism: 'killing', factor: 0.07 }, '“Damage” slowed to 7 % of its rate'],
    [{ action: 'scale', mechanism: 'killing', factor: 2.5 }, '“Damage” boosted to 250 % of its rate'],
    [
      { action: 'cut', variable: 'tgfb', mechanism: 'infiltration', from: 2 },
      '“Infiltration” no longer sees TGF-β from day 2, but its value at that moment',
    ],
    [
      { action: 'cut', variable: 'tgfb', mechanism: 'infiltration', value: 1 },
      '“Infiltration” no longer sees TGF-β, but 1 ng/ml',
    ],
    [{ action: 'set', parameter: 'k_rep', value: 0.4 }, 'Repair set to 0.4 1/day'],
    [{ action: 'dose', variable: 'tgfb', amount: 3, start: 2, count: 1 }, '3 ng/ml of TGF-β given at day 2'],
    [
      { action: 'dose', variable: 'tgfb', amount: 3, start: 2, interval: 1, count: 5 },
      '3 ng/ml of TGF-β given 5 times, every day from day 2',
    ],
    [{ action: 'infuse', variable: 'tgfb', rate: 0.5, until: 9 }, 'TGF-β infused at 0.5 ng/ml per day until day 9'],
    [{ action: 'clamp', variable: 'gone', value: 'k_in' }, 'gone held at k_in'],
    [{ action: 'policy', variable: 'tgfb', value: '2*E', from: 3 }, 'TGF-β kept at 2*E from day 3'],
    [{ action: 'hold', variable: 'E', of: [] }, 'Effector cells held at its course with no intervention'],
    [
      { action: 'hold', variable: 'E', of: ['no_tgfb'], mechanism: 'killing', until: 5 },
      '“Damage” sees Effector cells at its course under “do(TGF-β = 0)” until day 5',
    ],
  ])('%o', (action, line) => {
    expect(actionLine(small, action)).toBe(line);
  });
  it("says the time in the document's unit", () => {
    const document = copyOfSmall();
    document.about.time.unit = 'h';
    expect(actionLine(document, { action: 'dose', variable: 'D', amount: 1, start: 2, interval: 12, count: 2 })).toBe(
      '1 of Tissue damage given 2 times, every 12 h from 2 h',
    );
  });
});
