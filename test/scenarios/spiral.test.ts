import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fitCurves } from '../../core/fit/curves';
import { departures, fitSubject } from '../../core/model/fit-subject';
import { LoweringCache } from '../../core/service/lowering-cache';
import { phasePlane } from '../../core/service/phase-plane';
import { describeScenario } from '../../core/service/pipeline';
import { fieldErrors } from '../../scenarios/spiral/field-error';
import { SEED, syntheticData } from '../../scenarios/spiral/synthetic-data';
import { loadScenario } from './load';

const document = loadScenario('spiral');

describe('the spiral scenario', () => {
  it('has no faults, and opens in the plane', async () => {
    expect((await describeScenario(document)).problems).toEqual([]);
    expect(document.about.opens).toBe('plane');
  });

  it('holds synthetic data at irregular times that its recorded seed and truth make again, to the last digit', () => {
    const { source, measurements } = document.data;
    expect(source).toMatchObject({ kind: 'synthetic', seed: SEED, truth: { a: 0.1, b: 2 } });
    expect(syntheticData(document)).toEqual(measurements);
    const times = [...new Set(measurements.filter(({ condition }) => condition === 'outer').map(({ time }) => time))],
      gaps = times.slice(1).map((time, i) => time - times[i]);
    expect(times).toHaveLength(100);
    expect(Math.max(...gaps) / Math.min(...gaps)).toBeGreaterThan(50);
  });

  it('carries a fit of this very model and data, adopted, in which the law has no share', () => {
    const { result } = document.fits[0];
    expect(result!.provenance.document).toBe(createHash('sha256').update(fitSubject(document, document.fits[0])).digest('hex'));
    expect(departures(document, result!.best.parameters)).toEqual([]);
    // another choice of steps at the document's tolerance moves the cost in its sixth digit
    expect(fitCurves(document, document.fits[0]).nllh).toBeCloseTo(result!.best.nllh, 1);
    expect(document.parameters.find(({ id }) => id === 'law')).toMatchObject({ value: 0, estimate: false });
  });

  it('shows the law itself in the arm that is called so', () => {
    const plane = phasePlane(document, new LoweringCache(), {
        document,
        comparison: 'seen',
        overrides: {},
        plane: ['x', 'y'],
        points: 20,
      }),
      { x, y, dx, dy } = plane.arms[1].field!.arrows;
    x.forEach((at, i) => {
      expect(dx[i]).toBeCloseTo(-0.1 * at ** 3 - 2 * y[i] ** 3, 11);
      expect(dy[i]).toBeCloseTo(2 * at ** 3 - 0.1 * y[i] ** 3, 11);
    });
    const { near, far } = fieldErrors(document, plane);
    expect(near).toBeLessThan(0.05);
    expect(far).toBeGreaterThan(10 * near);
  });
});
