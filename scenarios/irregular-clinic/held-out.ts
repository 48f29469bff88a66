/** Threefold cross-validation: a fit without each third of the measurements, and how well it predicts the third. */
import { rankedStarts } from '../../core/fit/ranked-starts';
import { lowerScenario } from '../../core/lower/lower';
import { applyFit, untrained } from '../../core/model/edit';
import type { Measurement, Scenario } from '../../core/model/schema';
import { solve } from '../../core/solve/integrate';

const THIRDS = ['A', 'B', 'C'] as const;
/** round numbers from which every fit starts, so that none begins at what all data say */
const ROUND: Readonly<Record<string, number>> = { ka: 1, CL: 0.05, V: 0.5, sigma: 1 };

/** What is fitted in the place of the measurements that are not held out. */
export type Treatment = (measurements: readonly Measurement[]) => readonly Measurement[];

/** Over all measurements, each predicted by the fit that did not see it. */
export interface Score {
  /** root mean square of prediction − measurement, mg/L */
  readonly rmse: number;
  /** mean log density of a measurement under its prediction and the fitted σ */
  readonly logDensity: number;
  /** sum of squares by subject, in the order of the conditions */
  readonly bySubject: readonly number[];
  readonly measurements: number;
  /** values that each fit estimates */
  readonly parameters: number;
}

/** @returns the scenario as it was before any fit: no subject has values of its own but its dose */
export const fresh = (document: Scenario): Scenario => ({
  ...untrained(document),
  parameters: document.parameters.map((one) => (one.id in ROUND ? { ...one, value: ROUND[one.id] } : one)),
  conditions: document.conditions.map((one) => ({
    ...one,
    overrides: Object.fromEntries(Object.entries(one.overrides).filter(([id]) => id === 'dose')),
  })),
});

/** @param document as `fresh` gives it  @throws Error where a fit or a prediction fails */
export function crossValidated(document: Scenario, treatment: Treatment): Score {
  const { measurements } = document.data;
  const folds = THIRDS.map((third) => {
    const isHeldOut = ({ replicate }: Measurement): boolean => replicate === third;
    const fitted = fittedTo(document, treatment(measurements.filter((one) => !isHeldOut(one))));
    return { ...fitted, errors: residuals(fitted.document, measurements.filter(isHeldOut)) };
  });
  const errors = folds.flatMap((fold) => fold.errors.flat()),
    logs = folds.flatMap(({ sigma, errors: own }) =>
      own.flat().map((error) => -0.5 * Math.log(2 * Math.PI * sigma ** 2) - error ** 2 / (2 * sigma ** 2)),
    );
  return {
    rmse: Math.sqrt(squares(errors) / errors.length),
    logDensity: logs.reduce((sum, one) => sum + one, 0) / logs.length,
    bySubject: document.conditions.map((_, k) => folds.reduce((sum, fold) => sum + squares(fold.errors[k]), 0)),
    measurements: errors.length,
    parameters: Math.max(...folds.map((fold) => fold.parameters)),
  };
}

const squares = (values: readonly number[]): number => values.reduce((sum, value) => sum + value ** 2, 0);

export interface Fitted {
  readonly document: Scenario;
  readonly nllh: number;
  readonly sigma: number;
  /** how many values were estimated */
  readonly parameters: number;
}

/** @returns the scenario with the values of a fit of all subjects to these measurements, from its present values */
export function fittedTo(document: Scenario, measurements: readonly Measurement[]): Fitted {
  const given = { ...document, data: { ...document.data, measurements: [...measurements] } };
  const [{ nllh, parameters }] = rankedStarts(given, 'all', 1);
  return { document: applyFit(given, parameters), nllh, sigma: parameters.sigma, parameters: Object.keys(parameters).length };
}

/** @returns prediction − measurement of each condition in mg/L, every measurement at its exact time */
export function residuals(document: Scenario, measurements: readonly Measurement[]): number[][] {
  const plasma = document.variables.findIndex(({ id }) => id === 'plasma');
  return document.conditions.map(({ id }) => {
    const own = measurements.filter(({ condition }) => condition === id);
    if (own.length === 0) return [];
    const until = own[own.length - 1].time,
      times = Float64Array.from(own, ({ time }) => time),
      { plan, nominal } = lowerScenario(document, { condition: id, from: 0, until });
    const solved = solve(plan, nominal, { from: 0, until, times, settings: document.solver });
    if (!solved.ok) throw new Error(solved.failure.message);
    return own.map(({ value }, k) => solved.value.states[k * plan.n + plasma] - value);
  });
}
