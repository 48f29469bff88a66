import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { causalGraph } from '../../core/graph/graph';
import { departures, fitSubject } from '../../core/model/fit-subject';
import { LoweringCache } from '../../core/service/lowering-cache';
import { compare, describeScenario, simulateSeries } from '../../core/service/pipeline';
import { syntheticData, trueModel } from '../../scenarios/eye-infiltration/synthetic-data';
import { loadScenario } from './load';

const document = loadScenario('eye-infiltration');
const engine = { cache: new LoweringCache(), sha256: (text: string) => createHash('sha256').update(text).digest('hex') };

describe('the eye scenario with a learned law of infiltration', () => {
  it('has no faults, and its units hold together', async () => {
    expect((await describeScenario(document)).problems).toEqual([]);
  });

  it('holds data that its recorded seed and truth make again, to the last digit', () => {
    expect(syntheticData(trueModel(document))).toEqual(document.data.measurements);
  });

  it('is made from the very model of eye-privilege', () => {
    const eye = loadScenario('eye-privilege'),
      { truth } = document.data.source!;
    const asMade = { ...eye, parameters: eye.parameters.map((p) => ({ ...p, value: truth![p.id] ?? p.value })) };
    const request = { interventions: [], overrides: {}, from: 0, times: Float64Array.from({ length: 61 }, (_, day) => day) };
    const [one, other] = [asMade, trueModel(document)].map((model) => simulateSeries(model, new LoweringCache(), request));
    if (!one.ok || !other.ok) throw new Error('a model cannot be solved');
    for (const id of ['effector', 'damage', 'tgfb', 'treg'])
      other.value.values[id].forEach((value, k) => {
        // the same equations in another order of terms, solved to a relative 1e-6
        expect(Math.abs(value! - one.value.values[id][k]!)).toBeLessThan(1e-5);
      });
  });

  it('draws what is known of the law: exposed antigen raises infiltration, active TGF-β lowers it', () => {
    const ends = causalGraph(document).edges.filter(({ to }) => to === 'infiltration');
    expect(Object.fromEntries(ends.map(({ from, kind }) => [from, kind]))).toEqual({
      exposure: 'activation',
      tgfb_active: 'inhibition',
    });
  });

  it('carries a fit that is current and adopted, and shows ranges over its accepted starts, not intervals', () => {
    const { result } = document.fits[0];
    expect(result!.provenance.document).toBe(engine.sha256(fitSubject(document, document.fits[0])));
    expect(departures(document, result!.best.parameters)).toEqual([]);
    expect(result!.draws).toBeUndefined();
    const { arms, warnings } = compare(document, engine, { comparison: 'unseen', overrides: {}, ranges: true });
    expect(warnings).toEqual([]);
    const { interval } = arms[1].outcomes.peak_damage;
    expect(interval!.kind).toBe('range');
    expect(interval!.members).toBeGreaterThanOrEqual(20);
  });
});
