/** The cost of a trajectory's measurements under a solution, and its derivatives by states and parameters. */
import type { Solution } from '../solve/options';
import { failed, success, type Failure, type Result } from '../util/result';
import { failures } from './messages';
import { noiseTerm } from './noise';
import type { DataPoint, Trajectory } from './trajectories';

/** Where the derivatives of a cost by parameters at fixed states, float64[m], and by states, float64[times · n], are added. */
export interface Cotangents {
  readonly gp: Float64Array;
  readonly cotangents: Float64Array;
}

/** What `visit` is told of a measurement under a solution. */
export interface PointReading {
  readonly point: DataPoint;
  readonly prediction: number;
  readonly sigma: number;
}

/** @returns the negative log-likelihood of the trajectory's measurements; some of its times may have none */
export function pointsCost(
  { lowered, times, points }: Trajectory,
  { states, pieceOf }: Pick<Solution, 'states' | 'pieceOf'>,
  p: Float64Array,
  adjoint?: Cotangents,
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
    if (next === points.length || points[next].timeIndex !== k) continue;
    const t = times[k],
      state = states.subarray(k * n, (k + 1) * n),
      reader = read[pieceOf[k]];
    reader.value(t, state, p, values);
    lambda.fill(0);
    for (; next < points.length && points[next].timeIndex === k; next++) {
      const point = points[next],
        { measurement, noise } = point;
      const prediction = values[point.output];
      const sigma = point.sigma.kind === 'value' ? point.sigma.value : values[point.sigma.output];
      const term = noiseTerm(noise, measurement.value, prediction, sigma, measurement.censored);
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

const unreadable = ({ measurement: { observable, time }, noise }: DataPoint, prediction: number, sigma: number): Failure =>
  sigma > 0 ? failures.prediction(observable, time, prediction, noise.logarithmic) : failures.sigma(observable, time, sigma);
