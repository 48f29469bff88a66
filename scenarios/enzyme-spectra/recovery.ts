/** What is recovered from the spectra: by a fit of trajectories, by curves that obey the equations, and what no fit of these data can. */
import { cramerRao, type CramerRao } from '../../core/fit/cramer-rao';
import { createOptimiser } from '../../core/fit/method';
import { createObjective, type FitObjective } from '../../core/fit/objective';
import { minimise } from '../../core/fit/optimiser';
import { informedCurves } from '../../core/fit/warm-start/informed-curves';
import { untrained } from '../../core/model/edit';
import type { Fit, Scenario } from '../../core/model/schema';
import { warmStart } from '../../core/model/schema/warm-start';
import { noisier, species, spectrumNames, syntheticData, trueModel } from './synthetic-data';

export const rates = ['k1', 'km1', 'k2'] as const;

/** @returns the scenario before any fit: rates too slow by four to ten times, and the same for all pure spectra */
export function unfitted(document: Scenario): Scenario {
  const start: Readonly<Record<string, number>> = { k1: 0.1, km1: 5, k2: 0.5 };
  return {
    ...untrained(document),
    parameters: document.parameters.map((one) => (one.estimate ? { ...one, value: start[one.id] ?? 0.01 } : one)),
  };
}

export interface Design {
  readonly seed: number;
  /** of the file's σ */
  readonly noise?: number;
  readonly times?: readonly number[];
}

/** @returns the scenario before any fit, with measurements of another seed, of other times or with more noise */
export function measuredAgain(document: Scenario, { seed, noise = 1, times }: Design): Scenario {
  const changed = noisier(unfitted(document), noise);
  return { ...changed, data: { ...document.data, measurements: syntheticData(changed, seed, times) } };
}

const fitOf = (document: Scenario, conditions?: readonly string[]): Fit => ({
  ...document.fits[0],
  conditions: conditions === undefined ? undefined : [...conditions],
});

export interface Recovered {
  readonly nllh: number;
  readonly objective: FitObjective;
  /** on the fit scale */
  readonly x: Float64Array;
  /** natural values by name */
  readonly values: Readonly<Record<string, number>>;
}

function recovered(objective: FitObjective, x: Float64Array): Recovered {
  const cost = objective.cost(x);
  if (!cost.ok) throw new Error(cost.failure.message);
  const values = objective.estimated.map(({ name, scale }, i) => [name, scale === 'log10' ? 10 ** x[i] : x[i]] as const);
  return { nllh: cost.value, objective, x, values: Object.fromEntries(values) };
}
const startOf = ({ estimated }: FitObjective): Float64Array => Float64Array.from(estimated, ({ nominal }) => nominal);

/** The maximum of the likelihood from the document's values, by the fit's own optimiser. @throws Error where there is none */
export function byTrajectories(document: Scenario, conditions?: readonly string[]): Recovered {
  const fit = fitOf(document, conditions),
    objective = createObjective(document, fit),
    optimiser = createOptimiser('levenberg-marquardt', document, fit, objective.estimated),
    minimum = minimise(optimiser, objective, startOf(objective));
  if (!minimum.ok) throw new Error(minimum.failure.message);
  return recovered(objective, minimum.value.x);
}

/** Where the physics-informed curves end from the document's values, without a fit of trajectories after them. @throws Error where they fail */
export function byCurves(document: Scenario): Recovered {
  const fit = fitOf(document),
    objective = createObjective(document, fit),
    settings = warmStart.parse({ kind: 'informed-curves' });
  if (settings.kind !== 'informed-curves') throw new Error('the warm start is of another kind');
  const found = informedCurves(
    document,
    fit,
    objective,
    settings,
  )(
    startOf(objective),
    () => false,
    () => undefined,
  );
  if (!found.ok) throw new Error(found.failure.message);
  return recovered(objective, found.value.x);
}

/** @returns the largest relative error of the three rates */
export const rateError = ({ values }: Recovered, truth: Readonly<Record<string, number>>): number =>
  Math.max(...rates.map((id) => Math.abs(values[id] / truth[id] - 1)));

const michaelis = (of: Readonly<Record<string, number>>): number => (of.km1 + of.k2) / of.k1;
export const michaelisError = ({ values }: Recovered, truth: Readonly<Record<string, number>>): number =>
  Math.abs(michaelis(values) / michaelis(truth) - 1);

/** @returns the largest over the species of the root mean square error of its pure spectrum over its largest value */
export const spectrumError = ({ values }: Pick<Recovered, 'values'>, truth: Readonly<Record<string, number>>): number =>
  Math.max(
    ...species.map((one) => {
      const names = spectrumNames(one),
        squares = names.reduce((sum, name) => sum + (values[name] - truth[name]) ** 2, 0);
      return Math.sqrt(squares / names.length) / Math.max(...names.map((name) => truth[name]));
    }),
  );

export interface Bounds extends CramerRao {
  readonly objective: FitObjective;
  /** the truth on the fit scale */
  readonly x: Float64Array;
}

/** The Cramér–Rao bounds at the truth. @param conditions the runs that are measured; absent: all */
export function boundsAtTruth(document: Scenario, conditions?: readonly string[]): Bounds {
  const truth = trueModel(document),
    objective = createObjective(truth, fitOf(truth, conditions)),
    x = startOf(objective),
    bound = cramerRao(objective, x);
  if (!bound.ok) throw new Error(bound.failure.message);
  return { ...bound.value, objective, x };
}

/** @returns least standard deviation of an estimate: relative for a rate, 1/(µM cm) for a value of a spectrum */
export function deviationOf({ objective: { estimated }, deviation }: Bounds, name: string): number {
  const at = estimated.findIndex((one) => one.name === name);
  return deviation(estimated.map((one, i) => (i !== at ? 0 : one.scale === 'log10' ? Math.LN10 : 1)));
}

/** What of Michaelis and Menten's constant (k₋₁ + k₂)/k₁, relative. */
export function michaelisDeviation(
  { objective: { estimated }, deviation }: Bounds,
  { km1, k2 }: Readonly<Record<string, number>>,
): number {
  const by: Readonly<Record<string, number>> = { k1: -1, km1: km1 / (km1 + k2), k2: k2 / (km1 + k2) };
  return deviation(estimated.map(({ name }) => Math.LN10 * (by[name] ?? 0)));
}

/** What may be added to the pure spectra of one run at one wavelength and is not seen: S₀·E − E₀·S + (S₀ − E₀)·ES − E₀·P, float64[n]. */
export function unseen({ objective: { estimated } }: Bounds, [E0, S0]: readonly [number, number], nm: number): Float64Array {
  const by: Readonly<Record<string, number>> = { E: S0, S: -E0, ES: S0 - E0, P: -E0 };
  return Float64Array.from(estimated, ({ name }) => {
    const [, one, at] = name.split('_');
    return Number(at) === nm ? by[one] : 0;
  });
}
