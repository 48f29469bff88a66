import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../core/model/schema';
import { LoweringCache } from '../../core/service/lowering-cache';
import { compare, describeScenario, simulateSeries } from '../../core/service/pipeline';
import type { Series } from '../../core/service/contract';
import { makeDocument } from '../documents';

/** A tank that fills by 2 a day and is emptied at 5; a drug halves the inflow, and a hold keeps the level as it was. */
const tank = (trigger = 'level >= 5'): Scenario =>
  makeDocument({
    variables: [
      { id: 'level', name: 'Level', kind: 'state', initial: 1 },
      { id: 'spill', name: 'Spill', kind: 'state', initial: 0 },
    ],
    parameters: [{ id: 'inflow', value: 2 }],
    mechanisms: [
      { id: 'fill', name: 'fill', law: { kind: 'constant', parameters: { k: 'inflow' } }, effects: [{ variable: 'level' }] },
      {
        id: 'leak',
        name: 'leak',
        law: { kind: 'first-order', parameters: { k: 0.1 } },
        inputs: [{ variable: 'level', role: 'substrate' }],
        effects: [{ variable: 'spill' }],
      },
    ],
    events: [{ id: 'empty', name: 'Emptying', trigger, assignments: [{ variable: 'level', value: 0 }] }],
    interventions: [
      { id: 'half', name: 'Half the inflow', actions: [{ action: 'scale', mechanism: 'fill', factor: 0.5, from: 1.5 }] },
      { id: 'as_half', name: 'As under half', actions: [{ action: 'hold', variable: 'level', of: ['half'] }] },
    ],
    comparisons: [
      {
        id: 'main',
        name: 'main',
        baseline: { id: 'base', name: 'Base' },
        arms: [
          { id: 'halved', name: 'Halved', interventions: ['half'] },
          { id: 'held', name: 'Held', interventions: ['as_half'] },
        ],
        horizon: { from: 0, until: 6, points: 7 },
        outcomes: [
          { id: 'top', name: 'Top', expression: 'level', functional: { kind: 'peak' } },
          { id: 'area', name: 'Area', expression: 'level', functional: { kind: 'area' } },
        ],
      },
    ],
  });
const engine = { cache: new LoweringCache(), sha256: (text: string): string => createHash('sha256').update(text).digest('hex') };
const simulated = (document: Scenario): Series => {
  const run = simulateSeries(document, engine.cache, {
    interventions: [],
    overrides: {},
    from: 0,
    times: Float64Array.of(0, 2, 5),
  });
  if (!run.ok) throw new Error(run.failure.message);
  return run.value;
};

describe('a simulation', () => {
  it('lists the executions of events, at the times that were asked for', () => {
    const { fired, times, values } = simulated(tank());
    expect(times).toEqual([0, 2, 5]);
    expect(values.level[2]).toBeCloseTo(1, 8);
    expect(fired.map(({ event }) => event)).toEqual(['empty', 'empty']);
    expect(fired[0].time).toBeCloseTo(2, 9);
    expect(fired[1].time).toBeCloseTo(4.5, 9);
  });

  it('is compiled anew when an event changes', () => {
    expect(simulated(tank()).fired.length).toBe(2);
    expect(simulated(tank('level >= 9')).fired.length).toBe(1);
  });
});

describe('a comparison', () => {
  const { arms } = compare(tank(), engine, { overrides: {}, ranges: false });
  const [base, halved, held] = arms;

  it('draws an event as a jump: its instant is there twice, before and after', () => {
    const { times, values, fired } = base.series!;
    const at = times.indexOf(fired[1].time);
    expect(times[at + 1]).toBe(fired[1].time);
    expect(values.level[at]).toBeCloseTo(5, 9);
    expect(values.level[at + 1]).toBe(0);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
  });

  it('takes outcomes through events, as the closed form says', () => {
    expect(base.outcomes.top.value).toBeCloseTo(5, 8);
    // 1 → 5 in 2 days, 0 → 5 in 2.5, 0 → 3 in 1.5
    expect(base.outcomes.area.value).toBeCloseTo(6 + 6.25 + 2.25, 7);
  });

  it('holds a variable at its course in another arm, events and windows included', () => {
    expect(held.series!.values.level.at(-1)).toBeCloseTo(halved.series!.values.level.at(-1)!, 8);
    expect(held.outcomes.area.value).toBeCloseTo(halved.outcomes.area.value!, 7);
    // the instants at which the held arm's equations change are there twice
    expect(held.series!.times.filter((t) => t === 1.5).length).toBe(2);
    // the events of the arm that runs alongside are not this arm's
    expect(held.series!.fired.length).toBeLessThan(3);
    expect(held.surgery).toMatchObject({ clamped: ['level'], lines: ['Level held at its course under “Half the inflow”'] });
  });
});

it('events are described with the equations', async () => {
  const document = tank();
  document.events[0].delay = 'inflow/4';
  const { equations, problems } = await describeScenario(document);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [event] = equations.filter(({ kind }) => kind === 'event');
  expect(event).toMatchObject({ id: 'empty', text: 'when level >= 5, after inflow/4: level ← 0' });
  expect(event.mathml).toMatch(/^<math .*<mtext>Level<\/mtext>.*<mo>←<\/mo>/);
});
