import { describe, expect, it } from 'vitest';
import { laplaceDraws } from '../../core/fit/laplace';
import { makeDocument } from '../documents';

/** y = m observed n times with known σ: the posterior of m is normal with mean ȳ and standard deviation σ/√n. */
const values = [1.1, 0.7, 1.4, 0.9, 1.2, 0.8, 1.0, 1.3], sigma = 0.3, mean = values.reduce((a, b) => a + b) / values.length;
const document = makeDocument({
  variables: [{ id: 'X', name: 'X', kind: 'state', initial: 'm' }], observables: [{ id: 'y', name: 'y', expression: 'X', noise: { model: 'normal', sigma } }],
  parameters: [{ id: 'm', value: 1, scale: 'linear', bounds: [-50, 50], estimate: true }, { id: 'idle', value: 1, scale: 'linear', bounds: [0, 6], estimate: true }],
  conditions: [{ id: 'c', name: 'c' }], fits: [{ id: 'f', name: 'f', seed: 3 }],
  data: { measurements: values.map((value, i) => ({ condition: 'c', observable: 'y', time: i, value })) },
});

describe('Laplace draws', () => {
  const result = { best: { nllh: 0, parameters: { m: mean, idle: 3 } }, starts: [], cancelled: false, provenance: { document: '', versions: {} } };
  const draws = laplaceDraws(document, document.fits[0], result, 4000)!;
  const moments = (name: string): [number, number] => {
    const average = draws.reduce((sum, draw) => sum + draw[name], 0) / draws.length;
    return [average, Math.sqrt(draws.reduce((sum, draw) => sum + (draw[name] - average) ** 2, 0) / draws.length)];
  };
  // standard error of a mean over 4,000 draws is sd/63, of a standard deviation sd/89
  it('have the mean and spread of the exact posterior', () => {
    const [average, spread] = moments('m'), exact = sigma / Math.sqrt(values.length);
    expect(Math.abs(average - mean)).toBeLessThan(4 * exact / 63);
    expect(Math.abs(spread / exact - 1)).toBeLessThan(4 / 89);
  });
  it('spread a parameter that the data do not see over its box, and not beyond', () => {
    const [, spread] = moments('idle');
    expect(spread).toBeGreaterThan(1.2);
    expect(Math.min(...draws.map(({ idle }) => idle))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws.map(({ idle }) => idle))).toBeLessThanOrEqual(6);
  });
  it('are the same for the same seed', () => { expect(laplaceDraws(document, document.fits[0], result, 5)).toEqual(draws.slice(0, 5)); });
});
