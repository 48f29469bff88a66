/**
 * Measurements sorted onto the trajectories they see. Conditions with the same overrides and interventions share one
 * trajectory, so that six pooled patients cost one solve; a condition with a value of its own of a parameter that varies has its own.
 */
import { initialName } from '../equations/system';
import type { Lowered, OutputRequest } from '../lower/lowered';
import { DocumentError, type Problem } from '../model/problem';
import type { Condition, Fit, Measurement, Observable, Scenario } from '../model/schema';
import { ownValues, variedIn, withoutOwnValues } from '../model/subjects';
import { isIn, type Part } from './holdout';
import { lowerCondition } from './lower-condition';
import { faults } from './messages';
import { noiseLaw, type NoiseLaw } from './noise';
import { penalisedOutputs } from './regularisers/outputs';

/** A measurement with where to read its prediction and σ. */
export interface DataPoint {
  readonly measurement: Measurement;
  readonly noise: NoiseLaw;
  /** index into the trajectory's times */
  readonly timeIndex: number;
  /** index into the lowering's outputs */
  readonly output: number;
  readonly sigma: { readonly kind: 'value'; readonly value: number } | { readonly kind: 'output'; readonly output: number };
}

export interface Trajectory {
  /** ids of the conditions that share it */
  readonly conditions: readonly string[];
  readonly lowered: Lowered;
  readonly from: number;
  readonly until: number;
  /** distinct measurement times, ascending */
  readonly times: Float64Array;
  /** in order of time */
  readonly points: readonly DataPoint[];
  /** observable id → index into the lowering's outputs */
  readonly outputs: ReadonlyMap<string, number>;
}

/**
 * @param fit absent: every condition that has measurements
 * @param part which of the fit's measurements
 * @throws DocumentError where data and document do not fit together, or the model is at fault
 */
export function buildTrajectories(document: Scenario, fit?: Fit, part: Part = 'fitted'): Trajectory[] {
  const measurements = checkedMeasurements(document, fit, part);
  const groups = new Map<string, { conditions: Condition[]; measurements: Measurement[] }>();
  for (const condition of document.conditions) {
    const own = measurements.filter((one) => one.condition === condition.id);
    if (own.length === 0) continue;
    const overrides = Object.entries(condition.overrides).sort(([a], [b]) => (a < b ? -1 : 1));
    const subject = variedIn(document, condition.id).length > 0 ? condition.id : null;
    const key = JSON.stringify([overrides, [...condition.interventions].sort(), condition.preEquilibration, subject]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { conditions: [condition], measurements: own });
    else {
      group.conditions.push(condition);
      group.measurements.push(...own);
    }
  }
  const lower = lowerings(document, measurements, penalisedOutputs(document, fit));
  return [...groups.values()].map((group) => buildTrajectory(document, group.conditions, group.measurements, lower));
}

const endOf = (document: Scenario, measurements: readonly Measurement[]): number => {
  const last = measurements.reduce((latest, { time }) => Math.max(latest, time), document.about.time.start);
  return last > document.about.time.start ? last : last + 1;
};
// Outputs are named by the path of their expression, so that a fault in one is reported there.
export const predictionName = (index: number): string => `observables[${index}].expression`;
export const sigmaName = (index: number): string => `observables[${index}].noise.sigma`;

/** @returns what a lowering is to give: the expressions of the observables that are measured, and of their σ */
export function measuredOutputs({ observables }: Scenario, measured: ReadonlySet<string>): OutputRequest[] {
  return observables.flatMap(({ id, noise: { sigma } }, index) => {
    if (!measured.has(id)) return [];
    const prediction = { name: predictionName(index), expression: id };
    return typeof sigma === 'number' ? [prediction] : [prediction, { name: sigmaName(index), expression: sigma }];
  });
}

