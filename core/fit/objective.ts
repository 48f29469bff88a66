/**
 * The cost of a fit as a function of the estimated parameters on their scales: −log likelihood of all measurements, fully
 * normalised, minus the log priors and the log density of subjects within their populations. Its gradient is exact for the discretised
 * model: noise, then observables, then the discrete adjoint of the solve, then the scales.
 */
import { discreteAdjoint } from '../gradient/discrete-adjoint';
import { forwardSensitivities } from '../gradient/forward-sensitivities';
import { StepRecording } from '../gradient/recording';
import type { Storage } from '../gradient/storage';
import type { Fit, Scenario } from '../model/schema';
import { solve } from '../solve/integrate';
import type { Settings, Solution } from '../solve/options';
import { success, type Result } from '../util/result';
import { fittedParameters, type Estimated } from './estimated';
import { addInformation, addShare, type InformationSums } from './information';
import { movingParameters } from './moving';
import type { Evaluation, InformedEvaluation, InformedObjective } from './optimiser';
import { pointsCost, type Cotangents, type PointReading } from './points-cost';
import { populationTerms, type PopulationTerms } from './population';
import { priorTerm } from './prior';
import { scales } from './scale';
import { buildRegularisers, type Built } from './regularisers/build';
import { TrajectoryPenalties, withGrids } from './regularisers/trajectory-penalties';
import { WeightPenalties } from './regularisers/weight-penalties';
import { buildTrajectories, type Trajectory } from './trajectories';
import { estimatedSlots } from './trajectory-parameters';

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
  const regularisers = buildRegularisers(document, fit),
    trajectories = buildTrajectories(document, fit).map((trajectory) => withGrids(trajectory, regularisers)),
    storage: Storage = { bytes: Math.ceil(MEMORY / trajectories.length) };
  const parts = trajectories.map((trajectory) => new TrajectoryCost(trajectory, document, estimated, storage, regularisers)),
    costs: readonly Cost[] = [...parts, new WeightPenalties(regularisers, estimated)];
  const population = populationTerms(document, estimated);
  return {
    estimated,
    size: estimated.length,
    lower: Float64Array.from(estimated, ({ lower }) => lower),
    upper: Float64Array.from(estimated, ({ upper }) => upper),
    evaluate(x, cancelled) {
      const gradient = new Float64Array(estimated.length),
        natural = naturalVector(estimated, x);
      const cost = sumCosts(costs, estimated, population, x, (part) => part.evaluate(natural, gradient, cancelled));
      if (!cost.ok) return cost;
      estimated.forEach(({ scale, prior }, i) => {
        gradient[i] *= scales[scale].slope(natural[i]);
        if (prior !== undefined) gradient[i] += priorTerm(prior, x[i], scale).slope;
      });
      population.addGradient(x, gradient);
      return success({ value: cost.value, gradient });
    },
    information(x, cancelled) {
      const k = estimated.length,
        natural = naturalVector(estimated, x),
        sums = { gradient: new Float64Array(k), matrix: new Float64Array(k * k) };
      const cost = sumCosts(costs, estimated, population, x, (part) => part.inform(natural, sums, cancelled));
      if (!cost.ok) return cost;
      const slopes = Float64Array.from(estimated, ({ scale }, i) => scales[scale].slope(natural[i]));
      estimated.forEach(({ prior, scale }, i) => {
        sums.gradient[i] *= slopes[i];
        for (let j = 0; j < k; j++) sums.matrix[i * k + j] *= slopes[i] * slopes[j];
        if (prior === undefined) return;
        const { slope, information } = priorTerm(prior, x[i], scale);
        sums.gradient[i] += slope;
        sums.matrix[i * k + i] += information;
      });
      population.addGradient(x, sums.gradient);
      population.addInformation(x, sums.matrix);
      return success({ value: cost.value, gradient: sums.gradient, information: sums.matrix });
    },
    cost(x, visit) {
      const natural = naturalVector(estimated, x);
      return sumCosts(costs, estimated, population, x, (part) => part.cost(natural, visit));
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

/** A summand by natural values: of a trajectory, or of the weights of networks alone. */
type Cost = Pick<TrajectoryCost, 'cost' | 'evaluate' | 'inform'>;

/** Costs of all trajectories and weights, populations and priors together; the first failure ends it. */
function sumCosts(
  parts: readonly Cost[],
  estimated: readonly Estimated[],
  population: PopulationTerms,
  x: Float64Array,
  costOf: (part: Cost) => Result<number>,
): Result<number> {
  let value = population.value(x);
  for (const part of parts) {
    const cost = costOf(part);
    if (!cost.ok) return cost;
    value += cost.value;
  }
  estimated.forEach(({ prior, scale }, i) => {
    if (prior !== undefined) value += priorTerm(prior, x[i], scale).value;
  });
  return success(value);
}

/** The share of one trajectory, with the memory that its evaluations use again. */
class TrajectoryCost {
  private readonly p: Float64Array;
  /** numbers of the estimated parameters that the trajectory sees */
  private readonly own: readonly number[];
  /** their slots */
  private readonly slots: readonly number[];
  /** which of them the states depend on */
  private readonly moving: readonly number[];
  private readonly gp: Float64Array;
  private readonly cotangents: Float64Array;
  private readonly penalties: TrajectoryPenalties;
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
    regularisers: readonly Built[],
  ) {
    const {
      lowered: { plan, nominal, parameters },
      times,
    } = trajectory;
    this.p = Float64Array.from(nominal);
    const slots = estimatedSlots(trajectory, estimated),
      isMoving = movingParameters(document);
    this.own = slots.flatMap((slot, i) => (slot < 0 ? [] : [i]));
    this.slots = this.own.map((i) => slots[i]);
    this.moving = this.slots.flatMap((slot, i) => (isMoving(parameters[slot]) ? [i] : []));
    this.gp = new Float64Array(plan.m);
    this.recorder = new StepRecording(plan, { storage });
    this.chosen = { ...document.solver, newton: 'rounding' };
    this.implicit = { ...this.chosen, method: 'esdirk54' };
    this.cotangents = new Float64Array(times.length * plan.n);
    this.penalties = new TrajectoryPenalties(trajectory, regularisers);
  }

  private get settings(): Settings {
    return this.stiff ? this.implicit : this.chosen;
  }

  private place(natural: Float64Array): void {
    this.slots.forEach((slot, i) => {
      this.p[slot] = natural[this.own[i]];
    });
  }

  /** @param natural float64[k] */
  cost(natural: Float64Array, visit?: (reading: PointReading) => void): Result<number> {
    const {
      trajectory: {
        lowered: { plan },
        from,
        until,
        times,
      },
      p,
    } = this;
    this.place(natural);
    const solved = solve(plan, p, { from, until, settings: this.settings, times });
    return solved.ok ? this.total(solved.value, undefined, visit) : solved;
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
      own,
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
    const cost = this.total(solved.value, { gp, cotangents });
    if (!cost.ok) return cost;
    const adjoint = discreteAdjoint(plan, p, recorder, times, cotangents, gp);
    if (!adjoint.ok) return adjoint;
    slots.forEach((slot, i) => {
      gradient[own[i]] += gp[slot];
    });
    return cost;
  }

  /** @param natural float64[k]  @param sums added to, by natural values  @returns the cost */
  inform(natural: Float64Array, sums: InformationSums, cancelled?: () => boolean): Result<number> {
    const { trajectory, p, own, slots, moving } = this,
      k = own.length,
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
    const cost = this.total(solution);
    if (!cost.ok) return cost;
    const share = { gradient: new Float64Array(k), matrix: new Float64Array(k * k) };
    addInformation(trajectory, sensitivities.value, p, { slots, moving }, share);
    this.penalties.inform(sensitivities.value, p, { slots, moving }, share);
    addShare(share, own, sums);
    return cost;
  }

  /** The cost of the measurements and of what is penalised along the trajectory. */
  private total(solution: Solution, adjoint?: Cotangents, visit?: (reading: PointReading) => void): Result<number> {
    const { trajectory, p, penalties } = this,
      data = pointsCost(trajectory, solution, p, adjoint, visit);
    if (!data.ok) return data;
    const penalty = penalties.cost(solution, p, adjoint);
    return penalty.ok ? success(data.value + penalty.value) : penalty;
  }
}
