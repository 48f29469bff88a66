/**
 * Splines that follow the measurements and obey the equations, the parameters with them: least −log likelihood along the curves plus λ/2 times
 * the mean square of what the equations leave over, λ rising from round to round (Ramsay, Hooker, Campbell & Cao, J. R. Stat. Soc. B
 * 69:741, 2007). What a physics-informed network does by Adam, curves that are linear in their coefficients do by Gauss–Newton steps.
 */
import type { Fit, Scenario } from '../../model/schema';
import { DocumentError } from '../../model/problem';
import { failed, success, type Result } from '../../util/result';
import { naturalValues, type Estimated } from '../estimated';
import { levenbergMarquardt } from '../levenberg-marquardt';
import type { FitObjective } from '../objective';
import { minimise, type InformedEvaluation, type InformedObjective } from '../optimiser';
import { populationTerms, type PopulationTerms } from '../population';
import { priorTerm } from '../prior';
import { scales } from '../scale';
import { buildTrajectories, type Trajectory } from '../trajectories';
import { coefficientCount, InformedCurve, type Sums } from './informed-curve';
import { deeds, failures, faults } from './messages';
import type { Warming } from './warming';

export interface InformedCurvesSettings {
  /** of equal length on each trajectory's clock */
  readonly pieces: number;
  readonly rounds: number;
  /** of each round */
  readonly iterations: number;
}

/** λ of the first round, in units of the pull of the measurements at the curves, and the factor of each later one. */
const FIRST_WEIGHT = 1e-3,
  GROWTH = 10;
const TOLERANCE = 1e-6;
/** Coefficients stay within so many sizes of their states: wide, so that the trust region is one of the parameters alone. */
const REACH = 100;

/** @throws DocumentError where trajectories are not smooth */
export function informedCurves(document: Scenario, fit: Fit, base: FitObjective, settings: InformedCurvesSettings): Warming {
  const { estimated } = base,
    trajectories = buildTrajectories(document, fit),
    population = populationTerms(document, estimated),
    path = `fits[${document.fits.indexOf(fit)}].warmStart`;
  for (const { lowered, conditions } of trajectories) {
    const { pieces } = lowered.plan;
    if (pieces.length > 1 || pieces.some(({ jumps, events = [] }) => jumps.length > 0 || events.length > 0))
      throw new DocumentError([{ severity: 'error', path, about: fit.id, ...faults.curvesJump(conditions[0]) }]);
  }
  return (x0, cancelled, told) => {
    const joint = curvesObjective(document, trajectories, estimated, population, base, x0, settings.pieces);
    let z = joint.start,
      iterations = 0,
      rounds = 0,
      best: { readonly x: Float64Array; readonly nllh: number } | undefined;
    for (; rounds < settings.rounds && (rounds === 0 || !cancelled()); rounds++) {
      const weight = joint.pull * FIRST_WEIGHT * GROWTH ** rounds;
      const optimiser = levenbergMarquardt({ maxIterations: settings.iterations, tolerance: TOLERANCE }),
        minimum = minimise(optimiser, joint.objective(weight), z, { cancelled });
      if (!minimum.ok) {
        if (best === undefined) return minimum;
        break;
      }
      z = minimum.value.x;
      iterations += minimum.value.iterations;
      const x = joint.parametersOf(z),
        cost = base.cost(x);
      if (!cost.ok) continue;
      if (best === undefined || cost.value <= best.nllh) best = { x, nllh: cost.value };
      told({ iteration: rounds + 1 - settings.rounds, nllh: cost.value, parameters: naturalValues(estimated, x) });
    }
    return success({
      x: best?.x ?? joint.parametersOf(z),
      did: deeds.curves(trajectories.length, settings.pieces, rounds, iterations, joint.residual(z)),
    });
  };
}

export interface CurvesObjective {
  /** @param weight λ, of the mean square over the clock of (dy/du − f·dt/du)/size, summed over states and trajectories */
  objective(weight: number): InformedObjective;
  /** the coefficients of the curves, trajectory by trajectory, in sizes of the states, then the parameters: a matrix like an arrow */
  readonly start: Float64Array;
  /** @returns float64[k] on the fit scale */
  parametersOf(z: Float64Array): Float64Array;
  /** the information of the measurements on the curves at the start, in sizes of the states: a mean over trajectories and states */
  readonly pull: number;
  /** @returns root mean square of what the equations leave over, (dy/du − f·dt/du)/size */
  residual(z: Float64Array): number;
}

/** @param x0 float64[k] on the fit scale; the curves begin as near as they come to the solution there */
export function curvesObjective(
  document: Scenario,
  trajectories: readonly Trajectory[],
  estimated: readonly Estimated[],
  population: PopulationTerms,
  { lower, upper }: Pick<InformedObjective, 'lower' | 'upper'>,
  x0: Float64Array,
  pieces: number,
): CurvesObjective {
  const k = estimated.length,
    natural = (x: Float64Array): Float64Array => Float64Array.from(estimated, ({ scale }, i) => scales[scale].toNatural(x[i]));
  const ends = trajectories.reduce((all, one) => [...all, all[all.length - 1] + coefficientCount(one, pieces)], [0]),
    offset = ends[trajectories.length],
    size = offset + k,
    parametersOf = (z: Float64Array): Float64Array => z.slice(offset);
  const curves = trajectories.map(
    (trajectory, c) => new InformedCurve(trajectory, estimated, pieces, ends[c], offset, document.solver, natural(x0)),
  );
  const start = new Float64Array(size),
    free = (end: number): Float64Array => new Float64Array(offset).fill(end);
  for (const curve of curves) start.set(curve.start, curve.from);
  start.set(x0, offset);
  const evaluated = (z: Float64Array, weight: number): Sums => {
    const x = parametersOf(z),
      values = natural(x);
    const sums: Sums = {
      value: population.value(x),
      squares: 0,
      gradient: new Float64Array(size),
      matrix: new Float64Array(size * size),
    };
    for (const curve of curves) curve.add(z, values, weight, sums);
    const own = { gradient: sums.gradient.subarray(offset), matrix: new Float64Array(k * k) };
    population.addGradient(x, own.gradient);
    population.addInformation(x, own.matrix);
    estimated.forEach(({ prior, scale }, i) => {
      if (prior === undefined) return;
      const { value, slope, information } = priorTerm(prior, x[i], scale);
      sums.value += value;
      own.gradient[i] += slope;
      own.matrix[i * k + i] += information;
    });
    for (let i = 0; i < k; i++)
      for (let j = 0; j < k; j++) sums.matrix[(offset + i) * size + offset + j] += own.matrix[i * k + j];
    return sums;
  };
  const { matrix } = evaluated(start, 0);
  let trace = 0;
  for (const curve of curves) trace += curve.pull(matrix, size);
  return {
    start,
    parametersOf,
    pull: trace / curves.length || 1,
    residual: (z) => Math.sqrt(evaluated(z, 1).squares / curves.length),
    objective: (weight) => ({
      size,
      lower: Float64Array.from([...free(-REACH), ...lower]),
      upper: Float64Array.from([...free(REACH), ...upper]),
      evaluate: (z) => informed(evaluated(z, weight)),
      information: (z) => informed(evaluated(z, weight)),
    }),
  };
}

const informed = ({ value, gradient, matrix }: Sums): Result<InformedEvaluation> =>
  Number.isFinite(value) && gradient.every(Number.isFinite)
    ? success({ value, gradient, information: matrix })
    : failed(failures.curves());