/** Lowers conditions; those that differ in nothing but numbers for initial values and their own values share one set of compiled functions. */
function lowerings(
  document: Scenario,
  measurements: readonly Measurement[],
  { rates, observables, limits }: ReturnType<typeof penalisedOutputs>,
): (condition: Condition) => Lowered {
  const kept = new Map<string, Lowered>(),
    seen = new Set([...measurements.map(({ observable }) => observable), ...observables]),
    outputs = [...measuredOutputs(document, seen), ...limits],
    states = new Set(document.variables.filter(({ kind }) => kind === 'state').map(({ id }) => id));
  const from = document.about.time.start,
    until = endOf(document, measurements);
  return (condition) => {
    const { overrides, interventions, preEquilibration } = withoutOwnValues(document, condition);
    const initial = Object.entries(overrides).filter(
      (entry): entry is [string, number] => states.has(entry[0]) && typeof entry[1] === 'number',
    );
    const numbers = new Set(initial.map(([name]) => name));
    const key = JSON.stringify([
      [...numbers].sort(),
      Object.entries(overrides).filter(([name]) => !numbers.has(name)),
      interventions,
      preEquilibration,
    ]);
    const made = kept.get(key);
    if (made === undefined) {
      const lowered = lowerCondition(document, { condition: condition.id, outputs, rates, from, until });
      kept.set(key, lowered);
      return lowered;
    }
    const nominal = made.nominal.slice();
    for (const [name, value] of initial) nominal[made.parameters.indexOf(initialName(name))] = value;
    const own = ownValues(document, condition);
    document.parameters.forEach(({ id, value }) => {
      nominal[made.parameters.indexOf(id)] = own.get(id) ?? value;
    });
    return { ...made, nominal };
  };
}

function buildTrajectory(
  document: Scenario,
  conditions: readonly Condition[],
  measurements: readonly Measurement[],
  lower: (condition: Condition) => Lowered,
): Trajectory {
  const times = Float64Array.from(new Set(measurements.map(({ time }) => time))).sort();
  const from = document.about.time.start,
    until = endOf(document, measurements);
  const seen = document.observables
    .map((observable, index) => ({ observable, index }))
    .filter(({ observable }) => measurements.some((one) => one.observable === observable.id));
  const lowered = lower(conditions[0]);
  const outputs = new Map(seen.map(({ observable, index }) => [observable.id, lowered.outputs.indexOf(predictionName(index))]));
  const sigmaOf = (observable: Observable, measurement: Measurement): DataPoint['sigma'] => {
    const value = measurement.sigma ?? observable.noise.sigma;
    if (typeof value === 'number') return { kind: 'value', value };
    return { kind: 'output', output: lowered.outputs.indexOf(sigmaName(document.observables.indexOf(observable))) };
  };
  const laws = new Map(seen.map(({ observable: { id, noise } }) => [id, noiseLaw(noise)]));
  const points = measurements.map((measurement): DataPoint => {
    const { observable } = seen.find((one) => one.observable.id === measurement.observable)!;
    return {
      measurement,
      noise: laws.get(observable.id)!,
      timeIndex: times.indexOf(measurement.time),
      output: outputs.get(observable.id)!,
      sigma: sigmaOf(observable, measurement),
    };
  });
  points.sort((a, b) => a.timeIndex - b.timeIndex);
  return { conditions: conditions.map(({ id }) => id), lowered, from, until, times, points, outputs };
}

function checkedMeasurements(document: Scenario, fit: Fit | undefined, part: Part): Measurement[] {
  const problems: Problem[] = [];
  const fault = (path: string, message: string, advice: string, about?: string): void => {
    problems.push({ severity: 'error', path, message, advice, about });
  };
  const conditions = new Set(document.conditions.map(({ id }) => id));
  const observables = new Map(document.observables.map((one) => [one.id, one]));
  const unknownCondition = (at: string, id: string, about?: string): void => {
    if (!conditions.has(id)) fault(at, faults.unknown('condition', id), `conditions: ${[...conditions].join(', ')}`, about);
  };
  const path = fit === undefined ? '' : `fits[${document.fits.indexOf(fit)}]`;
  fit?.conditions?.forEach((id, k) => {
    unknownCondition(`${path}.conditions[${k}]`, id, fit.id);
  });
  const { start } = document.about.time;
  const used = document.data.measurements.filter((measurement, i) => {
    const { condition, observable, time, value } = measurement;
    if (fit?.conditions !== undefined && !fit.conditions.includes(condition)) return false;
    if (fit !== undefined && !isIn(part, fit, measurement)) return false;
    const at = `data.measurements[${i}]`,
      seen = observables.get(observable);
    unknownCondition(`${at}.condition`, condition);
    if (seen === undefined) {
      fault(`${at}.observable`, faults.unknown('observable', observable), `observables: ${[...observables.keys()].join(', ')}`);
    } else if (noiseLaw(seen.noise).logarithmic && !(value > 0)) {
      const { message, advice } = faults.notPositive(value, seen.noise.model);
      fault(`${at}.value`, message, advice, observable);
    }
    if (time < start) {
      const { message, advice } = faults.beforeStart(time, start);
      fault(`${at}.time`, message, advice);
    }
    return true;
  });
  if (used.length === 0 && problems.length === 0) {
    fault(path === '' ? 'data.measurements' : path, faults.noData.message, faults.noData.advice);
  }
  if (problems.length > 0) throw new DocumentError(problems);
  return used;
}
