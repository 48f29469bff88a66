import { describe, expect, it } from 'vitest';
import { createStartRunner } from '../../core/fit/run-start';
import type { FitStart, Scenario } from '../../core/model/schema';
import { loadScenario } from './load';

const document = loadScenario('influenza');
const T0 = document.parameters.find(({ id }) => id === 'T0')!.value;
const quiet = { onProgress: () => undefined, cancelled: () => false };

/** Baccam et al. 2006: average patient, target-cell-limited model without delay */
const baccam = { beta: 2.7e-5, delta: 4, p: 0.012, c: 3, V0: 0.093 };
/** basic reproductive number that those values give, 10.8 */
const baccamR0 = (baccam.beta * baccam.p * T0) / (baccam.delta * baccam.c);

/** @returns the starts of a fit, best first */
function runFit(fit: string, scenario: Scenario = document): FitStart[] {
  const { starts, seed } = scenario.fits.find(({ id }) => id === fit)!;
  const run = createStartRunner({ document: scenario, fit, starts, seed });
  return Array.from({ length: starts }, (_, i) => run(i, quiet)).sort((a, b) => (a.nllh ?? Infinity) - (b.nllh ?? Infinity));
}
const reproductiveNumber = ({ parameters: { beta, p, delta, c } }: FitStart): number => (beta * p * T0) / (delta * c);
const ratios = ({ parameters }: FitStart): number[] =>
  (['beta', 'delta', 'p', 'c'] as const).map((id) => parameters[id] / baccam[id]);

describe('fits of the influenza scenario', () => {
  it('pooled: reach the same cost from at least half of 16 starts, in under 30 seconds, and it is the stored one', () => {
    const before = performance.now(),
      starts = runFit('pooled'),
      seconds = (performance.now() - before) / 1000;
    const [best] = starts;
    expect(seconds).toBeLessThan(30);
    expect(starts.filter(({ nllh }) => nllh! < best.nllh! + 0.01).length).toBeGreaterThanOrEqual(8);
    expect(Math.abs(best.nllh! - document.fits[0].result!.best.nllh)).toBeLessThan(1e-4);
  });

  it("pooled: do not reject Baccam's δ = 4, where clearance, infection and production come near theirs too", () => {
    const held: Scenario = {
      ...document,
      parameters: document.parameters.map((one) =>
        one.id === 'delta' ? { ...one, value: baccam.delta, bounds: [baccam.delta, baccam.delta] } : one,
      ),
    };
    const [best] = runFit('pooled', held);
    // χ²₁ at 95 %, halved
    expect(best.nllh! - document.fits[0].result!.best.nllh).toBeLessThan(1.92);
    expect(best.parameters.c / baccam.c).toBeGreaterThan(0.5);
    expect(best.parameters.c / baccam.c).toBeLessThan(2);
    // β and p trade against each other; their product sets the growth
    const product = (best.parameters.beta * best.parameters.p) / (baccam.beta * baccam.p);
    expect(product).toBeGreaterThan(0.5);
    expect(product).toBeLessThan(2);
  });

  it("alone: patients 1 and 3, whose rates no bound holds, agree with Baccam's average patient within a factor of 4", () => {
    for (const patient of ['patient1_alone', 'patient3_alone']) {
      const [best] = runFit(patient);
      for (const ratio of ratios(best)) expect(Math.abs(Math.log(ratio))).toBeLessThan(Math.log(4));
      expect(Math.abs(Math.log(reproductiveNumber(best) / baccamR0))).toBeLessThan(Math.log(2));
    }
  });

  it("alone: δ over the six patients is near Baccam's in the geometric mean, and each fit recurs from a third of its starts", () => {
    let sum = 0;
    for (let patient = 1; patient <= 6; patient++) {
      const starts = runFit(`patient${patient}_alone`),
        [best] = starts;
      expect(starts.filter(({ nllh }) => nllh! < best.nllh! + 0.01).length).toBeGreaterThanOrEqual(5);
      sum += Math.log(best.parameters.delta);
    }
    expect(Math.abs(sum / 6 - Math.log(baccam.delta))).toBeLessThan(Math.log(2));
  });
});
