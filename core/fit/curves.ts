/** Model against data at given parameters: a dense curve for every distinct trajectory, and each point with its residual. */
import { regulariserProblems } from '../model/regulariser-check';
import type { Fit, FitResult, Measurement, RegulariserShare, Scenario } from '../model/schema';
import { solve } from '../solve/integrate';
import { evenly } from '../util/grid';
import type { Failure } from '../util/result';
import { estimatedParameters, scaledValue } from './estimated';
import { isHeldOut } from './holdout';
import { standardised, type NoiseLaw } from './noise';
import { pointsCost, type PointReading } from './points-cost';
import { priorTerm } from './prior';
import { populationTerms } from './population';
import { regulariserShares } from './regularisers/shares';
import { buildTrajectories, type Trajectory } from './trajectories';
import { diagnoseResiduals, normalScore, type ResidualGroup } from './residuals';
import { parametersOf } from './trajectory-parameters';

export interface CurvePoint extends Pick<Measurement, 'condition' | 'time' | 'value' | 'replicate' | 'censored'> {
  readonly predicted: number | null;
  /** standardised, on the scale of the noise model; a censored value has none */
  readonly residual: number | null;
  /** the residual taken through the distribution of its noise to a normal score */
  readonly score: number | null;
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
  /** cost at these parameters, priors and regularisers included; null where it could not be computed */
  readonly nllh: number | null;
  /** the part of it that is of the fit's regularisers, in their order; absent where there are none */
  readonly regularisers?: RegulariserShare[];
  /** the part of it that is −log likelihood of the fitted measurements */
  readonly likelihood: number | null;
  readonly diagnostics: ResidualGroup[];
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
  let nllh = finite(priorCost(document, fit, parameters)),
    failure: Failure | undefined;
  let likelihood: number | null = 0,
    held: number | null = 0,
    count = 0;
  const isOut = (measurement: Measurement): boolean => fit !== undefined && isHeldOut(fit, measurement);
  for (const trajectory of buildTrajectories(document, fit, 'all')) {
    const drawn = drawTrajectory(document, trajectory, parameters, observables, isOut);
    count += trajectory.points.filter(({ measurement }) => isOut(measurement)).length;
    if ('fitted' in drawn) {
      nllh = nllh === null ? null : nllh + drawn.fitted;
      likelihood = likelihood === null ? null : likelihood + drawn.fitted;
      held = held === null || drawn.heldOut === null ? null : held + drawn.heldOut;
    } else {
      nllh = null;
      likelihood = null;
      held = null;
      failure ??= drawn;
    }
  }
  const holdout = count === 0 ? {} : { holdout: { measurements: count, nllh: held } };
  // curves are drawn while a regulariser is being set up, too
  const isSound = fit === undefined || regulariserProblems(document, fit).every(({ severity }) => severity !== 'error'),
    shares = isSound ? regulariserShares(document, fit, parameters) : null,
    regularisers = shares?.ok === true && shares.value.length > 0 ? { regularisers: shares.value } : {};
  if (shares?.ok === false) failure ??= shares.failure;
  nllh = nllh === null || shares?.ok !== true ? null : shares.value.reduce((sum, { value }) => sum + value, nllh);
  const seen = [...observables.values()].filter(({ curves, points }) => curves.length > 0 || points.length > 0);
  const answer = { observables: seen, nllh, likelihood, ...regularisers, diagnostics: diagnose(seen), ...holdout };
  if (failure === undefined) return answer;
  const { blame, ...rest } = failure;
  return { ...answer, failure: { ...rest, ...(blame === undefined ? {} : { blame: [...blame] }) } };
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
  const p = parametersOf(document, trajectory, parameters);
  const all = Float64Array.from(new Set([...evenly(from, until, CURVE_POINTS), ...times])).sort();
  const solved = solve(lowered.plan, p, { from, until, settings: document.solver, times: all });
  if (!solved.ok) {
    for (const { measurement, noise } of points) {
      observables.get(measurement.observable)?.points.push(curvePoint(measurement, noise, null, null, isOut(measurement)));
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
      { measurement, noise } = point;
    const residual =
      reading === undefined || measurement.censored !== undefined
        ? null
        : standardised(noise, measurement.value, reading.prediction, reading.sigma);
    observables
      .get(measurement.observable)
      ?.points.push(curvePoint(measurement, noise, reading?.prediction ?? null, residual, isOut(measurement)));
  }
  if (!fitted.ok) return fitted.failure;
  return { fitted: fitted.value, heldOut: heldOut.ok ? heldOut.value : null };
}

const finite = (x: number | null): number | null => (x !== null && Number.isFinite(x) ? x : null);

function curvePoint(
  measurement: Measurement,
  { distribution }: NoiseLaw,
  predicted: number | null,
  residual: number | null,
  heldOut: boolean,
): CurvePoint {
  const { condition, time, value, replicate, censored } = measurement;
  return {
    condition,
    time,
    value,
    ...(replicate === undefined ? {} : { replicate }),
    ...(censored === undefined ? {} : { censored }),
    predicted: finite(predicted),
    residual: finite(residual),
    score: residual === null ? null : finite(normalScore(distribution, residual)),
    ...(heldOut ? { heldOut } : {}),
  };
}

/** What the residuals of the fitted measurements say of the model and its noise. */
const diagnose = (observables: readonly ObservableCurves[]): ResidualGroup[] =>
  diagnoseResiduals(
    new Map(
      observables.map(({ id, points }) => [
        id,
        points.flatMap(({ condition, time, score, heldOut }) => (score === null || heldOut ? [] : [{ condition, time, score }])),
      ]),
    ),
  );

function priorCost(document: Scenario, fit: Fit | undefined, parameters: Values): number {
  const estimated = estimatedParameters(document, fit);
  let sum = populationTerms(document, estimated).value(Float64Array.from(estimated, (one) => scaledValue(one, parameters)));
  for (const one of estimated) {
    if (one.prior !== undefined) sum += priorTerm(one.prior, scaledValue(one, parameters), one.scale).value;
  }
  return sum;
}
