/**
 * Weight decay in the objective: ½·weight·Σ W² over the weights as they act, so a normal prior of variance 1/weight on each (MacKay,
 * Neural Comput 4:448, 1992). Biases are left free, since they shift a term and do not bend it. AdamW's decay is none of the objective's:
 * it shrinks stored weights and biases beside each step, and its effect depends on the learning rate.
 */
import { weightName } from '../../equations/network';
import { monomialsOf } from '../../equations/network-shape';
import type { Network } from '../../model/schema';
import { kernelsOf, type OfWeights } from './of-weights';

export function weightDecay(weight: number, network: Network): OfWeights {
  const { kernels, reads } = kernelsOf(network),
    squared = kernels.flatMap(({ fanIn, fanOut, squared: isSquared }) =>
      Array.from({ length: fanIn * fanOut }, (_, i) => isSquared(i % fanIn)),
    );
  const names = kernels.length > 0 ? reads : monomialsOf(network).map((_, i) => weightName(network.id, i));
  return {
    reads: names,
    residuals: (values) =>
      Array.from(values, (stored, i) => ({
        weight,
        value: squared[i] ? stored * stored : stored,
        readings: [i],
        slopes: [squared[i] ? 2 * stored : 1],
      })),
  };
}
