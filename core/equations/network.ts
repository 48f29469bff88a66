/** Neural terms as expressions: a small multilayer perceptron unrolled, its constraints part of the formula. */
import { seededRandom } from '../util/random';
import type { Network } from '../model/schema';
import type { Expr, Expressions } from './expression';
import { activate, nonNegative, saturatingFactor, storedFor } from './monotone';
import { landauPotential } from './landau';
import {
  featuresOf,
  hasSaturation,
  isMonotone,
  landauControl,
  layersOf,
  polynomialDegree,
  weightCount,
  weightName,
  WEIGHTS_OF_COEFFICIENT,
} from './network-shape';
import type { Feature } from './network-shape';
import { force, polynomial } from './potential';
import { symmetrised } from './symmetry';

export { weightCount, weightName };

/** Size of an untrained last layer against its usual one. */
const SMALL = 0.01;
/** A positive output starts at softplus(−5) ≈ 0.007 of its scale. */
const NEARLY_NONE = -5;

/**
 * Weights of an untrained network, from its seed: Glorot-uniform hidden layers, and a last layer so small that the
 * term starts at near-zero effect, or at the value that the network's `start` says.
 * @returns float64[weightCount], layer by layer: kernel [out][in], then bias; for a polynomial one a monomial; in the Landau form three a
 * coefficient
 */
export function initialWeights(network: Network): Float64Array {
  const random = seededRandom(network.seed),
    weights = new Float64Array(weightCount(network)),
    layers = layersOf(network),
    rising = risingWeight(network);
  const draw = (limit: number): number => limit * (2 * random.uniform() - 1);
  const shrunk = network.start === 'random' ? 1 : SMALL;
  if (landauControl(network) !== undefined)
    return weights.map((_, i) => {
      if (i >= WEIGHTS_OF_COEFFICIENT) return network.start === 'random' ? draw(1) : NEARLY_NONE;
      return i === 0 ? draw(shrunk) : storedFor(draw(shrunk));
    });
  if (layers.length === 0) return weights.map(() => draw(shrunk));
  layers.forEach(({ fanIn, fanOut, kernel, bias }, index) => {
    const last = index === layers.length - 1,
      limit = Math.sqrt(6 / (fanIn + fanOut)) * (last ? shrunk : 1);
    for (let i = 0; i < fanIn * fanOut; i++) {
      const weight = draw(limit);
      weights[kernel + i] = rising(index, i % fanIn) ? storedFor(weight) : weight;
    }
    if (last && bias !== null) weights.fill(startingBias(network), bias, bias + fanOut);
  });
  if (hasSaturation(network)) weights[weights.length - 1] = 1;
  return weights;
}

/** The last bias with which the constrained output, without its substrate, is what `start` says. */
function startingBias({ constraint, start, outputScale }: Network): number {
  if (typeof start !== 'number') {
    const hasFloor = constraint.kind === 'positive' || constraint.kind === 'dissipative';
    return hasFloor && start !== 'random' ? NEARLY_NONE : 0;
  }
  switch (constraint.kind) {
    case 'positive':
    case 'dissipative': {
      const share = start / outputScale;
      return share + Math.log(-Math.expm1(-share));
    }
    case 'bounded':
      return Math.log((start - constraint.low) / (constraint.high - start));
    default:
      return start / outputScale;
  }
}

/** Whether the weight from a layer's k-th value lies on the path of a monotone input, and so is squared. */
export function risingWeight(network: Network): (layer: number, from: number) => boolean {
  if (!isMonotone(network)) return () => false;
  const features = featuresOf(network);
  return (layer, from) => layer > 0 || features[from].monotone;
}

function featureExpression(pool: Expressions, network: Network, { inputs, power }: Feature): Expr {
  const scaled = inputs.map((i): Expr => {
    const { variable, center, scale, monotone } = network.inputs[i];
    const [a, b] = [pool.symbol(variable), pool.number(center)];
    return pool.div(monotone === 'decreasing' ? pool.sub(b, a) : pool.sub(a, b), pool.number(scale));
  });
  return power === 1 ? scaled[0] : pool.sum(scaled.map((one) => pool.pow(one, pool.number(2))));
}

/** What the first layer, or the polynomial, sees. */
export const networkFeatures = (pool: Expressions, network: Network): Expr[] =>
  featuresOf(network).map((feature) => featureExpression(pool, network, feature));

/** The layers' outputs, before any constraint of the output. */
export function layerOutputs(pool: Expressions, network: Network): Expr[] {
  const layers = layersOf(network),
    rising = risingWeight(network),
    monotone = isMonotone(network);
  let values = networkFeatures(pool, network);
  layers.forEach(({ fanIn, fanOut, kernel, bias }, index) => {
    const before = values;
    const weight = (at: number, from: number): Expr => {
      const stored = pool.symbol(weightName(network.id, at));
      return rising(index, from) ? nonNegative(pool, stored) : stored;
    };
    values = Array.from({ length: fanOut }, (_unused, unit) => {
      const sum = pool.sum([
        ...before.map((value, i) => pool.mul(weight(kernel + unit * fanIn + i, i), value)),
        bias === null ? pool.zero : pool.symbol(weightName(network.id, bias + unit)),
      ]);
      return index === layers.length - 1 ? sum : activate(pool, network.activation, monotone, unit, sum);
    });
  });
  return values;
}

/** @returns the potential V of which a network of that constraint gives the gradient, scaled */
export function potentialExpression(pool: Expressions, network: Network): Expr {
  const value =
    polynomialDegree(network) === undefined
      ? layerOutputs(pool, network)[0]
      : (landauControl(network) === undefined ? polynomial : landauPotential)(pool, network, networkFeatures(pool, network));
  return pool.mul(pool.number(network.outputScale), symmetrised(pool, network, value));
}

/** @returns the network's output-th value in terms of the symbols of its inputs and weights */
export function networkExpression(pool: Expressions, network: Network, output: number): Expr {
  const { constraint, vanishesWith } = network,
    scale = pool.number(network.outputScale);
  if (constraint.kind === 'potential') return force(pool, potentialExpression(pool, network), constraint.of[output]);
  const raw = symmetrised(pool, network, layerOutputs(pool, network)[output]);
  if (constraint.kind === 'dissipative')
    return pool.neg(pool.mul(pool.mul(scale, pool.apply('softplus', raw)), pool.symbol(constraint.velocity)));
  const constrained =
    constraint.kind === 'positive'
      ? pool.mul(scale, pool.apply('softplus', raw))
      : constraint.kind === 'bounded'
        ? pool.add(
            pool.number(constraint.low),
            pool.mul(pool.number(constraint.high - constraint.low), pool.apply('logistic', raw)),
          )
        : pool.mul(scale, raw);
  if (vanishesWith === undefined) return constrained;
  const substrate = pool.symbol(vanishesWith);
  if (!hasSaturation(network)) return pool.mul(substrate, constrained);
  const stored = pool.symbol(weightName(network.id, weightCount(network) - 1)),
    own = network.inputs.find(({ variable }) => variable === vanishesWith)!;
  return pool.mul(saturatingFactor(pool, substrate, own.scale, stored), constrained);
}
