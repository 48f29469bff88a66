/** How the data of this scenario were made: five untreated animals and two depleted ones, each sampled at its own times. */
import type { Measurement, Scenario } from '../../core/model/schema';
import { synthesise, type Subject } from '../../core/fit/synthetic';
import { seededRandom } from '../../core/util/random';

export const SEED = 20041;

/** Sampling days of one animal: irregular, to a tenth of a day, in [1, 58]. */
function days(random: ReturnType<typeof seededRandom>, count: number): number[] {
  const drawn = new Set(Array.from({ length: count }, () => Number((1 + 57 * random.uniform() ** 1.4).toFixed(1))));
  return [...drawn].sort((a, b) => a - b);
}

/** @returns the measurements of the .doflow file, to the last digit */
export function syntheticData(document: Scenario): Measurement[] {
  const random = seededRandom(SEED);
  const subjects: Subject[] = ['w1', 'w2', 'w3', 'w4', 'w5', 'd1', 'd2'].map((replicate) => ({
    condition: replicate.startsWith('w') ? 'wild_type' : 'depleted',
    replicate,
    samples: [
      { observable: 'cell_count', times: days(random, 5) },
      { observable: 'aqueous_tgfb', times: days(random, 3) },
      { observable: 'clinical_score', times: days(random, 7) },
    ],
  }));
  return synthesise(document, subjects, SEED + 1);
}
