/**
 * Neural terms as matrix products: the outputs of a plain network are found among the nodes of an expression, so that its layers are
 * taken as they are and not unrolled into scalars. A network is plain where no weight is squared for a sign and no average is taken;
 * others stay the formula that they are.
 */
import { layerOutputs, networkFeatures } from '../../equations/network';
import { hasSaturation, isMonotone, layersOf, weightCount, weightName, type Layer } from '../../equations/network-shape';
import type { Expr, Expressions } from '../../equations/expression';
import type { Network } from '../../model/schema';
import type { Tensor, TensorFlow } from './tensorflow';

/** A plain network where it stands in an expression. */
export interface NetworkBlock {
  readonly layers: readonly Layer[];
  readonly activation: Network['activation'];
  /** name of the slot of its first weight; the others follow it */
  readonly first: string;
  /** number of its weights */
  readonly count: number;
  readonly features: readonly Expr[];
  /** its outputs before any constraint, in the same order as the last layer's */
  readonly outputs: readonly Expr[];
}

const isPlain = (network: Network): boolean =>
  network.constraint.kind !== 'potential' && network.exchange === undefined && !isMonotone(network) && !hasSaturation(network);

/** @param resolve puts an expression of variables into the terms of the expressions that will be searched */
export function networkBlocks(pool: Expressions, networks: readonly Network[], resolve: (expr: Expr) => Expr): NetworkBlock[] {
  return networks
    .filter(isPlain)
    .map((network) => ({
      layers: layersOf(network),
      activation: network.activation,
      first: weightName(network.id, 0),
      count: weightCount(network),
      features: networkFeatures(pool, network).map(resolve),
      outputs: layerOutputs(pool, network).map(resolve),
    }));
}

/**
 * @param weights all weights of the network: [count], or [rows, count] where so many members in a row share each of them
 * @param features one tensor a feature, of one number or one a member
 * @returns [outputs, members]
 */
export function runNetwork(
  tf: TensorFlow,
  { layers, activation }: NetworkBlock,
  weights: Tensor,
  features: readonly Tensor[],
  members: number,
): Tensor {
  const columns = features.map((one) => (one.rank === 1 ? one : tf.broadcastTo(one, [members])));
  const rows = weights.rank === 2 ? weights.shape[0] : null;
  // shared weights act on [unit, member] at once, those of a row on [row, unit, member of the row]
  let values: Tensor =
    rows === null
      ? tf.stack(columns, 0)
      : tf.stack(
          columns.map((one) => tf.reshape(one, [rows, members / rows])),
          1,
        );
  layers.forEach(({ fanIn, fanOut, kernel, bias }, index) => {
    const part = (from: number, height: number, width: number): Tensor =>
      rows === null
        ? tf.reshape(tf.slice(weights, [from], [height * width]), [height, width])
        : tf.reshape(tf.slice(weights, [0, from], [rows, height * width]), [rows, height, width]);
    values = tf.matMul(part(kernel, fanOut, fanIn), values);
    if (bias !== null) values = tf.add(values, part(bias, fanOut, 1));
    if (index < layers.length - 1) values = activate(tf, activation, values);
  });
  return rows === null ? values : tf.reshape(tf.transpose(values, [1, 0, 2]), [values.shape[1]!, members]);
}

function activate(tf: TensorFlow, activation: Network['activation'], values: Tensor): Tensor {
  switch (activation) {
    case 'tanh':
      return tf.tanh(values);
    case 'softplus':
      return tf.softplus(values);
    case 'logistic':
      return tf.sigmoid(values);
  }
}
