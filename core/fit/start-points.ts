/**
 * Start points of a multi-start. Start 0 is the document's values; the others are points of a design in the sampling box on the
 * fit scale, some candidates a start, each a function of the fit's seed and its own number (and, for a Latin hypercube, of how many
 * there are). What cannot be evaluated is replaced by points at random, a function of the seed and the start alone.
 */
import { seededRandom, streamSeed } from '../util/random';
import { latinHypercube } from './latin-hypercube';
import { sobol, SOBOL_DIMENSIONS } from './sobol';

/** What sampling needs to know of each estimated parameter, on the fit scale. */
export interface SamplingBox {
  readonly nominal: number;
  readonly low: number;
  readonly high: number;
  /** number of the box whose coordinate low and high are relative to; absent: they are absolute */
  readonly around?: number;
}

export type Sampling = 'sobol' | 'latin-hypercube' | 'uniform';

export interface Design {
  readonly sampling: Sampling;
  readonly seed: number;
  /** number of starts, the document's own among them */
  readonly starts: number;
  /** number of points of the design that each start after the first has */
  readonly candidates: number;
}

/** @returns seed of a start, kept in its result */
export const startSeed = (seed: number, index: number): number => streamSeed(seed, index);

/** The stream of the design itself, apart from those of the starts. */
const DESIGN_STREAM = -2;

/** A Sobol design of more dimensions than there are direction numbers becomes a Latin hypercube. */
export const samplingOf = (sampling: Sampling, dimensions: number): Sampling =>
  sampling === 'sobol' && dimensions > SOBOL_DIMENSIONS ? 'latin-hypercube' : sampling;

function designPoints(
  dimensions: number,
  { sampling, seed, starts, candidates }: Design,
): ((index: number) => Float64Array) | null {
  const own = streamSeed(seed, DESIGN_STREAM),
    actual = samplingOf(sampling, dimensions);
  if (actual === 'sobol') return sobol(dimensions, own);
  return actual === 'uniform' ? null : latinHypercube(dimensions, Math.max(1, (starts - 1) * candidates), own);
}

/**
 * @returns start index → an endless sequence of points on the fit scale, float64[boxes.length] each: for start 0 the document's
 * values first, for the others their candidates of the design, then points at random
 */
export function startPoints(boxes: readonly SamplingBox[], design: Design): (index: number) => Generator<Float64Array, never> {
  const points = designPoints(boxes.length, design);
  const within = (unit: (i: number) => number): Float64Array => {
    const point = Float64Array.from(boxes, ({ low, high }, i) => low + (high - low) * unit(i));
    boxes.forEach(({ around }, i) => {
      if (around !== undefined) point[i] += point[around];
    });
    return point;
  };
  return function* (index) {
    if (index === 0) yield Float64Array.from(boxes, ({ nominal }) => nominal);
    else if (points !== null) {
      for (let k = 0; k < design.candidates; k++) {
        const point = points((index - 1) * design.candidates + k);
        yield within((i) => point[i]);
      }
    }
    const random = seededRandom(startSeed(design.seed, index));
    for (;;) yield within(() => random.uniform());
  };
}
