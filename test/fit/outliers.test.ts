import { describe, expect, it } from 'vitest';
import { cholesky, inverseFromCholesky } from '../../core/fit/curvature';
import { levenbergMarquardt } from '../../core/fit/levenberg-marquardt';
import { createObjective } from '../../core/fit/objective';
import { minimise } from '../../core/fit/optimiser';
import { synthesise } from '../../core/fit/synthetic';
import type { Measurement, Scenario } from '../../core/model/schema';
import { makeDocument } from '../documents';

/** exponential decay from a to 0, seen with noise of unknown scale */
const decay = (model: string, measurements: readonly Measurement[] = []): Scenario =>
  makeDocument({
    variables: [{ id: 'x', name: 'x', kind: 'state', initial: 'a' }],
    parameters: [
      { id: 'a', value: 3, scale: 'log10', bounds: [0.1, 30], estimate: true },
      { id: 'k', value: 0.7, scale: 'log10', bounds: [0.01, 10], estimate: true },
      { id: 's', value: 0.1, scale: 'log10', bounds: [0.001, 10], estimate: true },
    ],
    mechanisms: [
      {
        id: 'loss',
        name: 'Loss',
        law: { kind: 'first-order', parameters: { k: 'k' } },
        inputs: [{ variable: 'x', role: 'substrate' }],
        effects: [{ variable: 'x', coefficient: -1 }],
      },
    ],
    observables: [{ id: 'seen', name: 'Seen', expression: 'x', noise: { model, sigma: 's' } }],
    conditions: [{ id: 'only', name: 'Only' }],
    data: { measurements },
    fits: [{ id: 'main', name: 'Main' }],
  });

const times = Array.from({ length: 40 }, (_, i) => 0.125 * (i + 1));
/** normal noise, and five of the later half too high by 1.5, fifteen times the noise */
const contaminated = (seed: number): Measurement[] =>
  synthesise(decay('normal'), [{ condition: 'only', replicate: '1', samples: [{ observable: 'seen', times }] }], seed, 6).map(
    (one, i) => (i > 20 && i % 4 === 3 ? { ...one, value: one.value + 1.5 } : one),
  );

/** @returns the error of log10 of the rate, and how far that is from the truth in its own standard errors */
function rateFrom(
  model: string,
  measurements: readonly Measurement[],
): { error: number; inStandardErrors: number; iterations: number } {
  const document = decay(model, measurements),
    objective = createObjective(document, document.fits[0]);
  const start = Float64Array.of(Math.log10(1), Math.log10(0.2), Math.log10(0.5));
  const found = minimise(levenbergMarquardt({ maxIterations: 200, tolerance: 1e-8 }), objective, start, {});
  if (!found.ok) throw new Error(found.failure.message);
  const informed = objective.information(found.value.x);
  if (!informed.ok) throw new Error(informed.failure.message);
  const covariance = inverseFromCholesky(cholesky(informed.value.information, 3)!, 3),
    error = found.value.x[1] - Math.log10(0.7);
  return { error, inStandardErrors: Math.abs(error) / Math.sqrt(covariance[4]), iterations: found.value.iterations };
}

describe('data with outliers', () => {
  const sets = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(contaminated);
  const [robust, plain] = ['student-t', 'normal'].map((model) => sets.map((set) => rateFrom(model, set)));

  it('give the true rate within its standard error under Student’s t', () => {
    for (const { inStandardErrors } of robust) expect(inStandardErrors).toBeLessThan(2);
    // 1 is what a standard error promises
    const square = robust.reduce((sum, { inStandardErrors }) => sum + inStandardErrors ** 2, 0) / robust.length;
    expect(Math.sqrt(square)).toBeLessThan(1);
  });

  it('are fitted in few steps from residuals that are all far off', () => {
    const exact = decay('student-t', sets[0]);
    exact.observables[0].noise.sigma = 0.001;
    const objective = createObjective(exact, exact.fits[0]);
    const found = minimise(levenbergMarquardt({ maxIterations: 200, tolerance: 1e-6 }), objective, Float64Array.of(1, -1, 0), {});
    expect(found.ok && found.value.converged).toBe(true);
    // under a constant weight far residuals count as curved, and the fit crawls
    expect(found.ok && found.value.iterations).toBeLessThan(40);
  });

  it('draw the rate away under normal noise, each time by more than two of its much larger standard errors', () => {
    for (const { error, inStandardErrors } of plain) {
      expect(inStandardErrors).toBeGreaterThan(2);
      expect(Math.abs(error)).toBeGreaterThan(4 * Math.max(...robust.map((one) => Math.abs(one.error))));
    }
  });
});
