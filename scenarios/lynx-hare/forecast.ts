/**
 * Forecasts from the first years: the classic model and the hybrid fitted up to a year, and what they say of the years after it, beside the
 * plainest forecast of a ten-year cycle: each year as it was ten years before.
 */
import { rankedStarts } from '../../core/fit/ranked-starts';
import { buildTrajectories } from '../../core/fit/trajectories';
import { applyFit, untrained } from '../../core/model/edit';
import type { Fit, Measurement, Scenario } from '../../core/model/schema';
import { solve } from '../../core/solve/integrate';

export const FIRST = 1900,
  LAST = 1920;
/** The last fitted years: from the first that leaves a whole decade behind it to the last that leaves three to be forecast. */
export const cuts = Array.from({ length: 9 }, (_, k) => 1909 + k);
const CYCLE = 10;

export type Model = 'classic' | 'hybrid';

/** @returns the scenario before any fit of it, its network untrained and its rates where the file's fits began */
export function unfitted(document: Scenario): Scenario {
  const start: Readonly<Record<string, number>> = {
    alpha: 0.5,
    beta: 0.03,
    gamma: 0.8,
    delta: 0.03,
    hares_1900: 30,
    lynx_1900: 4,
    sigma_hares: 0.3,
    sigma_lynx: 0.3,
  };
  return {
    ...untrained(document),
    parameters: document.parameters.map((one) => ({ ...one, value: start[one.id] ?? one.value })),
  };
}

export interface Fitted {
  readonly nllh: number;
  readonly parameters: Readonly<Record<string, number>>;
  readonly document: Scenario;
}

/** @param until last year that is fitted  @returns the best of the fit's starts  @throws Error where none has a cost */
export function fitted(document: Scenario, model: Model, until: number): Fitted {
  const own: Fit = { ...document.fits.find(({ id }) => id === model)!, holdout: undefined },
    fit: Fit = until < LAST ? { ...own, holdout: { after: until } } : own;
  const changed = { ...document, fits: [fit] },
    [{ nllh, parameters }] = rankedStarts(changed, model);
  return { nllh, parameters, document: applyFit(changed, parameters) };
}

const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
const later = (document: Scenario, until: number): Measurement[] => document.data.measurements.filter(({ time }) => time > until);

/** @returns root mean square of ln(predicted/counted) over both species and the years in (from, until]; Infinity where the model cannot be solved */
export function logError({ document }: Pick<Fitted, 'document'>, from: number, until = LAST): number {
  const [{ lowered, times, points }] = buildTrajectories({ ...document, fits: [] });
  const solved = solve(lowered.plan, lowered.nominal, { from: FIRST, until: LAST, settings: document.solver, times });
  if (!solved.ok) return Infinity;
  const { n } = lowered.plan,
    out = new Float64Array(lowered.outputs.length);
  return rootMeanSquare(
    points.flatMap(({ measurement: { time, value }, timeIndex, output }) => {
      if (time <= from || time > until) return [];
      lowered.read[0].value(time, solved.value.states.subarray(timeIndex * n, (timeIndex + 1) * n), lowered.nominal, out);
      return [Math.log(out[output] / value)];
    }),
  );
}

/** @returns the same error of a forecast that repeats what was counted ten years before, or twenty where that is not yet known */
export function repeatedError(document: Scenario, until: number): number {
  const counted = new Map(document.data.measurements.map(({ observable, time, value }) => [`${observable} ${time}`, value]));
  return rootMeanSquare(
    later(document, until).map(({ observable, time, value }) => {
      const before = time - CYCLE * Math.ceil((time - until) / CYCLE);
      return Math.log(counted.get(`${observable} ${before}`)! / value);
    }),
  );
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b),
    half = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)] : (sorted[half - 1] + sorted[half]) / 2;
};
