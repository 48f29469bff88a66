import { describe, expect, it } from 'vitest';
import { effectiveSize, samplePosterior } from '../../core/fit/posterior';
import { seededRandom } from '../../core/util/random';
import { makeDocument } from '../documents';

/** y = m observed n times with known σ: the posterior of m is normal with mean ȳ and standard deviation σ/√n. */
const values = [1.1, 0.7, 1.4, 0.9, 1.2, 0.8, 1.0, 1.3],
  sigma = 0.3,
  mean = values.reduce((a, b) => a + b) / values.length;
const document = makeDocument({
  variables: [{ id: 'X', name: 'X', kind: 'state', initial: 'm' }],
  observables: [{ id: 'y', name: 'y', expression: 'X', noise: { model: 'normal', sigma } }],
  parameters: [
    { id: 'm', value: 1, scale: 'linear', bounds: [-50, 50], estimate: true },
    { id: 'idle', value: 1, scale: 'linear', bounds: [0, 6], estimate: true },
  ],
  conditions: [{ id: 'c', name: 'c' }],
  fits: [{ id: 'f', name: 'f', seed: 3 }],
  data: { measurements: values.map((value, i) => ({ condition: 'c', observable: 'y', time: i, value })) },
});

describe('draws from the posterior', () => {
  const task = { document, fit: 'f', best: { m: 0.4, idle: 3 }, seed: 3 };
  const posterior = samplePosterior(task)!;
  const moments = (name: string): [number, number] => {
    const values = posterior.values.map((row) => row[posterior.names.indexOf(name)]);
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [average, Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length)];
  };

  it('have the mean and spread of the exact posterior, to four standard errors of 60 draws', () => {
    const [average, spread] = moments('m'),
      exact = sigma / Math.sqrt(values.length);
    expect(Math.abs(average - mean)).toBeLessThan((4 * exact) / Math.sqrt(60));
    expect(Math.abs(spread / exact - 1)).toBeLessThan(4 / Math.sqrt(120));
  });
  it('spread a parameter that the data do not see over its box, and not beyond', () => {
    const [average, spread] = moments('idle'),
      uniform = 6 / Math.sqrt(12);
    expect(Math.abs(average - 3)).toBeLessThan((4 * uniform) / Math.sqrt(60));
    expect(spread).toBeGreaterThan(0.7 * uniform);
    for (const [, idle] of posterior.values) expect(idle >= 0 && idle <= 6).toBe(true);
  });
  it('say how well the chain moved', () => {
    expect(posterior.acceptance).toBeGreaterThan(0.15);
    expect(posterior.acceptance).toBeLessThan(0.6);
    expect(posterior.effective).toBeGreaterThan(200);
  });
  it('are the same for the same seed, and others for another', () => {
    expect(samplePosterior(task)).toEqual(posterior);
    expect(samplePosterior({ ...task, seed: 4 })).not.toEqual(posterior);
  });
});

describe('the effective sample size', () => {
  it('is n·(1 − φ)/(1 + φ) for an autoregressive series', () => {
    const random = seededRandom(11),
      phi = 0.8,
      series: number[] = [0];
    for (let i = 1; i < 40_000; i++) series.push(phi * series[i - 1] + random.normal());
    expect(effectiveSize(series) / ((series.length * (1 - phi)) / (1 + phi))).toBeCloseTo(1, 0);
    expect(effectiveSize(Array.from({ length: 20_000 }, () => random.normal())) / 20_000).toBeGreaterThan(0.9);
  });
});
