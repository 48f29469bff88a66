/** The regularisers as data: what each is called, what it penalises, what it assumes and when that is wrong; and what each is about. */
import type { Fit, Regulariser, RegulariserKind, Scenario } from './schema';

export interface RegulariserEntry {
  readonly name: string;
  readonly formula: string;
  readonly assumes: string;
  readonly wrong: string;
}

export const regularisers: Readonly<Record<RegulariserKind, RegulariserEntry>> = {
  'rate-bound': {
    name: 'Rate bound',
    formula: 'mean over time of max(0, rate/most − 1)²',
    assumes: 'Physics sets a limit that the rate cannot exceed, such as diffusion; below it nothing is held against any rate.',
    wrong: 'Wrong where the limit is a guess: a fit that presses against it tells of the guess, not of the system.',
  },
  smoothness: {
    name: 'Smoothness',
    formula: 'mean over time of (τ²·curvature/size)²',
    assumes:
      'The instrument blurs what happens within the time scale τ, so the data cannot speak for it; slow curves stay as they are.',
    wrong: 'Wrong where the system is faster than τ and the data show it: spikes and steep fronts are flattened.',
  },
  'weight-decay': {
    name: 'Weight decay',
    formula: 'sum of the squares of the network’s weights',
    assumes: 'Of two networks that fit alike the one with smaller weights, which is closer to constant, is the better guess.',
    wrong: 'Wrong where inputs are badly scaled: a true dependence then needs large weights and is shrunk with the rest.',
  },
  lipschitz: {
    name: 'Lipschitz bound',
    formula: 'max(0, bound of the slope/most − 1)²',
    assumes: 'The rate changes gradually: no small change of the inputs changes it by more than this, on the data or off them.',
    wrong:
      'Wrong for switches and thresholds; and the bound lies above the true slope, so a tight one smooths more than it says.',
  },
  'detailed-balance': {
    name: 'Detailed balance',
    formula: 'mean over the last fifth of the time of (forward − backward)²/(forward² + backward²)',
    assumes: 'The system is closed and has come to rest by the end of the data, where every process runs back as fast as forth.',
    wrong: 'Wrong for anything open or driven: life, oscillators, flow. It would stop them, so it is refused there.',
  },
};

/** @returns ids of the parts that a regulariser names */
export function regulariserSubjects(one: Regulariser): string[] {
  switch (one.kind) {
    case 'rate-bound':
      return [one.mechanism];
    case 'smoothness':
      return [one.of];
    case 'weight-decay':
      return one.networks ?? [];
    case 'lipschitz':
      return [one.network];
    case 'detailed-balance':
      return one.pairs.flatMap(({ forward, backward }) => [forward, backward]);
  }
}

/** @returns the range of an observable's measurements, or of those of the observable that is just this variable; undefined: none */
export function measuredRange({ observables, data }: Scenario, id: string): number | undefined {
  const seen = observables.find((one) => one.id === id || (one.expression.trim() === id && one.scaling === undefined))?.id;
  let low = Infinity,
    high = -Infinity;
  for (const { observable, value } of data.measurements) {
    if (observable !== seen) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high > low ? high - low : undefined;
}

/** @returns ids of the networks that a fit estimates */
export const estimatedNetworks = ({ networks }: Scenario, { parameters }: Pick<Fit, 'parameters'>): string[] =>
  networks.filter(({ id, estimate }) => parameters?.includes(id) ?? estimate).map(({ id }) => id);
