/**
 * Start points of a multi-start, each a function of the fit's seed and its own index alone, so that start i is the same
 * whatever the number of starts or workers. Start 0 is the document's values; the others are uniform in the sampling box on
 * the fit scale. (A Latin hypercube would tie every start to the number of starts.)
 */
import { seededRandom, streamSeed } from '../util/random';

/** What sampling needs to know of each estimated parameter, on the fit scale. */
export interface SamplingBox {
  readonly nominal: number;
  readonly low: number;
  readonly high: number;
}

/** @returns seed of a start, kept in its result */
export const startSeed = (seed: number, index: number): number => streamSeed(seed, index);

/**
 * An endless sequence of candidates for one start: where a candidate cannot be evaluated, the next one is tried.
 * @returns points on the fit scale, float64[boxes.length] each; the first of start 0 is the document's values
 */
export function* startCandidates(boxes: readonly SamplingBox[], seed: number, index: number): Generator<Float64Array, never> {
  const random = seededRandom(startSeed(seed, index));
  if (index === 0) yield Float64Array.from(boxes, ({ nominal }) => nominal);
  for (;;) yield Float64Array.from(boxes, ({ low, high }) => low + (high - low) * random.uniform());
}
