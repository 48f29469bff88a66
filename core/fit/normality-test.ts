/**
 * Whether a sample may be normal, whatever its mean and spread: the squared correlation of its order with normal scores
 * (Shapiro & Francia, J Am Stat Assoc 67:215, 1972), its p-value by Royston (Stat Med 12:181, 1993).
 */
import { logNormalCdf, normalQuantile } from './gaussian';

export interface NormalityTest {
  /** W′, 1 at most: how straight the quantiles lie against those of a normal distribution */
  readonly statistic: number;
  readonly p: number;
  /** third and fourth standardised moments, 0 and 3 for a normal distribution: which way it departs */
  readonly skewness: number;
  readonly kurtosis: number;
}

/** Royston's approximation holds for 5 to 5000 values. */
export const LEAST_VALUES = 5,
  MOST_VALUES = 5000;

/**
 * @param sorted ascending
 * @returns the quantiles of a normal sample of this size, about: Blom's scores Φ⁻¹((i − 3/8)/(n + 1/4)); equal values share their
 * mean rank
 */
export function normalScores(sorted: readonly number[]): number[] {
  const n = sorted.length,
    scores: number[] = [];
  for (let first = 0; first < n; first = scores.length) {
    let last = first;
    while (last + 1 < n && sorted[last + 1] === sorted[first]) last++;
    const score = normalQuantile(((first + last) / 2 + 1 - 0.375) / (n + 0.25));
    while (scores.length <= last) scores.push(score);
  }
  return scores;
}

/** @returns null where there are too few or too many values, or all are the same */
export function normalityTest(values: readonly number[]): NormalityTest | null {
  const n = values.length;
  if (n < LEAST_VALUES || n > MOST_VALUES) return null;
  const sorted = [...values].sort((a, b) => a - b),
    scores = normalScores(sorted);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  let mixed = 0,
    square = 0,
    cube = 0,
    fourth = 0,
    scoreSquare = 0;
  sorted.forEach((value, i) => {
    const d = value - mean;
    mixed += d * scores[i];
    square += d ** 2;
    cube += d ** 3;
    fourth += d ** 4;
    scoreSquare += scores[i] ** 2;
  });
  if (!(square > 0)) return null;
  const statistic = Math.min(1, mixed ** 2 / (square * scoreSquare));
  const u = Math.log(n),
    v = Math.log(u);
  const z = (Math.log(1 - statistic) - (-1.2725 + 1.0521 * (v - u))) / (1.0308 - 0.26758 * (v + 2 / u));
  return {
    statistic,
    p: z === -Infinity ? 1 : Math.exp(logNormalCdf(-z).value),
    skewness: cube / n / (square / n) ** 1.5,
    kurtosis: fourth / n / (square / n) ** 2,
  };
}
