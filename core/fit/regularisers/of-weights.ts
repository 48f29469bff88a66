/** What a regulariser of a network is: the weights that it reads, and its residuals at their values. */
import { risingWeight, weightName } from '../../equations/network';
import { layersOf, type Layer } from '../../equations/network-shape';
import type { Network } from '../../model/schema';
import type { Residual } from './residual';

export interface OfWeights {
  /** names of the weights, as a fit estimates them */
  readonly reads: readonly string[];
  /** @param values float64[reads], natural */
  residuals(values: Float64Array): Residual[];
}

/** A layer with the places of its kernel's weights, and which of them act by their squares. */
export interface Kernel extends Layer {
  /** index among the values read of each weight, row-major [out][in] */
  readonly from: number;
  squared(column: number): boolean;
}

/** @returns the kernels in order, and the names of all their weights; biases are not among them */
export function kernelsOf(network: Network): { kernels: Kernel[]; reads: string[] } {
  const rising = risingWeight(network),
    reads: string[] = [];
  const kernels = layersOf(network).map((layer, index): Kernel => {
    const from = reads.length;
    for (let i = 0; i < layer.fanIn * layer.fanOut; i++) reads.push(weightName(network.id, layer.kernel + i));
    return { ...layer, from, squared: (column) => rising(index, column) };
  });
  return { kernels, reads };
}
