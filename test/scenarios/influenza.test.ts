import { describe, expect, it } from 'vitest';
import { fitCurves } from '../../core/fit/curves';
import { createObjective } from '../../core/fit/objective';
import { buildTrajectories } from '../../core/fit/trajectories';
import { scales } from '../../core/fit/scale';
import { loadScenario } from './load';

const document = loadScenario('influenza');
const [pooled] = document.fits;
/** Baccam et al. 2006, average patient, target-cell-limited model without delay; σ is ours */
const baccam: Record<string, number> = { beta: 2.7e-5, delta: 4, p: 0.012, c: 3, V0: 0.093, sigma: 1.5 };

describe('the influenza scenario', () => {
  it('holds the 42 titres of table 1, its seven zeros as left-censored at a limit below every titre that was read', () => {
    const { measurements } = document.data,
      censored = measurements.filter((one) => one.censored === 'left'),
      read = measurements.filter((one) => one.censored === undefined);
    expect([measurements.length, censored.length, read.length]).toEqual([42, 7, 35]);
    expect(new Set(censored.map(({ value }) => value))).toEqual(new Set([0.5]));
    expect(Math.min(...read.map(({ value }) => value))).toBe(0.8);
    // column sums of the table by patient
    expect(
      document.conditions.map(({ id }) =>
        read.filter(({ condition }) => condition === id).reduce((sum, { value }) => sum + value, 0),
      ),
    ).toEqual([20, 16.3, 24.5, 28.5, 21.3, 28.8].map((sum) => expect.closeTo(sum, 10)));
  });

  it('pools six volunteers on one trajectory', () => {
    expect(buildTrajectories(document, pooled).map(({ conditions }) => conditions)).toEqual([
      ['patient1', 'patient2', 'patient3', 'patient4', 'patient5', 'patient6'],
    ]);
  });

  it("has the gradient that differences see at Baccam's average patient", () => {
    const objective = createObjective(document, pooled),
      h = 1e-4;
    const x = Float64Array.from(objective.estimated, ({ name, scale }) => scales[scale].toScaled(baccam[name]));
    const cost = (at: Float64Array) => {
      const result = objective.evaluate(at);
      if (!result.ok) throw new Error(result.failure.message);
      return result.value;
    };
    const { gradient } = cost(x),
      largest = Math.max(...gradient.map(Math.abs));
    x.forEach((value, i) => {
      const moved = (sign: number) => cost(x.with(i, value + sign * h)).value;
      // central differences of step 1e-4 in log10 are good to about 1e-6 of the third derivative
      expect(Math.abs((moved(1) - moved(-1)) / (2 * h) - gradient[i]) / largest).toBeLessThan(1e-5);
    });
  });

  it('stores the cost of its pooled fit, which its values give back', () => {
    const { best, starts } = pooled.result!;
    // another choice of steps at the document's tolerance moves the cost in its seventh digit
    expect(fitCurves(document, pooled, best.parameters).nllh).toBeCloseTo(best.nllh, 5);
    expect(fitCurves(document, pooled).nllh).toBeCloseTo(best.nllh, 5);
    expect(starts).toHaveLength(16);
    expect(starts.filter(({ nllh }) => nllh !== null && nllh < best.nllh + 0.01).length).toBeGreaterThanOrEqual(8);
  });
});
