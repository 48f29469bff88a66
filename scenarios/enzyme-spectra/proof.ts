/**
 * What spectra of a mixture say of an enzyme's rates and of its pure spectra: first what no method can do (the Cramér–Rao bound of one run and
 * of three), then what two ways of fitting do, over seeds of the noise, and with few and noisy spectra.
 */
import { createOptimiser } from '../../core/fit/method';
import { profileLikelihood } from '../../core/fit/profile';
import type { Scenario } from '../../core/model/schema';
import { madeAgain, type Finding, type Proof } from '../../core/service/proof';
import {
  boundsAtTruth,
  byCurves,
  byTrajectories,
  deviationOf,
  measuredAgain,
  michaelisDeviation,
  michaelisError,
  rateError,
  rates,
  spectrumError,
  unfitted,
  unseen,
  type Recovered,
} from './recovery';
import { species, spectrumNames, syntheticData, TIMES, wavelengths } from './synthetic-data';

const seeds = (count: number): number[] => Array.from({ length: count }, (_, k) => k + 1);
/** 1 % noise, and every sixth of the spectra */
const SPARSE = TIMES.filter((_, k) => k % 6 === 0);

const proof: Proof = {
  pace: 'long',
  picture: { comparison: 'inhibitors', curve: 'P' },
  *findings({ document }) {
    const truth = document.data.source!.truth!;
    yield madeAgain(document, syntheticData(document));
    yield* bounds(document, truth);
    yield* fits(document, truth);
    yield* oneRun(document, truth);
    yield* overSeeds(document, truth);
    yield* intervals(document, truth);
  },
};
export default proof;

/** What no unbiased estimate can do. */
function* bounds(document: Scenario, truth: Readonly<Record<string, number>>): Iterable<Finding> {
  const ones = document.conditions.map(({ id, name, overrides }) => {
    const mixed = [Number(overrides.E), Number(overrides.S)] as const;
    return { name, mixed, bound: boundsAtTruth(document, [id]) };
  });
  for (const { name, bound } of ones)
    yield {
      claim: 'one run leaves a combination of the pure spectra open at each of the eight wavelengths, whatever its noise',
      measure: `eigenvalues of its information that are 0, of 35: ${name}`,
      figure: bound.eigenvalues.filter((value) => value === 0).length,
      bound: { atLeast: wavelengths.length, atMost: wavelengths.length },
    };
  yield {
    claim: 'what it leaves open is S₀·E − E₀·S + (S₀ − E₀)·ES − E₀·P, since E + ES and S + ES + P are conserved',
    measure: 'largest information of it, over the product of its parts',
    figure: Math.max(...ones.flatMap(({ mixed, bound }) => wavelengths.map((nm) => rayleigh(bound, unseen(bound, mixed, nm))))),
    bound: { atMost: 1e-12 },
  };
  yield {
    claim: 'nor can one run tell any rate within 5 %',
    measure: 'least relative standard deviation of a rate, over the three runs and three rates (Cramér–Rao)',
    figure: Math.min(...ones.flatMap(({ bound }) => rates.map((id) => deviationOf(bound, id)))),
    bound: { atLeast: 0.05, atMost: 0.12 },
  };
  const all = boundsAtTruth(document);
  yield {
    claim: 'three runs determine everything',
    measure: 'eigenvalues of their information that are 0, of 35',
    figure: all.eigenvalues.filter((value) => value === 0).length,
    bound: { atMost: 0 },
  };
  for (const id of rates)
    yield {
      claim: 'three runs tell each rate well within 5 %',
      measure: `least relative standard deviation of ${id} (Cramér–Rao)`,
      figure: deviationOf(all, id),
      bound: { atMost: 0.022 },
    };
  yield {
    claim: 'and Michaelis’ constant, which they make up',
    measure: 'least relative standard deviation of K_M = (k₋₁ + k₂)/k₁',
    figure: michaelisDeviation(all, truth),
    bound: { atMost: 0.025 },
  };
  yield {
    claim: 'and each pure spectrum',
    measure: 'root mean square of the least standard deviations over the spectrum’s largest value, largest of four',
    figure: Math.max(
      ...species.map((one) => {
        const names = spectrumNames(one),
          squares = names.reduce((sum, name) => sum + deviationOf(all, name) ** 2, 0);
        return Math.sqrt(squares / names.length) / Math.max(...names.map((name) => truth[name]));
      }),
    ),
    bound: { atMost: 0.02 },
  };
}

