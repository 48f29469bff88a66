import { beforeAll, describe, expect, it } from 'vitest';
import { rankedStarts } from '../../core/fit/ranked-starts';
import type { FitStart, Scenario } from '../../core/model/schema';
import { applyFit, untrained } from '../../core/model/edit';
import { distances, inWords, refitted, type Found } from '../../scenarios/missing-physics/recovery';
import { trueModel } from '../../scenarios/missing-physics/synthetic-data';
import { loadScenario } from './load';

/** −log L at the truth is this on average, with a standard deviation of √50 */
const expected = 100 * (0.5 * Math.log(2 * Math.PI) + Math.log(0.05) + 0.5);

describe('missing physics, from untrained weights and the recorded seeds', () => {
  const stored = loadScenario('missing-physics'),
    document = untrained(stored),
    truth = trueModel(stored);
  let starts: (FitStart & { nllh: number })[], trained: Scenario, found: Found, again: Scenario;
  beforeAll(() => {
    starts = rankedStarts(document);
    trained = applyFit(document, starts[0].parameters);
    found = inWords(trained);
    again = refitted(found.document);
  });

  it('the network follows the data to their noise, from every start, after collocation', () => {
    expect(starts).toHaveLength(4);
    for (const { nllh, warm } of starts) {
      expect(nllh).toBeLessThan(expected + 3 * Math.sqrt(50));
      expect(warm).toMatch(/by collocation/);
    }
    // the last bits of a long search differ between processors, and with them where it stops
    expect(Math.abs(starts[0].nllh - stored.fits[0].result!.best.nllh)).toBeLessThan(2);
  });

  it('what it has learned is −0.9xy and +0.8xy, and no other term', () => {
    const terms = (id: string) => found.laws.get(id)!.terms;
    expect([...found.laws.keys()]).toEqual(['prey_meet', 'predators_meet']);
    expect(terms('prey_meet').map(({ text }) => text)).toEqual(['x*y']);
    expect(terms('predators_meet').map(({ text }) => text)).toEqual(['x*y']);
    // as near as a network of noisy data knows them
    expect(Math.abs(terms('prey_meet')[0].coefficient / -0.9 - 1)).toBeLessThan(0.02);
    expect(Math.abs(terms('predators_meet')[0].coefficient / 0.8 - 1)).toBeLessThan(0.02);
  });

  it('its coefficients are parameters, which the fit then estimates closer still', () => {
    const { document: accepted } = found;
    expect(accepted.networks).toEqual([]);
    const made = accepted.parameters.filter(({ estimate }) => estimate);
    expect(made).toHaveLength(2);
    const values = made.map(({ id }) => again.parameters.find((one) => one.id === id)!.value);
    expect(Math.abs(values[0] / -0.9 - 1)).toBeLessThan(0.01);
    expect(Math.abs(values[1] / 0.8 - 1)).toBeLessThan(0.01);
  });

  it('the law goes on from t = 5 to t = 50 within 5 % of the amplitude, where the network is lost', () => {
    for (const distance of distances(again, truth)) expect(distance).toBeLessThan(0.05);
    expect(Math.max(...distances(trained, truth))).toBeGreaterThan(0.5);
  });
});
