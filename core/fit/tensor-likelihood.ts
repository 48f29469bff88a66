/**
 * Negative log-likelihood of a batch's measurements from readings at its cells: rows of output times by members. What does not depend
 * on parameters is summed in float64 and handed out apart.
 */
import type { Tensor, TensorFlow } from '../lower/tensor/tensorflow';
import type { Distribution } from './distribution';
import type { NoiseLaw } from './noise';
import type { Batch } from './tensor-batch';

/** Where a member's output times are among the readings: so many rows a piece of time, and the place of each time. */
export interface Places {
  readonly rows: readonly number[];
  at(member: number, timeIndex: number): { readonly piece: number; readonly row: number };
}

export interface TensorLikelihood {
  /** the part of one copy that no parameter changes */
  readonly constant: number;
  /**
   * @param readings [outputs, rows · copies · members] a piece, null where it has no rows
   * @returns [copies]: the rest of the cost
   */
  cost(readings: readonly (Tensor | null)[], copies: number): Tensor;
}

/** Measurements of one observable in one piece, at most one a cell. */
interface Layer {
  readonly piece: number;
  readonly noise: NoiseLaw;
  readonly prediction: number;
  /** output that gives σ; null: `sigmas` does */
  readonly sigma: number | null;
  /** [rows · members] each; 1 where nothing was measured */
  readonly values: Float32Array;
  readonly sigmas: Float32Array;
  readonly measured: Float32Array;
}

export function tensorLikelihood(tf: TensorFlow, { trajectories, outputs }: Batch, places: Places): TensorLikelihood {
  const members = trajectories.length,
    layers: Layer[] = [];
  let constant = 0;
  trajectories.forEach(({ points }, member) =>
    points.forEach(({ measurement, noise, timeIndex, sigma }) => {
      const { piece, row } = places.at(member, timeIndex),
        cell = row * members + member,
        output = outputs.get(measurement.observable)!,
        sigmaOutput = sigma.kind === 'value' ? null : output.sigma;
      const fits = (layer: Layer): boolean =>
        layer.piece === piece &&
        layer.prediction === output.prediction &&
        layer.sigma === sigmaOutput &&
        layer.measured[cell] === 0;
      let layer = layers.find(fits);
      if (layer === undefined) {
        const ones = (): Float32Array => new Float32Array(places.rows[piece] * members).fill(1);
        const { prediction } = output;
        layer = { piece, noise, prediction, sigma: sigmaOutput, values: ones(), sigmas: ones(), measured: ones().fill(0) };
        layers.push(layer);
      }
      layer.values[cell] = measurement.value;
      layer.measured[cell] = 1;
      constant += noise.distribution.constant;
      if (noise.logarithmic) constant += Math.log(measurement.value);
      if (sigma.kind === 'value') {
        layer.sigmas[cell] = sigma.value;
        constant += Math.log(sigma.value);
      }
    }),
  );
  return {
    constant,
    cost: (readings, copies) =>
      tf.addN([tf.zeros([copies]), ...layers.map((layer) => layerCost(tf, layer, readings[layer.piece]!, copies, members))]),
  };
}

function layerCost(tf: TensorFlow, layer: Layer, readings: Tensor, copies: number, members: number): Tensor {
  const rows = layer.values.length / members,
    cells = rows * copies * members;
  const given = (values: Float32Array): Tensor => tf.tensor3d(values, [rows, 1, members]);
  const measured = tf.cast(given(layer.measured), 'bool');
  const read = (output: number): Tensor =>
    tf.where(measured, tf.reshape(tf.slice(readings, [output, 0], [1, cells]), [rows, copies, members]), 1);
  const prediction = read(layer.prediction),
    sigma = layer.sigma === null ? given(layer.sigmas) : read(layer.sigma);
  const difference = layer.noise.logarithmic
    ? tf.sub(given(layer.values.map(Math.log)), tf.log(prediction))
    : tf.sub(given(layer.values), prediction);
  const z = tf.div(difference, sigma);
  const misfit = misfitOf(tf, layer.noise.distribution, z);
  const term = layer.sigma === null ? misfit : tf.add(misfit, tf.log(sigma));
  return tf.sum(tf.where(measured, term, 0), [0, 2]);
}

/** @returns −log density of z less the distribution's constant */
function misfitOf(tf: TensorFlow, distribution: Distribution, z: Tensor): Tensor {
  switch (distribution.name) {
    case 'normal':
      return tf.mul(0.5, tf.square(z));
    case 'laplace':
      // the sign of z has no gradient, and so |z| has that of the kernel: zero at zero
      return tf.mul(z, tf.sign(z));
    case 'student-t': {
      const { degreesOfFreedom } = distribution;
      return tf.mul(0.5 * (degreesOfFreedom + 1), tf.log1p(tf.div(tf.square(z), degreesOfFreedom)));
    }
  }
}
