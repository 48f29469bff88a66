import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fitCurves } from '../../core/fit/curves';
import { departures, fitSubject } from '../../core/model/fit-subject';
import { describeScenario } from '../../core/service/pipeline';
import { seededRandom } from '../../core/util/random';
import { imbalance, rises, runs, surface } from '../../scenarios/afm-tip/energy';
import { measured, trueModel } from '../../scenarios/afm-tip/synthetic-data';
import { untrained } from '../../core/model/edit';
import { unconstrained } from '../../scenarios/afm-tip/tip';
import { loadScenario } from './load';

const document = loadScenario('afm-tip');

describe('the AFM tip', () => {
  it('has no faults, and its units hold together', async () => {
    expect((await describeScenario(document)).problems).toEqual([]);
  });
  it('holds synthetic data that its recorded seed and truth make again, to the last digit', () => {
    expect(measured(document, document.data.source!.seed!)).toEqual(document.data.measurements);
  });
  it('carries a fit of this very model and data, adopted', () => {
    const { result } = document.fits[0];
    expect(result!.provenance.document).toBe(createHash('sha256').update(fitSubject(document, document.fits[0])).digest('hex'));
    expect(departures(document, result!.best.parameters)).toEqual([]);
    // another choice of steps at the document's tolerance moves the cost in its sixth digit
    expect(fitCurves(document, document.fits[0]).nllh).toBeCloseTo(result!.best.nllh, 2);
  });
  it('never gains energy undriven, by its stored weights or by any others', () => {
    expect(rises(document, 20_000, seededRandom(1))).toBe(0);
    expect(rises(untrained(document), 20_000, seededRandom(2), 20)).toBe(0);
    expect(imbalance(document, 5000, seededRandom(3))).toBeLessThan(1);
    expect(runs(document, 5, seededRandom(4))).toEqual({ driven: 0, resting: 5 });
  });
  it('would gain energy at about half of all states, were its network unconstrained and untrained', () => {
    expect(rises(unconstrained(document), 20_000, seededRandom(2), 20)).toBeGreaterThan(4000);
  });
  it('reads force and damping of a model off its rates', () => {
    const truth = trueModel(document),
      { far, near, range, hamaker, radius } = document.data.source!.truth!;
    const { force, damping } = surface(truth, 2);
    expect(damping).toBeCloseTo(far + near * Math.exp(-2 / range), 12);
    expect(force).toBeCloseTo((-hamaker * radius) / 24, 12);
  });
});