/** @returns vᵀIv over (Σ |v_i| √I_ii)², 0 to rounding where v lies in the null space */
function rayleigh({ objective, x }: ReturnType<typeof boundsAtTruth>, v: Float64Array): number {
  const evaluated = objective.information(x);
  if (!evaluated.ok) throw new Error(evaluated.failure.message);
  const n = v.length,
    { information } = evaluated.value;
  let value = 0,
    size = 0;
  for (let i = 0; i < n; i++) {
    size += Math.abs(v[i]) * Math.sqrt(information[i * n + i]);
    for (let j = 0; j < n; j++) value += v[i] * information[i * n + j] * v[j];
  }
  return Math.abs(value) / size ** 2;
}

/** What the two ways of fitting do with the file's data. */
function* fits(document: Scenario, truth: Readonly<Record<string, number>>): Iterable<Finding> {
  const clean = unfitted(document),
    solved = byTrajectories(clean),
    curves = byCurves(clean);
  yield* recovery('the fit of trajectories', solved, truth);
  yield* recovery('the physics-informed fit, which solves nothing,', curves, truth);
  yield {
    claim: 'both come to the same likelihood',
    measure: '−log L of the physics-informed fit above that of trajectories (a 95 % interval ends at 1.92)',
    figure: curves.nllh - solved.nllh,
    bound: { atLeast: 0, atMost: 1.92 },
  };
}

function* recovery(what: string, found: Recovered, truth: Readonly<Record<string, number>>): Iterable<Finding> {
  const claim = `${what} recovers rates and pure spectra at 1 % noise`;
  yield { claim, measure: 'largest relative error of k₁, k₋₁ and k₂', figure: rateError(found, truth), bound: { atMost: 0.05 } };
  yield { claim, measure: 'relative error of K_M', figure: michaelisError(found, truth), bound: { atMost: 0.05 } };
  yield {
    claim,
    measure: 'root mean square error of a pure spectrum over its largest value, largest of four',
    figure: spectrumError(found, truth),
    bound: { atMost: 0.03 },
  };
}

/** The lesson: one run is fitted as well by spectra that are wrong. */
function* oneRun(document: Scenario, truth: Readonly<Record<string, number>>): Iterable<Finding> {
  const [{ id, overrides }] = document.conditions,
    found = byTrajectories(unfitted(document), [id]),
    { objective, x } = found;
  const direction = wavelengths.map((nm) =>
      unseen(boundsAtTruth(document, [id]), [Number(overrides.E), Number(overrides.S)], nm),
    ),
    along = direction.reduce((sum, one) => sum.map((value, i) => value + one[i]));
  // as far as the spectra stay positive and within their bounds, either way
  const ends = [-1, 1].map((sign) => {
    let step = Infinity;
    along.forEach((value, i) => {
      if (value !== 0)
        step = Math.min(step, ((sign * value > 0 ? objective.upper[i] : objective.lower[i]) - x[i]) / (sign * value));
    });
    return x.map((value, i) => value + sign * step * along[i]);
  });
  const nllh = ends.map((end) => {
    const cost = objective.cost(end);
    return cost.ok ? cost.value : Infinity;
  });
  const claim = 'one run is fitted alike by pure spectra that differ';
  yield {
    claim,
    measure: 'change of −log L from one end of what is open to the other',
    figure: Math.abs(nllh[1] - nllh[0]),
    bound: { atMost: 1e-3 },
  };
  const valuesOf = (end: Float64Array): Record<string, number> =>
    Object.fromEntries(objective.estimated.map(({ name }, i) => [name, end[i]]));
  yield {
    claim,
    measure: 'error of a pure spectrum as above, at the worse of the two ends',
    figure: Math.max(...ends.map((end) => spectrumError({ values: valuesOf(end) }, truth))),
    bound: { atLeast: 0.1 },
  };
}

