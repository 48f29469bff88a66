import { beforeAll, describe, expect, it } from 'vitest';
import { createObjective } from '../../core/fit/objective';
import { fitPhysicsInformed, polish } from '../../core/fit/physics-informed';
import { backends } from '../lower/tensor-backends';
import { predatorPrey, started, truth } from './predator-prey';

describe('a physics-informed fit of predator and prey, of which only the prey is seen', () => {
  const [name, { tf }] = [...backends].find(([one]) => one !== 'tensorflow')!;
  beforeAll(async () => {
    await tf.setBackend(name);
  });

  it('finds the rates from a start that is far off, and is polished to the maximum of the likelihood', () => {
    const document = predatorPrey(),
      [fit] = document.fits,
      objective = createObjective(document, fit);
    const costAt = (values: Record<string, number>): number => {
      const cost = objective.cost(Float64Array.from(objective.estimated, ({ name: slot }) => Math.log10(values[slot])));
      if (!cost.ok) throw new Error(cost.failure.message);
      return cost.value;
    };
    const found = fitPhysicsInformed(tf, document, fit, { steps: 2000, hidden: [32, 32], collocation: 48 });
    if (!found.ok) throw new Error(found.failure.message);
    const { nllh, parameters } = found.value;
    // the start's cost is in the thousands. What is left of the residual biases the rates; the noise alone does by about 1 %
    expect(costAt(started)).toBeGreaterThan(1000);
    expect(Math.abs(parameters.growth / truth.growth - 1)).toBeLessThan(0.08);
    expect(Math.abs(parameters.death / truth.death - 1)).toBeLessThan(0.08);
    expect(costAt(parameters)).toBeCloseTo(nllh, 6);
    const polished = polish(document, fit, found.value);
    if (!polished.ok) throw new Error(polished.failure.message);
    expect(polished.value.converged).toBe(true);
    expect(polished.value.value).toBeLessThan(nllh);
    // at the maximum of the likelihood the truth fits worse, by a χ² of two parameters: its half is below 7 in 999 of 1,000
    expect(polished.value.value).toBeLessThan(costAt(truth));
    expect(polished.value.value).toBeGreaterThan(costAt(truth) - 7);
  });
});
