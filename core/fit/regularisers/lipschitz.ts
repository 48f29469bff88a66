/**
 * A bound of a network's Lipschitz constant in its scaled inputs: the product of its layers' spectral norms and the steepest slopes of
 * its units (Szegedy et al., ICLR 2014; Gouk et al., Machine Learning 110:393, 2021). The spectral norm is the tightest of the norms of
 * matrices for Euclidean distances, and its derivative uvᵀ is exact wherever the largest singular value is a simple one. A factor that
 * makes the rate vanish (its substrate, its velocity) stands outside: the bound is of what multiplies it.
 */
import type { Network } from '../../model/schema';
import { largestSingular } from '../../util/singular';
import { isMonotone } from '../../equations/network-shape';
import { kernelsOf, type Kernel, type OfWeights } from './of-weights';
import { excess } from './residual';

const STEEPEST = { tanh: 1, softplus: 1, logistic: 0.25 } as const;

export function lipschitz(weight: number, most: number, network: Network): OfWeights {
  const { kernels, reads } = kernelsOf(network);
  return {
    reads,
    residuals(values) {
      const { bound, slopes } = slopeBound(network, kernels, values);
      return [excess(weight, bound, most, [...reads.keys()], slopes)];
    },
  };
}

/**
 * @param values float64[kernel weights], stored
 * @returns an upper bound of the output's slope by the scaled inputs, as a Euclidean distance of outputs to one of inputs, and its
 * derivative by the stored weights
 */
export function slopeBound(
  network: Network,
  kernels: readonly Kernel[],
  values: Float64Array,
): { bound: number; slopes: number[] } {
  const norms = kernels.map((kernel, index) => {
    const { fanIn, fanOut, from, squared } = kernel,
      steepness = (unit: number): number => (index === kernels.length - 1 ? 1 : steepestOf(network, unit));
    const acting = Float64Array.from({ length: fanIn * fanOut }, (_, i) => {
      const stored = values[from + i];
      return steepness(Math.floor(i / fanIn)) * (squared(i % fanIn) ? stored * stored : stored);
    });
    const { value, left, right } = largestSingular(acting, fanOut, fanIn);
    const derivative = Array.from(acting, (_, i) => {
      const [unit, column] = [Math.floor(i / fanIn), i % fanIn];
      return left[unit] * right[column] * steepness(unit) * (squared(column) ? 2 * values[from + i] : 1);
    });
    return { value, derivative };
  });
  const product = (left: number): number =>
    norms.reduce((all, { value }, i) => (i === left ? all : all * value), outerSlope(network));
  return {
    bound: product(-1),
    slopes: norms.flatMap(({ derivative }, index) => derivative.map((slope) => slope * product(index))),
  };
}

/** The steepest slope of a hidden unit. Units of a monotone softplus network are softplus, its mirror image and logistic in turn. */
function steepestOf(network: Network, unit: number): number {
  const isLogistic = isMonotone(network) && network.activation === 'softplus' && unit % 3 === 2;
  return STEEPEST[isLogistic ? 'logistic' : network.activation];
}

/** The steepest slope of the output in the last layer's value. */
const outerSlope = ({ constraint, outputScale }: Network): number =>
  constraint.kind === 'bounded' ? (constraint.high - constraint.low) * STEEPEST.logistic : outputScale;
