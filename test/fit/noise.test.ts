import { describe, expect, it } from 'vitest';
import { logNormalCdf, millsRatio } from '../../core/fit/gaussian';
import { noiseLaw, noiseTerm as termOf, standardised } from '../../core/fit/noise';
import type { NoiseModel } from '../../core/model/schema';

const models = ['normal', 'log-normal', 'laplace', 'log-laplace', 'student-t'] as const;
type Numbers = [value: number, prediction: number, sigma: number, censored?: 'left' | 'right'];
const noiseTerm = (model: NoiseModel, ...numbers: Numbers) => termOf(noiseLaw({ model }), ...numbers);
const relative = (actual: number, expected: number) => Math.abs(actual - expected) / Math.abs(expected);

describe('the logarithm of the normal distribution function', () => {
  it('agrees with independent values from the far lower to the upper tail', () => {
    // Python: math.log(math.erfc(-z/√2)/2), math.log1p for z > 0; scipy.special.log_ndtr at −40
    const known: [number, number][] = [
      [-40, -804.6084420137538],
      [-30, -454.3212439563431],
      [-10, -53.23128515051246],
      [-1, -1.8410216450092634],
      [0, -Math.LN2],
      [3, -0.0013508099647481949],
    ];
    for (const [z, value] of known) expect(relative(logNormalCdf(z).value, value)).toBeLessThan(2e-14);
  });
  it('joins its series and its continued fraction without a seam', () => {
    expect(relative(millsRatio(2 - 1e-12), millsRatio(2 + 1e-12))).toBeLessThan(1e-11);
    // Q(2)/φ(2), from erfc
    expect(relative(millsRatio(2), 0.022750131948179212 / 0.05399096651318806)).toBeLessThan(1e-13);
  });
  it('has the derivative that differences see, and the asymptote −z far below', () => {
    for (const z of [-25, -5, -2.001, -1, 0, 0.7, 2, 4]) {
      const h = 1e-5,
        difference = (logNormalCdf(z + h).value - logNormalCdf(z - h).value) / (2 * h);
      expect(relative(logNormalCdf(z).slope, difference)).toBeLessThan(1e-6);
    }
    expect(relative(logNormalCdf(-1e8).slope, 1e8)).toBeLessThan(1e-14);
    expect(Number.isFinite(logNormalCdf(-1e8).value)).toBe(true);
  });
});

describe('the likelihood of a measurement', () => {
  it('has the textbook value under each model', () => {
    // −log density at 3 of the textbook distributions with location 2 and scale 0.5, computed in Python
    expect(noiseTerm('normal', 3, 2, 0.5).value).toBeCloseTo(2.2257913526447273, 14);
    expect(noiseTerm('log-normal', 3, 2, 0.5).value).toBeCloseTo(1.653207549099168, 14);
    expect(noiseTerm('laplace', 3, 2, 0.5).value).toBeCloseTo(2, 14);
    expect(noiseTerm('log-laplace', 3, 2, 0.5).value).toBeCloseTo(1.9095425048844386, 14);
  });

  it.each(models)('integrates to one under %s', (model) => {
    const density = (value: number) => Math.exp(-noiseTerm(model, value, 2, 0.2).value);
    const low = model.startsWith('log') ? 1e-9 : -20,
      n = 200_000,
      h = (40 - low) / n;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += h * density(low + (i + 0.5) * h);
    expect(sum).toBeCloseTo(1, 5);
  });

  it.each(models)('gives a censored value under %s the mass beyond its limit, the two sides adding to one', (model) => {
    const left = noiseTerm(model, 1.7, 2, 0.3, 'left').value,
      right = noiseTerm(model, 1.7, 2, 0.3, 'right').value;
    expect(Math.exp(-left) + Math.exp(-right)).toBeCloseTo(1, 13);
    const density = (value: number) => Math.exp(-noiseTerm(model, value, 2, 0.3).value);
    const low = model.startsWith('log') ? 1e-9 : -20,
      n = 200_000,
      h = (1.7 - low) / n;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += h * density(low + (i + 0.5) * h);
    expect(Math.exp(-left)).toBeCloseTo(sum, 6);
  });

  it('has the derivatives that differences see, far tails included', () => {
    for (const model of models)
      for (const censored of [undefined, 'left', 'right'] as const) {
        for (const [value, prediction, sigma] of [
          [3, 2, 0.5],
          [0.4, 2, 0.5],
          [1, 40, 0.7],
          [9, 1.1, 0.2],
        ]) {
          const { byPrediction, bySigma } = noiseTerm(model, value, prediction, sigma, censored);
          const at = (f: number, s: number) => noiseTerm(model, value, f, s, censored).value;
          const h = 1e-6;
          const scale = 1 + Math.abs(byPrediction) + Math.abs(bySigma);
          expect(Math.abs((at(prediction + h, sigma) - at(prediction - h, sigma)) / (2 * h) - byPrediction) / scale).toBeLessThan(
            1e-6,
          );
          expect(Math.abs((at(prediction, sigma + h) - at(prediction, sigma - h)) / (2 * h) - bySigma) / scale).toBeLessThan(
            1e-6,
          );
        }
      }
  });

  it('is infinite, never NaN, where a log model meets a prediction that is not positive', () => {
    expect(noiseTerm('log-normal', 1, 0, 0.5).value).toBe(Infinity);
    expect(noiseTerm('log-laplace', 1, -1, 0.5).value).toBe(Infinity);
    expect(noiseTerm('normal', 1, 1, 0).value).toBe(Infinity);
  });

  it('standardises residuals on the scale of the model', () => {
    expect(standardised(noiseLaw({ model: 'normal' }), 3, 2, 0.5)).toBe(2);
    expect(standardised(noiseLaw({ model: 'log-normal' }), Math.E, 1, 0.5)).toBe(2);
  });
});
