import { describe, expect, it } from 'vitest';
import { departures, fitSubject } from '../../core/model/fit-subject';
import type { Scenario } from '../../core/model/schema';
import { sampler } from '../documents';

const base: Scenario = {
  ...sampler(),
  parameters: sampler().parameters.map((p) => (p.id === 'k' ? { ...p, estimate: true } : p)),
};
const withParameter = (id: string, change: object): Scenario => ({
  ...base,
  parameters: base.parameters.map((p) => (p.id === id ? { ...p, ...change } : p)),
});

describe('what a fit depends on', () => {
  it('does not change by moving, renaming, adopting a fitted value or adding an arm', () => {
    const moved: Scenario = {
      ...base,
      variables: base.variables.map((v) => ({ ...v, position: { x: 1, y: 2 }, name: 'other' })),
    };
    for (const same of [
      moved,
      withParameter('k', { value: 9 }),
      {
        ...base,
        comparisons: [
          {
            id: 'c',
            name: 'c',
            baseline: { id: 'b', name: 'b', interventions: [] },
            arms: [],
            horizon: { from: 0, until: 1, points: 2 },
            outcomes: [],
            shown: [],
          },
        ],
      },
    ]) {
      expect(fitSubject(same)).toBe(fitSubject(base));
    }
  });
  it('changes with a value that is not estimated, a bound, a law, a measurement', () => {
    const changes: Scenario[] = [
      withParameter('q', { value: 9 }),
      withParameter('k', { bounds: [1, 2] }),
      { ...base, mechanisms: base.mechanisms.slice(1) },
      { ...base, data: { measurements: [{ condition: 'c', observable: 'o', time: 1, value: 1 }] } },
    ];
    expect(new Set([base, ...changes].map((one) => fitSubject(one))).size).toBe(5);
  });
  it('changes with an intervention only where a condition uses it', () => {
    const intervention: Scenario['interventions'][number] = { id: 'stop', name: 'stop', actions: [] };
    const added = { ...base, interventions: [...base.interventions, intervention] };
    expect(fitSubject(added)).toBe(fitSubject(base));
    const condition = { id: 'stopped', name: 'stopped', overrides: {}, interventions: ['stop'] };
    const used = { ...added, conditions: [...base.conditions, condition] };
    const changed = {
      ...used,
      interventions: [
        ...base.interventions,
        { ...intervention, actions: [{ action: 'clamp' as const, variable: base.variables[0].id, value: 0 }] },
      ],
    };
    expect(fitSubject(changed)).not.toBe(fitSubject(used));
  });
  it('knows when values have departed from the fitted ones', () => {
    expect(departures(base, { k: 0.7, q: 0.4 })).toEqual([]);
    expect(departures(base, { k: 0.8, q: 0.4, 'net.0': 1 })).toEqual(['k', 'net.0']);
  });
});
