/**
 * Measurements sorted onto the trajectories they see. Conditions with the same overrides and interventions share one
 * trajectory, so that six pooled patients cost one solve.
 */
import { lowerScenario } from '../lower/lower';
import type { Lowered } from '../lower/lowered';
import { DocumentError, type Problem } from '../model/problem';
import type { Condition, Fit, Measurement, NoiseModel, Observable, Scenario } from '../model/schema';
import { faults } from './messages';
import { isLogarithmic } from './noise';

/** A measurement with where to read its prediction and σ. */
export interface DataPoint {
  readonly measurement: Measurement;
  readonly model: NoiseModel;
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
 * @throws DocumentError where data and document do not fit together, or the model is at fault
 */
export function buildTrajectories(document: Scenario, fit?: Fit): Trajectory[] {
  const measurements = checkedMeasurements(document, fit);
  const groups = new Map<string, { conditions: Condition[]; measurements: Measurement[] }>();
  for (const condition of document.conditions) {
    const own = measurements.filter((one) => one.condition === condition.id);
    if (own.length === 0) continue;
    const overrides = Object.entries(condition.overrides).sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([overrides, [...condition.interventions].sort()]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { conditions: [condition], measurements: own });
    else {
      group.conditions.push(condition);
      group.measurements.push(...own);
    }
  }
  return [...groups.values()].map((group) => buildTrajectory(document, group.conditions, group.measurements));
}

function buildTrajectory(document: Scenario, conditions: readonly Condition[], measurements: readonly Measurement[]): Trajectory {
  const times = Float64Array.from(new Set(measurements.map(({ time }) => time))).sort();
  const from = document.about.time.start,
    last = times[times.length - 1];
  const until = last > from ? last : from + 1;
  const seen = document.observables
    .map((observable, index) => ({ observable, index }))
    .filter(({ observable }) => measurements.some((one) => one.observable === observable.id));
  // Outputs are named by the path of their expression, so that a fault in one is reported there.
  const predictionName = (index: number): string => `observables[${index}].expression`;
  const sigmaName = (index: number): string => `observables[${index}].noise.sigma`;
  const requests = seen.flatMap(({ observable, index }) => [
    { name: predictionName(index), expression: observable.expression },
    ...(typeof observable.noise.sigma === 'number' ? [] : [{ name: sigmaName(index), expression: observable.noise.sigma }]),
  ]);
  const lowered = lowerScenario(document, { condition: conditions[0].id, outputs: requests, from, until });
  const outputs = new Map(seen.map(({ observable, index }) => [observable.id, lowered.outputs.indexOf(predictionName(index))]));
  const sigmaOf = (observable: Observable, measurement: Measurement): DataPoint['sigma'] => {
    const value = measurement.sigma ?? observable.noise.sigma;
    if (typeof value === 'number') return { kind: 'value', value };
    return { kind: 'output', output: lowered.outputs.indexOf(sigmaName(document.observables.indexOf(observable))) };
  };
  const points = measurements.map((measurement): DataPoint => {
    const { observable } = seen.find((one) => one.observable.id === measurement.observable)!;
    return {
      measurement,
      model: observable.noise.model,
      timeIndex: times.indexOf(measurement.time),
      output: outputs.get(observable.id)!,
      sigma: sigmaOf(observable, measurement),
    };
  });
  points.sort((a, b) => a.timeIndex - b.timeIndex);
  return { conditions: conditions.map(({ id }) => id), lowered, from, until, times, points, outputs };
}

function checkedMeasurements(document: Scenario, fit?: Fit): Measurement[] {
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
  const used = document.data.measurements.filter(({ condition, observable, time, value }, i) => {
    if (fit?.conditions !== undefined && !fit.conditions.includes(condition)) return false;
    const at = `data.measurements[${i}]`,
      seen = observables.get(observable);
    unknownCondition(`${at}.condition`, condition);
    if (seen === undefined) {
      fault(`${at}.observable`, faults.unknown('observable', observable), `observables: ${[...observables.keys()].join(', ')}`);
    } else if (isLogarithmic(seen.noise.model) && !(value > 0)) {
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
