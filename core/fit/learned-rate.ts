/** The rate that a neural term has learned, as a function of its causes alone, and its values where the fitted trajectories pass. */
import { compileVector } from '../lower/kernel/compile';
import { slotsOf } from '../lower/slots';
import { lawExpression, regulatorExpression } from '../equations/rate-law';
import { buildSystem } from '../equations/system';
import { causesOf, type NetworkUse } from '../model/edit/network';
import type { Fit, Scenario } from '../model/schema';
import { solve } from '../solve/integrate';
import { evenly } from '../util/grid';
import { success, type Result } from '../util/result';
import { buildTrajectories } from './trajectories';
import { parametersOf } from './trajectory-parameters';

/** name → natural value, over the document's: parameters, `X.initial`, weights */
type Values = Readonly<Record<string, number>>;

export interface LearnedRate {
  /** ids of the variables that it may read, in the order of its arguments */
  readonly causes: readonly string[];
  /** @param at float64[causes] */
  value(at: Float64Array): number;
  /** Writes ∂rate/∂cause, float64[causes]. */
  slopes(at: Float64Array, out: Float64Array): void;
}

/** What a term reads along the trajectories that the data see, and its rate there. */
export interface RateSamples {
  readonly causes: readonly string[];
  readonly count: number;
  /** row-major [sample][cause] */
  readonly points: Float64Array;
  readonly rates: Float64Array;
}

/** Samples a trajectory: enough for a histogram and a regression, and a few ms of evaluation. */
const TIMES = 201;

/**
 * @param use the law of a mechanism, or one of its regulators, without the other factors of the rate
 * @param parameters over the document's values
 * @throws DocumentError where the model is at fault
 */
export const learnedRate = (document: Scenario, use: NetworkUse, parameters: Values = {}): LearnedRate =>
  rateFamily(document, use)(parameters);

/**
 * Compiles a rate once for any number of parameter sets.
 * @throws DocumentError where the model is at fault
 */
export function rateFamily(document: Scenario, use: NetworkUse): (parameters: Values) => LearnedRate {
  const system = buildSystem(document),
    { pool, scope } = system,
    { mechanism, regulator } = use;
  const causes = causesOf(use),
    path = `mechanisms[${document.mechanisms.indexOf(mechanism)}]`;
  const expr =
    regulator === null
      ? lawExpression(scope, mechanism, path)
      : regulatorExpression(scope, mechanism, mechanism.regulators[regulator], `${path}.regulators[${regulator}]`);
  const { value, vjp } = compileVector(pool, [expr], slotsOf(causes, system.parameters));
  const { start } = document.about.time,
    one = Float64Array.of(1);
  return (parameters) => {
    const p = system.nominal.map((nominal, i) => parameters[system.parameters[i]] ?? nominal);
    const out = new Float64Array(1),
      unused = new Float64Array(p.length);
    return {
      causes,
      value(at) {
        value(start, at, p, out);
        return out[0];
      },
      slopes(at, slopes) {
        vjp(start, at, p, one, slopes.fill(0), unused);
      },
    };
  };
}

/**
 * @param fit absent: every condition that has measurements
 * @param parameters over the document's values
 * @returns samples evenly spaced in time along every distinct trajectory, those that are not finite left out; or why one fails
 * @throws DocumentError where document, fit and data do not fit together
 */
export function sampleRate(
  document: Scenario,
  rate: LearnedRate,
  fit?: Fit,
  parameters: Values = {},
  cancelled?: () => boolean,
): Result<RateSamples> {
  const { causes } = rate,
    points: number[] = [],
    rates: number[] = [];
  const at = new Float64Array(causes.length);
  for (const trajectory of buildTrajectories(document, fit)) {
    const { lowered, from, until } = trajectory,
      p = parametersOf(document, trajectory, parameters),
      { n } = lowered.plan;
    const times = evenly(from, until, TIMES);
    const solved = solve(lowered.plan, p, { from, until, settings: document.solver, times, cancelled });
    if (!solved.ok) return solved;
    const columns = causes.map((id) => lowered.outputs.indexOf(id)),
      values = new Float64Array(lowered.outputs.length),
      { states, pieceOf } = solved.value;
    times.forEach((t, k) => {
      lowered.read[pieceOf[k]].value(t, states.subarray(k * n, (k + 1) * n), p, values);
      columns.forEach((column, i) => {
        at[i] = values[column];
      });
      const value = rate.value(at);
      if (!Number.isFinite(value) || !at.every(Number.isFinite)) return;
      points.push(...at);
      rates.push(value);
    });
  }
  return success({ causes, count: rates.length, points: Float64Array.from(points), rates: Float64Array.from(rates) });
}

/** @returns one cause's values over the samples, float64[count] */
export function causeValues({ causes, count, points }: RateSamples, cause: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => points[k * causes.length + cause]);
}
