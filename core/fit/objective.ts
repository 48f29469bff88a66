/**
 * The cost of a fit as a function of the estimated parameters on their scales: −log likelihood of all measurements, fully
 * normalised, minus the log priors. Its gradient is exact for the discretised model: noise, then observables, then the
 * discrete adjoint of the solve, then the scales.
 */
import { discreteAdjoint } from '../gradient/discrete-adjoint';
import { StepRecording } from '../gradient/recording';
import { DocumentError } from '../model/problem';
import type { Fit, Scenario } from '../model/schema';
import { solve } from '../solve/integrate';
import type { Solution } from '../solve/options';
import { failed, success, type Failure, type Result } from '../util/result';
import { estimatedParameters, type Estimated } from './estimated';
import { failures, faults } from './messages';
import { isLogarithmic, noiseTerm } from './noise';
import type { Evaluation, Objective } from './optimiser';
import { priorTerm } from './prior';
import { scales } from './scale';
import { buildTrajectories, type DataPoint, type Trajectory } from './trajectories';

export interface FitObjective extends Objective {
  readonly estimated: readonly Estimated[];
  /** @param cancelled asked during long solves */
  evaluate(x: Float64Array, cancelled?: () => boolean): Result<Evaluation>;
  /** the value alone, at less than half the work */
  cost(x: Float64Array): Result<number>;
}

/**
 * @throws DocumentError where document, fit and data do not fit together
 */
export function createObjective(document: Scenario, fit: Fit): FitObjective {
  const estimated = estimatedParameters(document, fit);
  if (estimated.length === 0) {
    const path = `fits[${document.fits.indexOf(fit)}].parameters`;
    throw new DocumentError([{ severity: 'error', path, ...faults.nothingToEstimate, about: fit.id }]);
  }
  const parts = buildTrajectories(document, fit).map((trajectory) => new TrajectoryCost(trajectory, document, estimated));
  return {
    estimated,
    size: estimated.length,
    lower: Float64Array.from(estimated, ({ lower }) => lower),
    upper: Float64Array.from(estimated, ({ upper }) => upper),
    evaluate(x, cancelled) {
      const gradient = new Float64Array(estimated.length),
        natural = naturalVector(estimated, x);
      const cost = sumCosts(parts, estimated, x, (part) => part.evaluate(natural, gradient, cancelled));
      if (!cost.ok) return cost;
      estimated.forEach(({ scale, prior }, i) => {
        gradient[i] *= scales[scale].slope(natural[i]);
        if (prior !== undefined) gradient[i] += priorTerm(prior, x[i]).slope;
      });
      return success({ value: cost.value, gradient });
    },
    cost(x) {
      const natural = naturalVector(estimated, x);
      return sumCosts(parts, estimated, x, (part) => part.cost(natural));
    },
  };
}

const naturalVector = (estimated: readonly Estimated[], x: Float64Array): Float64Array =>
  Float64Array.from(estimated, ({ scale }, i) => scales[scale].toNatural(x[i]));

/** Costs of all trajectories and priors together; the first failure ends it. */
function sumCosts(
  parts: readonly TrajectoryCost[],
  estimated: readonly Estimated[],
  x: Float64Array,
  costOf: (part: TrajectoryCost) => Result<number>,
): Result<number> {
  let value = 0;
  for (const part of parts) {
    const cost = costOf(part);
    if (!cost.ok) return cost;
    value += cost.value;
  }
  estimated.forEach(({ prior }, i) => {
    if (prior !== undefined) value += priorTerm(prior, x[i]).value;
  });
  return success(value);
}

/** The share of one trajectory, with the memory that its evaluations use again. */
class TrajectoryCost {
  private readonly p: Float64Array;
  private readonly slots: readonly number[];
  private readonly gp: Float64Array;
  private readonly cotangents: Float64Array;
  private readonly recorder: StepRecording;

