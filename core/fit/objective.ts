/**
 * The cost of a fit as a function of the estimated parameters on their scales: −log likelihood of all measurements, fully
 * normalised, minus the log priors. Its gradient is exact for the discretised model: noise, then observables, then the
 * discrete adjoint of the solve, then the scales.
 */
import { discreteAdjoint } from '../gradient/discrete-adjoint';
import { forwardSensitivities } from '../gradient/forward-sensitivities';
import { StepRecording } from '../gradient/recording';
import type { Storage } from '../gradient/storage';
import type { Fit, Scenario } from '../model/schema';
import { solve } from '../solve/integrate';
import type { Settings, Solution } from '../solve/options';
import { failed, success, type Failure, type Result } from '../util/result';
import { fittedParameters, type Estimated } from './estimated';
import { addInformation, type InformationSums } from './information';
import { failures } from './messages';
import { movingParameters } from './moving';
import { isLogarithmic, noiseTerm } from './noise';
import type { Evaluation, InformedEvaluation, InformedObjective } from './optimiser';
import { priorInformation, priorTerm } from './prior';
import { scales } from './scale';
import { buildTrajectories, type DataPoint, type Trajectory } from './trajectories';

export interface FitObjective extends InformedObjective {
  readonly estimated: readonly Estimated[];
  /** @param cancelled asked during long solves */
  evaluate(x: Float64Array, cancelled?: () => boolean): Result<Evaluation>;
  /** the expected Fisher information beside value and gradient, all from one solve with forward sensitivities */
  information(x: Float64Array, cancelled?: () => boolean): Result<InformedEvaluation>;
  /** the value alone, at less than half the work. @param visit told of each measurement on the way */
  cost(x: Float64Array, visit?: (reading: PointReading) => void): Result<number>;
  /** whether a trajectory was found to be stiff, and is solved by ESDIRK5(4) since, which has an exact gradient */
  readonly stiff: boolean;
  /** the same, trajectory by trajectory */
  readonly stiffParts: readonly boolean[];
  /** Forgets what was found stiff, so that what follows has the same bits whatever came before. @param stiff what to go on from */
  restart(stiff?: readonly boolean[]): void;
}

/** Bytes that the steps of all trajectories may take together, to go back through them; beyond, checkpoints are used. */
const MEMORY = 256 * 2 ** 20;

/**
 * @throws DocumentError where document, fit and data do not fit together
 */
export function createObjective(document: Scenario, fit: Fit): FitObjective {
  const estimated = fittedParameters(document, fit);
  const trajectories = buildTrajectories(document, fit),
    storage: Storage = { bytes: Math.ceil(MEMORY / trajectories.length) };
  const parts = trajectories.map((trajectory) => new TrajectoryCost(trajectory, document, estimated, storage));
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
    information(x, cancelled) {
      const k = estimated.length,
        natural = naturalVector(estimated, x),
        sums = { gradient: new Float64Array(k), matrix: new Float64Array(k * k) };
      const cost = sumCosts(parts, estimated, x, (part) => part.inform(natural, sums, cancelled));
      if (!cost.ok) return cost;
      const slopes = Float64Array.from(estimated, ({ scale }, i) => scales[scale].slope(natural[i]));
      estimated.forEach(({ prior }, i) => {
        sums.gradient[i] *= slopes[i];
        for (let j = 0; j < k; j++) sums.matrix[i * k + j] *= slopes[i] * slopes[j];
        if (prior === undefined) return;
        sums.gradient[i] += priorTerm(prior, x[i]).slope;
        sums.matrix[i * k + i] += priorInformation(prior);
      });
      return success({ value: cost.value, gradient: sums.gradient, information: sums.matrix });
    },
    cost(x, visit) {
      const natural = naturalVector(estimated, x);
      return sumCosts(parts, estimated, x, (part) => part.cost(natural, visit));
    },
    get stiff() {
      return parts.some((part) => part.stiff);
    },
    get stiffParts() {
      return parts.map((part) => part.stiff);
    },
    restart(stiff) {
      parts.forEach((part, i) => {
        part.stiff = stiff?.[i] ?? false;
      });
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
  /** numbers of the estimated parameters that the states depend on */
  private readonly moving: readonly number[];
  private readonly gp: Float64Array;
  private readonly cotangents: Float64Array;
  private readonly recorder: StepRecording;
  private readonly chosen: Settings;
  private readonly implicit: Settings;
  /** whether a gradient was asked for of steps that would be those of a Rosenbrock method, which have no reverse */
  stiff = false;

  constructor(
    private readonly trajectory: Trajectory,
    document: Scenario,
    estimated: readonly Estimated[],
    storage: Storage,
  ) {
    const {
      lowered: { plan, nominal, parameters },
      times,
    } = trajectory;
    this.p = Float64Array.from(nominal);
    this.slots = estimated.map(({ name }) => parameters.indexOf(name));
    const isMoving = movingParameters(document);
    this.moving = estimated.flatMap(({ name }, i) => (isMoving(name) ? [i] : []));
    this.gp = new Float64Array(plan.m);
    this.recorder = new StepRecording(plan, { storage });
    this.chosen = { ...document.solver, newton: 'rounding' };
    this.implicit = { ...this.chosen, method: 'esdirk54' };
    this.cotangents = new Float64Array(times.length * plan.n);
  }

  private get settings(): Settings {
    return this.stiff ? this.implicit : this.chosen;
  }

  private place(natural: Float64Array): void {
    this.slots.forEach((slot, i) => {
      this.p[slot] = natural[i];
    });
  }

  /** @param natural float64[k] */
  cost(natural: Float64Array, visit?: (reading: PointReading) => void): Result<number> {
    const { trajectory, p } = this,
      {
        lowered: { plan },
        from,
        until,
        times,
      } = trajectory;
    this.place(natural);
    const solved = solve(plan, p, { from, until, settings: this.settings, times });
    return solved.ok ? pointsCost(trajectory, solved.value, p, undefined, visit) : solved;
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
    this.place(natural);
    if (this.chosen.method === 'rodas5p') this.stiff = true;
    let solved = solve(plan, p, { from, until, settings: this.settings, times, recorder, cancelled });
    if (solved.ok && recorder.withoutReverse !== undefined) {
      this.stiff = true;
      solved = solve(plan, p, { from, until, settings: this.settings, times, recorder, cancelled });
    }
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

  /** @param natural float64[k]  @param sums added to, by natural values  @returns the cost */
  inform(natural: Float64Array, sums: InformationSums, cancelled?: () => boolean): Result<number> {
    const { trajectory, p, slots, moving } = this,
      {
        lowered: { plan },
        from,
        until,
        times,
      } = trajectory;
    this.place(natural);
    const { method } = this.settings;
    const options = { from, until, settings: this.settings, times, cancelled };
    const sensitivities = forwardSensitivities(
      plan,
      p,
      options,
      moving.map((i) => slots[i]),
    );
    if (!sensitivities.ok) return sensitivities;
    const { solution } = sensitivities.value;
    if (method === 'rodas5p' || (method === 'auto' && solution.method === 'esdirk54')) this.stiff = true;
    const cost = pointsCost(trajectory, solution, p);
    if (cost.ok) addInformation(trajectory, sensitivities.value, p, { slots, moving }, sums);
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
