/** A network's weights as they act: its layers as matrices, signs imposed, for writers of other formats. */
import type { Network } from '../model/schema';
import { initialWeights, risingWeight } from './network';
import { layersOf } from './network-shape';

export interface DenseLayer {
  /** one row an output, as it acts: non-negative where a sign is imposed */
  readonly kernel: number[][];
  /** one a output; zeros where the layer has none */
  readonly bias: number[];
}

/** @returns the layers from the scaled inputs to the unconstrained outputs; none for a polynomial */
export function denseLayers(network: Network): DenseLayer[] {
  const weights = network.weights ?? initialWeights(network),
    rising = risingWeight(network);
  return layersOf(network).map(({ fanIn, fanOut, kernel, bias }, layer) => ({
    kernel: Array.from({ length: fanOut }, (_, unit) =>
      Array.from({ length: fanIn }, (_unused, from) => {
        const stored = weights[kernel + unit * fanIn + from];
        return rising(layer, from) ? stored * stored : stored;
      }),
    ),
    bias: Array.from({ length: fanOut }, (_, unit) => (bias === null ? 0 : weights[bias + unit])),
  }));
}