  constructor(
    private readonly trajectory: Trajectory,
    private readonly document: Scenario,
    estimated: readonly Estimated[],
  ) {
    const {
      lowered: { plan, nominal, parameters },
      times,
    } = trajectory;
    this.p = Float64Array.from(nominal);
    this.slots = estimated.map(({ name }) => parameters.indexOf(name));
    this.gp = new Float64Array(plan.m);
    this.recorder = new StepRecording(plan);
    this.cotangents = new Float64Array(times.length * plan.n);
  }

  /** @param natural float64[k] */
  cost(natural: Float64Array): Result<number> {
    const { trajectory, p, slots } = this,
      {
        lowered: { plan },
        from,
        until,
        times,
      } = trajectory;
    slots.forEach((slot, i) => {
      p[slot] = natural[i];
    });
    const solved = solve(plan, p, { from, until, settings: this.document.solver, times });
    return solved.ok ? pointsCost(trajectory, solved.value, p) : solved;
  }

  /** @param natural float64[k]  @param gradient float64[k], added to, by natural values  @returns the cost */
  evaluate(natural: Float64Array, gradient: Float64Array, cancelled?: () => boolean): Result<number> {
    const {
      trajectory: {
        lowered: { plan },
        from,
        until,
        times,
      },
      p,
      gp,
      cotangents,
      slots,
      recorder,
    } = this;
    slots.forEach((slot, i) => {
      p[slot] = natural[i];
    });
    const solved = solve(plan, p, { from, until, settings: this.document.solver, times, recorder, cancelled });
    if (!solved.ok) return solved;
    gp.fill(0);
    cotangents.fill(0);
    const cost = pointsCost(this.trajectory, solved.value, p, { gp, cotangents });
    if (!cost.ok) return cost;
    const adjoint = discreteAdjoint(plan, p, recorder, times, cotangents, gp);
    if (!adjoint.ok) return adjoint;
    slots.forEach((slot, i) => {
      gradient[i] += gp[slot];
    });
    return cost;
  }
}

/** What `visit` is told of a measurement under a solution. */
export interface PointReading {
  readonly point: DataPoint;
  readonly prediction: number;
  readonly sigma: number;
}

/**
 * Negative log-likelihood of a trajectory's measurements.
 * @param adjoint gp float64[m] and cotangents float64[times · n]: the cost's derivatives by parameters at fixed states, and by
 * states, are added
 */
export function pointsCost(
  { lowered, times, points }: Trajectory,
  { states, pieceOf }: Pick<Solution, 'states' | 'pieceOf'>,
  p: Float64Array,
  adjoint?: { gp: Float64Array; cotangents: Float64Array },
  visit?: (reading: PointReading) => void,
): Result<number> {
  const {
    plan: { n },
    read,
    outputs,
  } = lowered;
  const values = new Float64Array(outputs.length),
    lambda = new Float64Array(outputs.length);
  let cost = 0,
    next = 0,
    failure: Failure | undefined;
  for (let k = 0; k < times.length; k++) {
    const t = times[k],
      state = states.subarray(k * n, (k + 1) * n),
      reader = read[pieceOf[k]];
    reader.value(t, state, p, values);
    lambda.fill(0);
    for (; next < points.length && points[next].timeIndex === k; next++) {
      const point = points[next],
        { measurement, model } = point;
      const prediction = values[point.output];
      const sigma = point.sigma.kind === 'value' ? point.sigma.value : values[point.sigma.output];
      const term = noiseTerm(model, measurement.value, prediction, sigma, measurement.censored);
      visit?.({ point, prediction, sigma });
      if (!Number.isFinite(term.value)) failure ??= unreadable(point, prediction, sigma);
      cost += term.value;
      lambda[point.output] += term.byPrediction;
      if (point.sigma.kind === 'output') lambda[point.sigma.output] += term.bySigma;
    }
    if (adjoint !== undefined) reader.vjp(t, state, p, lambda, adjoint.cotangents.subarray(k * n, (k + 1) * n), adjoint.gp);
  }
  return failure === undefined ? success(cost) : failed(failure);
}

const unreadable = ({ measurement: { observable, time }, model }: DataPoint, prediction: number, sigma: number): Failure =>
  sigma > 0 ? failures.prediction(observable, time, prediction, isLogarithmic(model)) : failures.sigma(observable, time, sigma);
