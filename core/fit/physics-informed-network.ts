/**
 * The network of a physics-informed fit (Raissi, Perdikaris & Karniadakis, J. Comput. Phys. 378:686, 2019): time to all states, one for
 * each trajectory, with the exact derivative by time. The derivative is carried forward through the layers beside the value, as columns
 * of the same matrix product.
 */
import type { Tensor, TensorFlow } from '../lower/tensor/tensorflow';
import { seededRandom } from '../util/random';

export interface NetworkShape {
  /** networks side by side */
  readonly trajectories: number;
  readonly hidden: readonly number[];
  /** states */
  readonly outputs: number;
}

interface DenseShape {
  readonly fanIn: number;
  readonly fanOut: number;
  /** where the kernels [trajectories, fanOut, fanIn] begin in the flat list; the biases [trajectories, fanOut] follow */
  readonly kernel: number;
  readonly bias: number;
  readonly end: number;
}

function denseShapes({ trajectories, hidden, outputs }: NetworkShape): DenseShape[] {
  const widths = [1, ...hidden, outputs];
  let at = 0;
  return widths.slice(1).map((fanOut, i) => {
    const kernel = at,
      bias = kernel + trajectories * widths[i] * fanOut;
    at = bias + trajectories * fanOut;
    return { fanIn: widths[i], fanOut, kernel, bias, end: at };
  });
}

/** @returns weights by Glorot's uniform rule, biases zero, from a seed */
export function initialNetwork(shape: NetworkShape, seed: number): Float64Array {
  const random = seededRandom(seed),
    dense = denseShapes(shape),
    weights = new Float64Array(dense[dense.length - 1].end);
  for (const { fanIn, fanOut, kernel, bias } of dense) {
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    for (let i = kernel; i < bias; i++) weights[i] = limit * (2 * random.uniform() - 1);
  }
  return weights;
}

/**
 * @param weights flat list as `initialNetwork` makes it
 * @param times [trajectories, points], scaled to about −1 to 1
 * @returns value and derivative by the scaled time, [trajectories, outputs, points] each
 */
export function networkWithDerivative(
  tf: TensorFlow,
  shape: NetworkShape,
  weights: Tensor,
  times: Tensor,
): { value: Tensor; derivative: Tensor } {
  const { trajectories } = shape,
    points = times.shape[1]!,
    dense = denseShapes(shape);
  let value: Tensor = tf.expandDims(times, 1),
    derivative: Tensor = tf.onesLike(value);
  dense.forEach(({ fanIn, fanOut, kernel, bias, end }, index) => {
    const W = tf.reshape(tf.slice(weights, [kernel], [bias - kernel]), [trajectories, fanOut, fanIn]),
      b = tf.reshape(tf.slice(weights, [bias], [end - bias]), [trajectories, fanOut, 1]);
    const both = tf.matMul(W, tf.concat([value, derivative], 2)),
      size = [trajectories, fanOut, points];
    value = tf.add(tf.slice(both, [0, 0, 0], size), b);
    derivative = tf.slice(both, [0, 0, points], size);
    if (index === dense.length - 1) return;
    value = tf.tanh(value);
    derivative = tf.mul(derivative, tf.sub(1, tf.square(value)));
  });
  return { value, derivative };
}
