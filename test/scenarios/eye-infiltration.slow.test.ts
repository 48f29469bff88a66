import { describe, expect, it } from 'vitest';
import { acceptedStarts } from '../../core/fit/accepted';
import { createStartRunner } from '../../core/fit/run-start';
import { isOutside, learnedResponse } from '../../scenarios/eye-infiltration/learned-response';
import { compareOn, unseenArms, untrained, type Errors } from '../../scenarios/eye-infiltration/unseen-arms';
import { loadScenario } from './load';

const document = loadScenario('eye-infiltration');
const [fit] = document.fits,
  { starts } = fit.result!;

describe('the learned law of infiltration, from a clean state', () => {
  it('is found again by the recorded seeds, from a start on all animals and from one on drawn animals', () => {
    const run = createStartRunner({ document: untrained(document), fit: fit.id, starts: fit.starts, seed: fit.seed });
    for (const index of [3, 4]) {
      const again = run(index, { onProgress: () => undefined, cancelled: () => false });
      expect(again.seed).toBe(starts[index].seed);
      expect(again.resampled).toBe(starts[index].resampled);
      // the same bits on the same V8; another one differs by ulps, which 120 iterations make larger
      expect(Math.abs(again.nllh! - starts[index].nllh!)).toBeLessThan(0.05);
    }
  });

  it('has the true response within the range over its accepted starts, which the four starts on all animals alone do not have', () => {
    const accepted = acceptedStarts(fit.result!);
    expect(learnedResponse(document, accepted).filter(isOutside)).toEqual([]);
    const whole = accepted.filter(({ resampled }) => resampled !== true),
      alone = learnedResponse(document, whole);
    expect(whole).toHaveLength(4);
    expect(alone.filter(isOutside).length).toBeGreaterThan(50);
  });

  it('predicts unseen arms better than an unconstrained network, and than a forecast without mechanisms', () => {
    // the animals of the file, and two other sets of twenty-five
    const cases = [20061, 1, 2].flatMap((seed): Errors[] => {
      const errors = compareOn(document, seed, 2);
      return unseenArms.map((arm) => errors[arm]);
    });
    for (const { constrained, unconstrained, statistical } of cases) {
      expect(constrained).toBeLessThan(statistical / 4);
      expect(constrained).toBeLessThan(unconstrained);
    }
    const mean = (of: (errors: Errors) => number): number =>
      Math.exp(cases.reduce((sum, one) => sum + Math.log(of(one)), 0) / cases.length);
    expect(mean(({ unconstrained }) => unconstrained) / mean(({ constrained }) => constrained)).toBeGreaterThan(1.5);
  });
});
