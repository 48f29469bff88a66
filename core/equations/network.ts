/** Neural terms as expressions: a small multilayer perceptron unrolled, its constraints part of the formula. */
import { seededRandom } from '../util/random';
import type { Network } from '../model/schema';
import type { Expr, Expressions } from './expression';

/** Layer sizes from inputs to outputs. */
const sizes = (network: Network): number[] => [network.inputs.length, ...network.hidden, network.outputs];

export function weightCount(network: Network): number {
  return sizes(network)
    .slice(1)
    .reduce((sum, out, layer) => sum + out * (sizes(network)[layer] + 1), 0);
}
export const weightName = (network: string, index: number): string => `${network}.${index}`;

/**
 * Weights of an untrained network, from its seed: Glorot-uniform hidden layers, and a last layer so small that the
 * term starts at near-zero effect (a positive output starts at softplus(−5) ≈ 0.007 of its scale).
 * @returns float64[weightCount], layer by layer: kernel [out][in], then bias
 */
export function initialWeights(network: Network): Float64Array {
  const random = seededRandom(network.seed),
    widths = sizes(network),
    weights = new Float64Array(weightCount(network));
  let at = 0;
  for (let layer = 1; layer < widths.length; layer++) {
    const [fanIn, fanOut] = [widths[layer - 1], widths[layer]],
      last = layer === widths.length - 1;
    const limit = Math.sqrt(6 / (fanIn + fanOut)) * (last ? 0.01 : 1);
    for (let i = 0; i < fanIn * fanOut; i++) weights[at++] = limit * (2 * random.uniform() - 1);
    for (let i = 0; i < fanOut; i++) weights[at++] = last && network.constraint.kind === 'positive' ? -5 : 0;
  }
  return weights;
}

/** @returns the network's output-th value in terms of the symbols of its inputs and weights */
export function networkExpression(pool: Expressions, network: Network, output: number): Expr {
  const widths = sizes(network);
  let values = network.inputs.map(({ variable, center, scale }) =>
    pool.div(pool.sub(pool.symbol(variable), pool.number(center)), pool.number(scale)),
  );
  let at = 0;
  for (let layer = 1; layer < widths.length; layer++) {
    const fanIn = widths[layer - 1],
      last = layer === widths.length - 1,
      kernel = at,
      bias = at + widths[layer] * fanIn;
    const weight = (index: number): Expr => pool.symbol(weightName(network.id, index));
    const before = values;
    values = Array.from({ length: widths[layer] }, (_unused, unit) => {
      const sum = pool.sum([
        ...before.map((value, i) => pool.mul(weight(kernel + unit * fanIn + i), value)),
        weight(bias + unit),
      ]);
      return last ? sum : pool.apply(network.activation, sum);
    });
    at = bias + widths[layer];
  }
  const raw = values[output],
    scale = pool.number(network.outputScale),
    { constraint } = network;
  const constrained =
    constraint.kind === 'positive'
      ? pool.mul(scale, pool.apply('softplus', raw))
      : constraint.kind === 'bounded'
        ? pool.add(
            pool.number(constraint.low),
            pool.mul(pool.number(constraint.high - constraint.low), pool.apply('logistic', raw)),
          )
        : pool.mul(scale, raw);
  return network.vanishesWith === undefined ? constrained : pool.mul(pool.symbol(network.vanishesWith), constrained);
}
