/** Smooth curves for the states that measurements show directly: where an observable is one state times a number plus another. */
import type { Lowered } from '../../lower/lowered';
import type { DataPoint, Trajectory } from '../trajectories';
import { LEAST_KNOTS, smoothingSpline, splineAt, type SmoothingSpline } from './smoothing-spline';

export interface SeenState {
  /** index of the state */
  readonly state: number;
  readonly from: number;
  readonly until: number;
  /** of the state, or of its logarithm */
  readonly spline: SmoothingSpline;
  /** value and time derivative of the state on its curve */
  at(t: number): { value: number; slope: number };
}

/** States at which an observable's slopes are compared; any two would tell an affine function from others. */
const PROBES = [0.7, 1.3, 2.9];
/** Slopes that differ by less are the same to rounding. */
const SAME = 1e-9;

/**
 * @param p parameters of the lowering, float64[m], which the scalings and offsets of observables may name
 * @returns one curve a state that is seen at enough times, from the observable that shows it most often; in the order of the states
 */
export function seenStates({ lowered, points }: Trajectory, p: Float64Array): SeenState[] {
  const { n } = lowered.plan,
    shown = new Map<number, DataPoint[]>();
  for (const output of new Set(points.map((point) => point.output))) {
    const own = points.filter((point) => point.output === output && point.measurement.censored === undefined);
    const state = onlyState(lowered, output, p);
    if (state !== null && distinctTimes(own) >= LEAST_KNOTS && own.length > (shown.get(state)?.length ?? 0))
      shown.set(state, own);
  }
  return Array.from({ length: n }, (_, state) => shown.get(state))
    .map((own, state) => (own === undefined ? null : curveOf(lowered, state, own, p)))
    .filter((curve) => curve !== null);
}

const distinctTimes = (points: readonly DataPoint[]): number => new Set(points.map(({ measurement }) => measurement.time)).size;

/** @returns the state that an output is an affine function of, and of no other; null where there is none */
function onlyState(lowered: Lowered, output: number, p: Float64Array): number | null {
  const slopes = PROBES.map((probe) => slopesAt(lowered, output, p, probe));
  const state = slopes[0].findIndex((slope) => slope !== 0);
  if (state < 0 || !slopes.every((own) => own.every(Number.isFinite))) return null;
  const size = Math.abs(slopes[0][state]);
  const isAffine = slopes.every((own) =>
    own.every((slope, i) => (i === state ? Math.abs(slope - slopes[0][i]) <= SAME * size : slope === 0)),
  );
  return isAffine ? state : null;
}

function slopesAt({ plan, read, outputs }: Lowered, output: number, p: Float64Array, probe: number): Float64Array {
  const state = Float64Array.from({ length: plan.n }, (_, i) => probe * (1 + i / plan.n)),
    slopes = new Float64Array(plan.n),
    lambda = new Float64Array(outputs.length);
  lambda[output] = 1;
  read[0].vjp(plan.pieces[0].from, state, p, lambda, slopes, new Float64Array(plan.m));
  return slopes;
}

/** Measurements of one time are averaged; those with log noise are smoothed as logarithms, where the state is positive. */
function curveOf(lowered: Lowered, state: number, points: readonly DataPoint[], p: Float64Array): SeenState {
  const { plan, read, outputs } = lowered,
    zero = new Float64Array(plan.n),
    one = zero.with(state, 1),
    out = new Float64Array(outputs.length);
  const readings = points.map(({ measurement: { time, value }, output, sigma }) => {
    const reader = read[pieceAt(plan.pieces, time)];
    reader.value(time, zero, p, out);
    const offset = out[output];
    reader.value(time, one, p, out);
    const scaling = out[output] - offset;
    return { time, scaling, state: (value - offset) / scaling, sigma: sigma.kind === 'value' ? sigma.value : null };
  });
  const logarithmic = points[0].noise.logarithmic && readings.every((one) => one.state > 0),
    isKnown = readings.every(({ sigma }) => sigma !== null);
  const sums = new Map<number, { weight: number; sum: number }>();
  for (const { time, scaling, state: value, sigma } of readings) {
    const own = sums.get(time) ?? { weight: 0, sum: 0 },
      weight = isKnown ? ((logarithmic ? 1 : scaling) / sigma!) ** 2 : 1;
    sums.set(time, { weight: own.weight + weight, sum: own.sum + weight * (logarithmic ? Math.log(value) : value) });
  }
  const groups = [...sums].sort(([a], [b]) => a - b);
  const knots = Float64Array.from(groups, ([t]) => t);
  const spline = smoothingSpline(
    knots,
    Float64Array.from(groups, ([, { sum, weight }]) => sum / weight),
    Float64Array.from(groups, ([, { weight }]) => weight),
    isKnown ? 'known' : 'unknown',
  );
  return {
    state,
    spline,
    from: knots[0],
    until: knots[knots.length - 1],
    at(t) {
      const smooth = splineAt(spline, t);
      if (!logarithmic) return smooth;
      const value = Math.exp(smooth.value);
      return { value, slope: value * smooth.slope };
    },
  };
}

/** @returns index of the piece of time that holds at t */
export function pieceAt(pieces: readonly { readonly from: number; readonly until: number }[], t: number): number {
  const index = pieces.findIndex(({ until }) => t < until);
  return index < 0 ? pieces.length - 1 : index;
}
