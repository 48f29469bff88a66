import { describe, expect, it } from 'vitest';
import { acceptedStarts, jointRise } from '../../core/fit/accepted';
import { isResampled, resampled } from '../../core/fit/resample';
import { assembleFitResult } from '../../core/fit/result';
import { createStartRunner } from '../../core/fit/run-start';
import { validateDocument } from '../../core/model/document';
import type { Fit, Scenario } from '../../core/model/schema';
import { seededRandom } from '../../core/util/random';

const quiet = { onProgress: () => undefined, cancelled: () => false };
const SIGMA = 0.5;

/** x stays at m; each of n subjects is measured once, so that the best m is the mean and its spread over samples of subjects is known */
function meanOf(values: readonly number[], fit: Partial<Fit>): Scenario {
  return validateDocument({
    format: 'doflow-scenario',
    version: 2,
    about: { title: 'A mean' },
    variables: [{ id: 'x', name: 'X', kind: 'state', initial: 'm' }],
    parameters: [{ id: 'm', value: 1, bounds: [-10, 10], estimate: true }],
    observables: [{ id: 'seen', name: 'Seen', expression: 'x', noise: { model: 'normal', sigma: SIGMA } }],
    conditions: [
      { id: 'a', name: 'A' },
      { id: 'b', name: 'B' },
    ],
    data: {
      measurements: values.map((value, i) => ({
        condition: i % 2 === 0 ? 'a' : 'b',
        observable: 'seen',
        time: 1,
        value,
        replicate: `r${i}`,
      })),
    },
    fits: [{ id: 'f', name: 'F', starts: 2, candidates: 1, ...fit }],
  });
}
const random = seededRandom(5);
const values = Array.from({ length: 40 }, () => 2 + SIGMA * random.normal());
const mean = values.reduce((sum, v) => sum + v, 0) / values.length;

function fitted(fit: Partial<Fit>): ReturnType<typeof run>[] {
  const document = meanOf(values, fit),
    { starts, seed } = document.fits[0];
  const start = createStartRunner({ document, fit: 'f', starts, seed });
  const run = (i: number) => start(i, quiet);
  return Array.from({ length: starts }, (_, i) => run(i));
}

describe('starts that fit drawn subjects', () => {
  it('are the last ones', () => {
    expect([0, 1, 2, 3, 4].map((i) => isResampled({ starts: 5, resamples: 3 }, i))).toEqual([false, false, true, true, true]);
    expect(isResampled({ starts: 5 }, 4)).toBe(false);
  });

  it('draw as many subjects of each condition as it has, whole, the same for the same seed', () => {
    const document = meanOf(values, {}),
      [fit] = document.fits;
    const twice = { ...document, data: { measurements: document.data.measurements.flatMap((m) => [m, { ...m, time: 2 }]) } };
    const { measurements } = resampled(twice, fit, 3).data;
    expect(measurements.filter(({ condition }) => condition === 'a')).toHaveLength(40);
    expect(measurements).toHaveLength(80);
    for (const replicate of new Set(measurements.map((one) => one.replicate))) {
      const own = measurements.filter((one) => one.replicate === replicate);
      expect(own.filter(({ time }) => time === 1)).toHaveLength(own.length / 2);
    }
    expect(resampled(twice, fit, 3).data.measurements).toEqual(measurements);
    expect(resampled(twice, fit, 4).data.measurements).not.toEqual(measurements);
  });

  it('leave what is held out where it is', () => {
    const document = meanOf(values, { holdout: { conditions: ['b'] } }),
      { measurements } = resampled(document, document.fits[0], 3).data;
    expect(measurements.filter(({ condition }) => condition === 'b')).toEqual(
      document.data.measurements.filter(({ condition }) => condition === 'b'),
    );
  });

  it('spread as a mean does over samples of its subjects, and tell the cost of all data', () => {
    const starts = fitted({ starts: 201, resamples: 200 }),
      [whole, ...samples] = starts;
    expect(whole.resampled).toBeUndefined();
    expect(whole.parameters.m).toBeCloseTo(mean, 5);
    const means = samples.map(({ parameters }) => parameters.m),
      center = means.reduce((sum, v) => sum + v, 0) / 200;
    const spread = Math.sqrt(means.reduce((sum, v) => sum + (v - center) ** 2, 0) / 200);
    // the standard deviation of the bootstrap distribution, stratified by condition; known to 5 % by 200 samples
    const within = [0, 1].map((parity) => {
      const own = values.filter((_, i) => i % 2 === parity),
        middle = own.reduce((sum, v) => sum + v, 0) / own.length;
      return own.reduce((sum, v) => sum + (v - middle) ** 2, 0) / own.length / own.length;
    });
    const expected = Math.sqrt((within[0] + within[1]) / 4);
    expect(Math.abs(spread / expected - 1)).toBeLessThan(0.15);
    // the cost of all data is a parabola about their mean
    for (const { nllh, parameters } of samples)
      expect(nllh! - whole.nllh!).toBeCloseTo((20 * (parameters.m - mean) ** 2) / SIGMA ** 2, 6);
  });

  it('are accepted where all data allow it, and are the same in any order', () => {
    const starts = fitted({ starts: 30, resamples: 28 }),
      result = assembleFitResult(starts, { document: '', versions: {} });
    if (!result.ok) throw new Error(result.failure.message);
    const accepted = acceptedStarts(result.value);
    // one parameter: 95 of 100 lie within half the quantile of χ²₁; of 28 all but five at the very least
    expect(accepted.filter(({ resampled: isSample }) => isSample === true).length).toBeGreaterThan(23);
    const last = createStartRunner({ document: meanOf(values, { starts: 30, resamples: 28 }), fit: 'f', starts: 30, seed: 1 });
    expect(last(29, quiet)).toEqual(starts[29]);
  });

  it('are refused where none fits all data, or where barriers would choose among them', () => {
    const refusal = (fit: Partial<Fit>) => () =>
      createStartRunner({ document: meanOf(values, fit), fit: 'f', starts: 4, seed: 1 });
    expect(refusal({ starts: 4, resamples: 4 })).toThrow(/fits\[0\]\.resamples/);
    expect(refusal({ starts: 4, resamples: 2, elimination: { iterations: 5, keep: 0.5, least: 2 } })).toThrow(/barriers/);
  });
});

it('knows the joint region of several parameters: half the tabulated 95 % quantiles of χ²', () => {
  const table: [number, number][] = [
    [3, 7.815],
    [5, 11.07],
    [10, 18.307],
    [30, 43.773],
    [100, 124.342],
  ];
  for (const [freedom, quantile] of table) expect(Math.abs(jointRise(freedom) / (quantile / 2) - 1)).toBeLessThan(0.01);
});