/** How often it goes well. */
function* overSeeds(document: Scenario, truth: Readonly<Record<string, number>>): Iterable<Finding> {
  const solved = seeds(20).map((seed) => byTrajectories(measuredAgain(document, { seed })));
  yield {
    claim: 'the fit of trajectories recovers the rates whatever the noise',
    measure: 'of 20 seeds, those in which all three rates are within 5 %',
    figure: solved.filter((one) => rateError(one, truth) <= 0.05).length,
    bound: { atLeast: 18 },
  };
  const curves = seeds(5).map((seed) => byCurves(measuredAgain(document, { seed })));
  yield {
    claim: 'so does the physics-informed fit',
    measure: 'of 5 seeds, those in which all three rates are within 5 %',
    figure: curves.filter((one) => rateError(one, truth) <= 0.05).length,
    bound: { atLeast: 4 },
  };
}

/** What fewer and noisier spectra leave, said honestly. */
function* intervals(document: Scenario, truth: Readonly<Record<string, number>>): Iterable<Finding> {
  const variants = [
    { what: '8 spectra a run at 1 % noise', design: { seed: 1, times: SPARSE } },
    { what: '48 spectra a run at 5 % noise', design: { seed: 1, noise: 5 } },
    { what: '8 spectra a run at 5 % noise', design: { seed: 1, noise: 5, times: SPARSE } },
  ];
  for (const { what, design } of variants) {
    const again = measuredAgain(document, design),
      bound = boundsAtTruth(again),
      found = rates.map((id) => ({ id, ...interval(again, id) }));
    yield {
      claim: `${what} give honest intervals`,
      measure: 'of the 95 % profile intervals of three rates, those that hold the truth',
      figure: found.filter(({ id, low, high }) => low <= truth[id] && truth[id] <= high).length,
      bound: { atLeast: 3 },
    };
    for (const { id, low, high } of found) {
      const least = 2 * 1.96 * deviationOf(bound, id);
      yield {
        claim: `${what}: the intervals are about as wide as the Cramér–Rao bound has them, or narrower, since spectra are positive`,
        measure: `width of the interval of ${id} over its true value (bound: 0.5 to 1.2 times what the least deviation gives)`,
        figure: (high - low) / truth[id],
        bound: { atLeast: 0.5 * least, atMost: 1.2 * least },
      };
    }
  }
  // within 20 seeds of three rates the number of intervals that hold the truth is binomial about 57, standard deviation 1.7
  const held = seeds(20).flatMap((seed) => {
    const { objective, x, values } = byTrajectories(measuredAgain(document, { seed, noise: 5, times: SPARSE }));
    const best = objective.cost(x);
    return rates.map(
      (id) => best.ok && values[id] > 0 && withinProfile(document, { seed, noise: 5, times: SPARSE }, id, truth[id], best.value),
    );
  });
  yield {
    claim: '8 spectra a run at 5 % noise give honest intervals',
    measure:
      'of 60 (20 seeds, three rates), those in which −log L with the rate at its true value is less than 1.92 above the lowest',
    figure: held.filter(Boolean).length,
    bound: { atLeast: 51 },
  };
}

function interval(document: Scenario, id: string): { readonly low: number; readonly high: number } {
  const { objective, x } = byTrajectories(document),
    [fit] = document.fits,
    found = profileLikelihood(objective, {
      best: x,
      parameter: objective.estimated.findIndex(({ name }) => name === id),
      optimiser: createOptimiser('levenberg-marquardt', document, fit, objective.estimated),
    });
  if (!found.ok) throw new Error(found.failure.message);
  const { lower, upper } = found.value;
  return { low: 10 ** lower.at, high: 10 ** upper.at };
}

/** @returns whether the rate's true value lies within its profile interval: one fit with it held */
function withinProfile(
  document: Scenario,
  design: Parameters<typeof measuredAgain>[1],
  id: string,
  value: number,
  lowest: number,
): boolean {
  const again = measuredAgain(document, design),
    held = { ...again, parameters: again.parameters.map((one) => (one.id === id ? { ...one, value, estimate: false } : one)) };
  return byTrajectories(held).nllh - lowest < 1.92;
}
