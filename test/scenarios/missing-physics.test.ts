import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fitCurves } from '../../core/fit/curves';
import { departures, fitSubject } from '../../core/model/fit-subject';
import { describeScenario } from '../../core/service/pipeline';
import { inWords } from '../../scenarios/missing-physics/recovery';
import { SEED, syntheticData } from '../../scenarios/missing-physics/synthetic-data';
import { loadScenario } from './load';

const document = loadScenario('missing-physics');

describe('the missing physics scenario', () => {
  it('has no faults, and its units hold together', async () => {
    expect((await describeScenario(document)).problems).toEqual([]);
  });
  it('holds synthetic data that its recorded seed and truth make again, to the last digit', () => {
    const { source, measurements } = document.data;
    expect(source).toMatchObject({ kind: 'synthetic', seed: SEED, truth: { alpha: 1.3, beta: 0.9, gamma: 0.8, delta: 1.8 } });
    expect(Math.max(...measurements.map(({ time }) => time))).toBe(5);
    expect(syntheticData(document)).toEqual(measurements);
  });
  it('does not hold what it is to find', () => {
    expect(document.parameters.map(({ id, value }) => [id, value])).toEqual([
      ['alpha', 1.3],
      ['delta', 1.8],
    ]);
    expect(document.mechanisms.slice(2).map(({ law }) => law.kind)).toEqual(['neural', 'neural']);
  });
  it('carries a fit of this very model and data, adopted', () => {
    const { result } = document.fits[0];
    expect(result!.provenance.document).toBe(createHash('sha256').update(fitSubject(document, document.fits[0])).digest('hex'));
    expect(departures(document, result!.best.parameters)).toEqual([]);
    // another choice of steps at the document's tolerance moves the cost in its seventh digit
    expect(fitCurves(document, document.fits[0]).nllh).toBeCloseTo(result!.best.nllh, 3);
  });
  it('has learned the two terms, by its stored weights', () => {
    const { laws } = inWords(document);
    expect([...laws.values()].map(({ terms }) => terms.map(({ text }) => text))).toEqual([['x*y'], ['x*y']]);
  });
});
