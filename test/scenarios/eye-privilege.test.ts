import { beforeAll, describe, expect, it } from 'vitest';
import { departures } from '../../core/model/fit-subject';
import { syntheticData } from '../../scenarios/eye-privilege/synthetic-data';
import type { ArmResult, ComparisonResult } from '../../core/service/contract';
import { LoweringCache } from '../../core/service/lowering-cache';
import { compare, describeScenario } from '../../core/service/pipeline';
import { loadScenario } from './load';

const document = loadScenario('eye-privilege');
const engine = { cache: new LoweringCache(), sha256: () => '' };
const run = (comparison: string): ComparisonResult => compare(document, engine, { comparison, overrides: {}, ranges: false });
const value = (arm: ArmResult, outcome: string): number => arm.outcomes[outcome].value!;
const curve = (arm: ArmResult, id: string): number[] => arm.series!.values[id].map((v) => v!);
/** The last step before a boundary is cut short, so two arms agree to the solver's rtol, 1e-6, there, and to the bit before. */
const expectSame = (actual: readonly number[], expected: readonly number[]): void => {
  expect(actual.slice(0, -10)).toEqual(expected.slice(0, -10));
  actual.forEach((v, i) => {
    expect(Math.abs(v - expected[i])).toBeLessThan(1e-6);
  });
};
const largest = (values: readonly number[]): number => Math.max(...values);

describe('the eye scenario', () => {
  let privilege: Record<string, ArmResult>, relapse: Record<string, ArmResult>;
  beforeAll(() => {
    privilege = Object.fromEntries(run('privilege').arms.map((arm) => [arm.id, arm]));
    relapse = Object.fromEntries(run('relapse').arms.map((arm) => [arm.id, arm]));
  });

  it('has no faults, and its units hold together', async () => {
    expect((await describeScenario(document)).problems).toEqual([]);
  });

  it('marks as illustrative every rate that no paper gives', () => {
    const cited = document.parameters.filter(({ source }) => source?.reference !== undefined).map(({ id }) => id);
    expect(cited).toEqual(['s_tgfb', 'active_fraction']);
    expect(document.parameters.filter(({ source }) => source === undefined)).toEqual([]);
    expect(document.parameters.find(({ id }) => id === 'active_fraction')!.value).toBe(0.61);
  });

  it('holds synthetic data that its recorded seed and truth make again, to the last digit', () => {
    expect(document.data.source).toMatchObject({ kind: 'synthetic', seed: 20041 });
    const { truth } = document.data.source!;
    const asMade = { ...document, parameters: document.parameters.map((p) => ({ ...p, value: truth![p.id] ?? p.value })) };
    expect(syntheticData(asMade)).toEqual(document.data.measurements);
  });

  it('carries a fit that is current, and finds the truth within three posterior standard deviations', () => {
    const { result } = document.fits[0],
      { truth } = document.data.source!;
    expect(departures(document, result!.best.parameters)).toEqual([]);
    const { names, values } = result!.draws!;
    for (const [id, value] of Object.entries(truth!)) {
      const logs = values.map((row) => Math.log(row[names.indexOf(id)])),
        mean = Math.log(result!.best.parameters[id]);
      const spread = Math.sqrt(logs.reduce((sum, v) => sum + (v - mean) ** 2, 0) / logs.length);
      expect(Math.abs(Math.log(value) - mean), id).toBeLessThan(3 * spread);
    }
  });

  it('rests at the published 4.5 ng/ml of TGF-β when nothing is amiss', () => {
    const quiet = compare(
      {
        ...document,
        variables: document.variables.map((v) =>
          v.kind !== 'state' ? v : { ...v, initial: { antigen: 0, barrier: 1, tgfb: 2 }[v.id] ?? 0 },
        ),
        parameters: document.parameters.map((p) => (p.id === 'k_resting' ? { ...p, value: 0 } : p)),
      },
      engine,
      { comparison: 'privilege', overrides: {}, ranges: false },
    ).arms[0];
    // the document solves to a relative 1e-6
    expect(Math.abs(curve(quiet, 'tgfb').at(-1)! / 4.5 - 1)).toBeLessThan(1e-6);
  });

  it('resolves by itself, and TGF-β falls while the barrier leaks (de Boer 1994)', () => {
    const { baseline } = privilege,
      effector = curve(baseline, 'effector'),
      tgfb = curve(baseline, 'tgfb'),
      barrier = curve(baseline, 'barrier');
    expect(effector.at(-1)).toBeLessThan(0.15 * largest(effector));
    expect(value(baseline, 'damage_end')).toBeLessThan(0.25 * value(baseline, 'peak_damage'));
    expect(Math.min(...tgfb)).toBeLessThan(4.5 / 3);
    const lowest = barrier.indexOf(Math.min(...barrier));
    expect(tgfb[lowest]).toBeLessThan(1.15 * Math.min(...tgfb));
  });

  it('worsens when TGF-β is blocked on day 10 only', () => {
    expect(value(privilege.tgfb_blocked, 'damage_end')).toBeGreaterThan(3 * value(privilege.baseline, 'damage_end'));
    const before = privilege.baseline.series!.times.filter((t) => t < 10).length;
    expectSame(curve(privilege.tgfb_blocked, 'damage').slice(0, before), curve(privilege.baseline, 'damage').slice(0, before));
  });

  it('draws a jump as a jump: its instant is there twice, before and after', () => {
    const {
        times,
        values: { tgfb },
      } = privilege.tgfb_blocked.series!,
      at = times.indexOf(10);
    expect(times[at + 1]).toBe(10);
    expect(tgfb[at]).toBeGreaterThan(0.5);
    expect(tgfb[at + 1]).toBe(0);
    for (const arm of Object.values(privilege)) expect(arm.series!.times).toEqual(times);
  });

  it('gives every arm the same course until its intervention begins', () => {
    const times = relapse.untreated.series!.times,
      before = times.filter((t) => t < 60).length;
    expectSame(curve(relapse.depleted_late, 'effector').slice(0, before), curve(relapse.untreated, 'effector').slice(0, before));
  });
});
