/** Model against data at given parameters: a dense curve for every distinct trajectory, and each point with its residual. */
import type { Fit, FitResult, Measurement, Scenario } from '../model/schema';
import { solve } from '../solve/integrate';
import { evenly } from '../util/grid';
import type { Failure } from '../util/result';
import { estimatedParameters, scaledValue } from './estimated';
import { isHeldOut } from './holdout';
import { standardised } from './noise';
import { pointsCost, type PointReading } from './objective';
import { priorTerm } from './prior';
import { buildTrajectories, type Trajectory } from './trajectories';

export interface CurvePoint extends Pick<Measurement, 'condition' | 'time' | 'value' | 'replicate' | 'censored'> {
  readonly predicted: number | null;
  /** standardised, on the scale of the noise model; a censored value has none */
  readonly residual: number | null;
  /** true: the fit does not see it */
  readonly heldOut?: true;
}
export interface ObservableCurves {
  readonly id: string;
  readonly name: string;
  readonly unit?: string;
  readonly curves: { readonly conditions: string[]; readonly times: number[]; readonly values: (number | null)[] }[];
  readonly points: CurvePoint[];
}
export interface FitCurves {
  readonly observables: ObservableCurves[];
  /** cost at these parameters, priors included; null where it could not be computed */
  readonly nllh: number | null;
  /** the cost of the measurements that are held out, without priors; absent where there are none */
  readonly holdout?: NonNullable<FitResult['holdout']>;
  readonly failure?: Omit<Failure, 'blame'> & { blame?: string[] };
}

/** name → natural value */
type Values = Readonly<Record<string, number>>;

const CURVE_POINTS = 201;

/**
 * @param fit absent: every condition with measurements, everything marked `estimate`
 * @param parameters name → natural value, over the document's: parameters, `X.initial`, weights; other names are ignored
 * @throws DocumentError where document, fit and data do not fit together
 */
export function fitCurves(document: Scenario, fit: Fit | undefined, parameters: Values = {}): FitCurves {
  const observables = new Map(
    document.observables.map(({ id, name, unit }): [string, ObservableCurves] => [
      id,
      { id, name, unit, curves: [], points: [] },
    ]),
  );
  let nllh: number | null = priorCost(document, fit, parameters),
    failure: Failure | undefined;
  let held: number | null = 0,
    count = 0;
  const isOut = (measurement: Measurement): boolean => fit !== undefined && isHeldOut(fit, measurement);
  for (const trajectory of buildTrajectories(document, fit, 'all')) {
    const drawn = drawTrajectory(document, trajectory, parameters, observables, isOut);
    count += trajectory.points.filter(({ measurement }) => isOut(measurement)).length;
    if ('fitted' in drawn) {
      nllh = nllh === null ? null : nllh + drawn.fitted;
      held = held === null || drawn.heldOut === null ? null : held + drawn.heldOut;
    } else {
      nllh = null;
      held = null;
      failure ??= drawn;
    }
  }
  const holdout = count === 0 ? {} : { holdout: { measurements: count, nllh: held } };
  const seen = [...observables.values()].filter(({ curves, points }) => curves.length > 0 || points.length > 0);
  if (failure === undefined) return { observables: seen, nllh, ...holdout };
  const { blame, ...rest } = failure;
  return { observables: seen, nllh, ...holdout, failure: { ...rest, ...(blame === undefined ? {} : { blame: [...blame] }) } };
}

/** @returns the costs of the trajectory's measurements, of those fitted and of those held out, or why there are none */
function drawTrajectory(
  document: Scenario,
  trajectory: Trajectory,
  parameters: Values,
  observables: ReadonlyMap<string, ObservableCurves>,
  isOut: (measurement: Measurement) => boolean,
): { fitted: number; heldOut: number | null } | Failure {
  const { lowered, conditions, from, until, times, points, outputs } = trajectory,
    {
      plan: { n },
    } = lowered;
  const p = lowered.nominal.map((value, i) => parameters[lowered.parameters[i]] ?? value);
  const all = Float64Array.from(new Set([...evenly(from, until, CURVE_POINTS), ...times])).sort();
  const solved = solve(lowered.plan, p, { from, until, settings: document.solver, times: all });
  if (!solved.ok) {
    for (const { measurement } of points) {
      observables.get(measurement.observable)?.points.push(curvePoint(measurement, null, null, isOut(measurement)));
    }
    return solved.failure;
  }
  const { states, pieceOf } = solved.value,
    values = new Float64Array(lowered.outputs.length);
  const drawn = [...outputs].map(([id, output]) => {
    const curve: ObservableCurves['curves'][number] = { conditions: [...conditions], times: [...all], values: [] };
    return { output, into: observables.get(id)!, curve };
  });
  all.forEach((t, k) => {
    lowered.read[pieceOf[k]].value(t, states.subarray(k * n, (k + 1) * n), p, values);
    for (const { output, curve } of drawn) curve.values.push(Number.isFinite(values[output]) ? values[output] : null);
  });
  for (const { into, curve } of drawn) into.curves.push(curve);
  const at = Array.from(times, (t) => all.indexOf(t));
  const atData = {
    states: Float64Array.from(at.flatMap((k) => [...states.subarray(k * n, (k + 1) * n)])),
    pieceOf: Int32Array.from(at, (k) => pieceOf[k]),
  };
  const readings = new Map<unknown, PointReading>();
  const costOf = (some: Trajectory['points']) =>
    pointsCost({ ...trajectory, points: some }, atData, p, undefined, (reading) => {
      readings.set(reading.point, reading);
    });
  const fitted = costOf(points.filter(({ measurement }) => !isOut(measurement))),
    heldOut = costOf(points.filter(({ measurement }) => isOut(measurement)));
  for (const point of points) {
    const reading = readings.get(point),
      { measurement, model } = point;
    const residual =
      reading === undefined || measurement.censored !== undefined
        ? null
        : standardised(model, measurement.value, reading.prediction, reading.sigma);
    observables
      .get(measurement.observable)
      ?.points.push(curvePoint(measurement, reading?.prediction ?? null, residual, isOut(measurement)));
  }
  if (!fitted.ok) return fitted.failure;
  return { fitted: fitted.value, heldOut: heldOut.ok ? heldOut.value : null };
}

const finite = (x: number | null): number | null => (x !== null && Number.isFinite(x) ? x : null);

function curvePoint(measurement: Measurement, predicted: number | null, residual: number | null, heldOut: boolean): CurvePoint {
  const { condition, time, value, replicate, censored } = measurement;
  return {
    condition,
    time,
    value,
    ...(replicate === undefined ? {} : { replicate }),
    ...(censored === undefined ? {} : { censored }),
    predicted: finite(predicted),
    residual: finite(residual),
    ...(heldOut ? { heldOut } : {}),
  };
}

function priorCost(document: Scenario, fit: Fit | undefined, parameters: Values): number {
  let sum = 0;
  for (const one of estimatedParameters(document, fit)) {
    if (one.prior !== undefined) sum += priorTerm(one.prior, scaledValue(one, parameters)).value;
  }
  return sum;
}
