import { describe, expect, it } from 'vitest';
import { createStartRunner, type StartResult } from '../../core/fit/run-start';
import type { Scenario } from '../../core/model/schema';
import { oscillator, truthOf, type OscillatorName } from './oscillators';

const run = (document: Scenario): StartResult =>
  createStartRunner({ document, fit: 'all', starts: 1, seed: 1 })(0, { onProgress: () => undefined, cancelled: () => false });

/** Where σ is right, −log L at the truth is about this for so many values; a fit is a little below. */
const atTruth = (count: number, sigma: number): number => count * (0.5 * Math.log(2 * Math.PI) + Math.log(sigma) + 0.5);
const problems: readonly [OscillatorName, number][] = [
  ['predatorPrey', atTruth(160, 0.1)],
  ['fitzHughNagumo', atTruth(80, 0.5)],
];
const kinds = ['collocation', 'growing-horizon', 'multiple-shooting'] as const;

describe.each(problems)('%s, from a frequency that is far off', (name, expected) => {
  it('is not found by the optimiser alone', () => {
    expect(run(oscillator(name)).nllh).toBeGreaterThan(expected + 1000);
  });
  it.each(kinds)('is found after %s, and the start says what that brought', (kind) => {
    const { nllh, parameters, warm } = run(oscillator(name, { warmStart: { kind } }));
    // √(n/2) is the standard deviation of −log L at the truth, at most 9 here
    expect(nllh).toBeLessThan(expected + 20);
    // three standard errors are below a tenth of the larger parameters' sizes under this noise
    for (const [id, value] of Object.entries(truthOf(name)))
      expect(Math.abs(parameters[id] - value)).toBeLessThan(0.1 + 0.05 * Math.abs(value));
    expect(warm).toMatch(new RegExp(`^cost \\S+ → \\S+ by ${kind.replace('-', ' ')}: `));
  });
});

describe('a warm start without the predators', () => {
  it.each(['growing-horizon', 'multiple-shooting'] as const)('by %s needs no more than the prey', (kind) => {
    const { nllh } = run(oscillator('predatorPrey', { warmStart: { kind } }, ['x']));
    expect(run(oscillator('predatorPrey', {}, ['x'])).nllh).toBeGreaterThan(1000);
    expect(nllh).toBeLessThan(atTruth(80, 0.1) + 20);
  });
});
