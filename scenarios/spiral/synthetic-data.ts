/** How the data of this scenario were made: two courses of the law, each at times drawn at random, with noise. */
import { synthesise, type Subject } from '../../core/fit/synthetic';
import type { Measurement, Scenario } from '../../core/model/schema';
import { seededRandom, type Random } from '../../core/util/random';

/** of the times; that of the noise is the next */
export const SEED = 1;
/** s, of each course */
const SPAN = 2.5;
/** measurements of both coordinates */
const COUNTS = { outer: 100, inner: 60 } as const;

/** @returns the scenario in which the law of data.source.truth moves the point, and no network */
export const trueModel = (document: Scenario): Scenario => ({
  ...document,
  parameters: document.parameters.map((one) => ({ ...one, value: one.id === 'law' ? 1 : document.data.source!.truth![one.id] })),
  mechanisms: document.mechanisms.filter(({ law }) => law.kind !== 'neural'),
  networks: [],
  interventions: [],
  comparisons: [],
  fits: [],
});

/** Uniform on (0, SPAN], to a thousandth of a second, in order: gaps from none to many times their mean. */
function timesOf(random: Random, count: number): number[] {
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(Number((SPAN * (1 - random.uniform())).toFixed(3)));
  return [...drawn].sort((a, b) => a - b);
}

/** @returns the measurements of the .doflow file, to the last digit */
export function syntheticData(document: Scenario): Measurement[] {
  const random = seededRandom(SEED);
  const subjects = Object.entries(COUNTS).map(([condition, count]): Subject => {
    const times = timesOf(random, count);
    return { condition, replicate: condition, samples: ['x_seen', 'y_seen'].map((observable) => ({ observable, times })) };
  });
  return synthesise(trueModel(document), subjects, SEED + 1, 4);
}
