/** What a physics-informed fit minimises: the misfit of the data, the residual of the equations, and of the initial values where they are soft. */
import type { Tensor, TensorFlow } from '../lower/tensor/tensorflow';
import { dataClock } from './data-clock';
import { networkWithDerivative, type NetworkShape } from './physics-informed-network';
import type { Batch } from './tensor-batch';
import { tensorLikelihood } from './tensor-likelihood';
import { repeatedParameters } from './tensor-objective';
import type { ParameterMap } from './tensor-parameters';

export const termNames = ['data', 'equations', 'initial'] as const;
export type TermName = (typeof termNames)[number];

export interface LossSettings {
  readonly shape: NetworkShape;
  /** collocation points a trajectory, evenly spaced on its clock */
  readonly collocation: number;
  /** whether the initial values are built into the network rather than learned */
  readonly hardInitial: boolean;
  /** size of each state, float64[n], in which residuals are measured */
  readonly scales: Float64Array;
}

/**
 * @returns a function of the network's weights and of the estimated parameters on their scales, [k], to the terms in the order of their
 * names: −log likelihood a measurement less its constant; mean square of (dy/du − f·dt/du)/scale, u the part of the trajectory's clock;
 * mean square of (y − y0)/scale
 */
export function physicsInformedLosses(
  tf: TensorFlow,
  batch: Batch,
  map: ParameterMap,
  { shape, collocation, hardInitial, scales }: LossSettings,
): (weights: Tensor, x: Tensor) => Tensor[] {
  const { model, trajectories } = batch,
    members = trajectories.length,
    n = model.states.length,
    [piece] = model.pieces;
  const read = Math.max(...trajectories.map(({ times }) => times.length)),
    count = trajectories.reduce((sum, { points }) => sum + points.length, 0);
  const likelihood = tensorLikelihood(tf, batch, { rows: [read], at: (_member, row) => ({ piece: 0, row }) });
  const spans = trajectories.map(({ from, until }) => until - from),
    clocks = trajectories.map(({ from, times }, c) => dataClock(Array.from(times, (time) => (time - from) / spans[c])));
  // the start, then the collocation points, then the times of the data, as a part of each trajectory's clock
  const parts = trajectories.map(({ from, times }, c) => [
    ...Array.from({ length: collocation + 1 }, (_, j) => j / collocation),
    ...Array.from({ length: read }, (_, k) => clocks[c].of((times[Math.min(k, times.length - 1)] - from) / spans[c])),
  ]);
  const points = collocation + 1;
  /** [members, n, points] → [n, points · members], the members side by side at each point */
  const rows = (values: Tensor, from: number, some: number): Tensor =>
    tf.reshape(tf.transpose(tf.slice(values, [0, 0, from], [members, n, some]), [1, 2, 0]), [n, some * members]);
  const timesOf = (from: number, some: number): Tensor =>
    tf.tensor1d(
      Array.from({ length: some * members }, (_, i) => {
        const c = i % members;
        return trajectories[c].from + spans[c] * clocks[c].time(parts[c][from + (i - c) / members]);
      }),
      'float32',
    );
  return (weights, x) => {
    const u = tf.tensor2d(parts, [members, points + read], 'float32'),
      { value, derivative } = networkWithDerivative(tf, shape, weights, tf.sub(tf.mul(2, u), 1));
    const parameters = batch.parameters(map(x), 1),
      start = tf.expandDims(tf.transpose(batch.initial(parameters, 1)), 2),
      size = tf.tensor3d(Float32Array.from(scales), [1, n, 1]),
      at = tf.expandDims(u, 1);
    // the network is scaled, and with hard initial values it is what the state has left its start by
    const states = tf.add(start, tf.mul(size, hardInitial ? tf.mul(at, value) : value));
    const slope = tf.mul(size, hardInitial ? tf.add(value, tf.mul(tf.mul(2, at), derivative)) : tf.mul(2, derivative));
    // time by clock
    const pace = tf.tensor1d(
      Array.from({ length: points * members }, (_, i) => {
        const c = i % members;
        return spans[c] * clocks[c].pace(parts[c][(i - c) / members]);
      }),
      'float32',
    );
    const rates = piece.rates.bind(repeatedParameters(tf, parameters, points), points * members)(
      timesOf(0, points),
      rows(states, 0, points),
    );
    const residual = tf.div(tf.sub(rows(slope, 0, points), tf.mul(pace, rates)), tf.tensor2d(Float32Array.from(scales), [n, 1]));
    const readings = piece.read.bind(repeatedParameters(tf, parameters, read), read * members)(
      timesOf(points, read),
      rows(states, points, read),
    );
    const terms: Tensor[] = [tf.div(tf.sum(likelihood.cost([readings], 1)), count), tf.mean(tf.square(residual))];
    if (!hardInitial) terms.push(tf.mean(tf.square(tf.slice(value, [0, 0, 0], [members, n, 1]))));
    return terms;
  };
}
