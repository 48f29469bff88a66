import { describe, expect, it } from 'vitest';
import { fitCurves } from '../../core/fit/curves';
import { isHeldOut } from '../../core/fit/holdout';
import { createObjective } from '../../core/fit/objective';
import { DocumentError } from '../../core/model/problem';
import { checkReferences } from '../../core/model/references';
import { changeId, remove } from '../../core/model/edit';
import type { Fit, Measurement, Scenario } from '../../core/model/schema';
import { makeDocument } from '../documents';

/** x = 10·exp(−k·t), seen with σ = 0.5: every cost can be written down. */
const measured: Measurement[] = [
  { condition: 'a', observable: 'y', time: 1, value: 5, replicate: 'm1' },
  { condition: 'a', observable: 'y', time: 2, value: 2, replicate: 'm2' },
  { condition: 'a', observable: 'y', time: 4, value: 1, replicate: 'm1' },
  { condition: 'b', observable: 'y', time: 1, value: 4, replicate: 'm3' },
  { condition: 'b', observable: 'y', time: 6, value: 0.2 },
];
const k = 0.6;
const costOf = (some: readonly Measurement[]): number =>
  some.reduce(
    (sum, { time, value }) => sum + Math.log(0.5 * Math.sqrt(2 * Math.PI)) + ((value - 10 * Math.exp(-k * time)) / 0.5) ** 2 / 2,
    0,
  );
function decay(holdout?: Fit['holdout']): Scenario {
  return makeDocument({
    variables: [{ id: 'x', name: 'X', kind: 'state', initial: 10 }],
    parameters: [{ id: 'k', value: k, bounds: [0.01, 10], estimate: true }],
    mechanisms: [
      {
        id: 'loss',
        name: 'loss',
        law: { kind: 'first-order', parameters: { k: 'k' } },
        inputs: [{ variable: 'x', role: 'substrate' }],
        effects: [{ variable: 'x', coefficient: -1 }],
      },
    ],
    observables: [{ id: 'y', name: 'y', expression: 'x', noise: { model: 'normal', sigma: 0.5 } }],
    conditions: [
      { id: 'a', name: 'a' },
      { id: 'b', name: 'b' },
    ],
    data: { measurements: measured },
    fits: [{ id: 'f', name: 'f', ...(holdout === undefined ? {} : { holdout }) }],
    solver: { rtol: 1e-10, atol: 1e-12 },
  });
}

const cases: [string, NonNullable<Fit['holdout']>, (one: Measurement) => boolean][] = [
  ['a condition', { conditions: ['b'] }, ({ condition }) => condition === 'b'],
  ['what comes after a time', { after: 2 }, ({ time }) => time > 2],
  ['replicates', { replicates: ['m1', 'm3'] }, ({ replicate }) => replicate === 'm1' || replicate === 'm3'],
  ['any of these', { conditions: ['b'], after: 3 }, ({ condition, time }) => condition === 'b' || time > 3],
];

describe.each(cases)('a fit that holds out %s', (_what, holdout, isOut) => {
  const document = decay(holdout),
    [fit] = document.fits;
  const out = measured.filter(isOut),
    seen = measured.filter((one) => !isOut(one));
  it('is fitted to the others alone, with their gradient', () => {
    const result = createObjective(document, fit).evaluate(Float64Array.of(k));
    if (!result.ok) throw new Error(result.failure.message);
    // the solve is good to 1e-10, σ and values are near 1
    expect(result.value.value).toBeCloseTo(costOf(seen), 7);
    const slope = seen.reduce((sum, { time, value }) => {
      const x = 10 * Math.exp(-k * time);
      return sum + ((x - value) / 0.25) * -time * x;
    }, 0);
    expect(result.value.gradient[0]).toBeCloseTo(slope, 5);
  });
  it('predicts what is held out, marks it, and tells its cost apart', () => {
    expect(measured.filter((one) => isHeldOut(fit, one))).toEqual(out);
    const curves = fitCurves(document, fit);
    expect(curves.nllh).toBeCloseTo(costOf(seen), 6);
    expect(curves.holdout?.measurements).toBe(out.length);
    expect(curves.holdout?.nllh).toBeCloseTo(costOf(out), 6);
    const { points } = curves.observables[0];
    expect(points.filter(({ heldOut }) => heldOut)).toHaveLength(out.length);
    for (const { time, predicted } of points) expect(predicted).toBeCloseTo(10 * Math.exp(-k * time), 7);
  });
});

describe('a holdout', () => {
  it('is absent from curves where nothing is held out', () => {
    const document = decay();
    expect(fitCurves(document, document.fits[0])).not.toHaveProperty('holdout');
  });
  it('that leaves nothing to fit is refused', () => {
    const document = decay({ after: 0 });
    expect(() => createObjective(document, document.fits[0])).toThrow(DocumentError);
  });
  it('follows the renaming and the removal of its condition', () => {
    const document = decay({ conditions: ['b'], after: 3 });
    const renamed = changeId(document, 'b', 'late');
    expect(renamed.fits[0].holdout).toEqual({ conditions: ['late'], after: 3 });
    expect(remove(document, ['b']).document.fits[0].holdout).toEqual({ after: 3 });
    expect(remove(decay({ conditions: ['b'] }), ['b']).document.fits[0]).not.toHaveProperty('holdout');
  });
  it('of a condition that is not there is a fault', () => {
    const document = decay({ conditions: ['b'] });
    const broken = { ...document, fits: [{ ...document.fits[0], holdout: { conditions: ['c'] } }] };
    expect(checkReferences(broken, new Set()).map(({ path }) => path)).toEqual(['fits[0].holdout.conditions[0]']);
  });
});
