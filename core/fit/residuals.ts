/**
 * Diagnostics of residuals: each is taken through the distribution of its noise model to a normal score Φ⁻¹(F(z)) (Cox & Snell,
 * J R Stat Soc B 30:248, 1968), and scores of one observable are tested by condition for an offset, their spread, runs of one
 * sign along time, and normality. Of all tests of a fit, Holm's correction (Scand J Stat 6:65, 1979) says which to believe.
 */
import type { Distribution } from './distribution';
import { studentT } from './distribution';
import { logNormalCdf, lowerNormalQuantile } from './gaussian';
import { normalityTest } from './normality-test';
import { residualFindings } from './residual-findings';
import { runsTest } from './runs-test';

/** A normal score with where it belongs. */
export interface Score {
  readonly condition: string;
  readonly time: number;
  readonly score: number;
}

export interface ResidualTest {
  readonly kind: 'mean' | 'spread' | 'runs' | 'normality';
  /** mean; root mean square; runs; W′ */
  readonly statistic: number;
  /** what the statistic is on average where nothing is wrong */
  readonly expected: number;
  readonly p: number;
  /** p after Holm's correction over all tests of the fit */
  readonly adjusted: number;
  /** in words, where `adjusted` is below 0.05; else null */
  readonly finding: string | null;
}

export interface ResidualGroup {
  readonly observable: string;
  /** null: all conditions together */
  readonly condition: string | null;
  readonly count: number;
  /** correlation of neighbours in time; null for all conditions together, and where there are too few */
  readonly autocorrelation: number | null;
  /** those for which there are enough values */
  readonly tests: ResidualTest[];
}

/** Fewer values than this say nothing by themselves. */
const LEAST = 6;
export const SIGNIFICANT = 0.05;

/** @returns the normal score of a standardised residual; the distributions are symmetric */
export const normalScore = (distribution: Distribution, z: number): number =>
  distribution.name === 'normal' ? z : z > 0 ? -normalScore(distribution, -z) : lowerNormalQuantile(distribution.logCdf(z).value);

type Untold = Omit<ResidualTest, 'adjusted' | 'finding'> & { readonly words: string };
type UntoldGroup = Omit<ResidualGroup, 'tests'> & { readonly tests: Untold[] };

/** @param scores of each observable by its id, those of held out and censored measurements left out */
export function diagnoseResiduals(scores: ReadonlyMap<string, readonly Score[]>): ResidualGroup[] {
  const groups = [...scores].flatMap(([observable, all]): UntoldGroup[] => {
    const conditions = [...new Set(all.map(({ condition }) => condition))];
    const each = conditions.map((condition) =>
      groupOf(
        observable,
        condition,
        all.filter((score) => score.condition === condition),
      ),
    );
    return conditions.length > 1 ? [groupOf(observable, null, all), ...each] : each;
  });
  const adjusted = holm(groups.flatMap(({ tests }) => tests.map(({ p }) => p)));
  let next = 0;
  return groups.map((group) => ({
    ...group,
    tests: group.tests.map(({ words, ...test }): ResidualTest => {
      const p = adjusted[next++];
      return { ...test, adjusted: p, finding: p < SIGNIFICANT ? words : null };
    }),
  }));
}

function groupOf(observable: string, condition: string | null, scores: readonly Score[]): UntoldGroup {
  const values = scores.map(({ score }) => score),
    series = condition === null ? [] : inTime(scores);
  const group = { observable, condition, count: values.length, autocorrelation: autocorrelation(series) };
  if (values.length < LEAST) return { ...group, tests: [] };
  const tests: (Untold | null)[] = [meanTest(values), spreadTest(values)];
  const runs = series.length < LEAST ? null : runsTest(series),
    normality = normalityTest(values);
  if (runs !== null)
    tests.push({ kind: 'runs', statistic: runs.runs, expected: runs.expected, p: runs.p, words: residualFindings.runs(runs) });
  if (normality !== null) {
    const { statistic, p } = normality;
    tests.push({ kind: 'normality', statistic, expected: 1, p, words: residualFindings.normality(normality) });
  }
  return { ...group, tests: tests.filter((test) => test !== null) };
}

/** @returns a value for each time in order; several at one time are summed over the root of their number, which has variance 1 too */
function inTime(scores: readonly Score[]): number[] {
  const times = new Map<number, number[]>();
  for (const { time, score } of scores) times.set(time, [...(times.get(time) ?? []), score]);
  return [...times]
    .sort(([a], [b]) => a - b)
    .map(([, values]) => values.reduce((sum, value) => sum + value, 0) / Math.sqrt(values.length));
}

/** Student's t test, which does not lean on σ. @returns null where all values are the same */
function meanTest(values: readonly number[]): Untold | null {
  const n = values.length,
    mean = values.reduce((sum, value) => sum + value, 0) / n;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  if (!(deviation > 0)) return null;
  const t = (mean * Math.sqrt(n)) / deviation;
  const p = Math.min(1, 2 * Math.exp(studentT(n - 1).logCdf(-Math.abs(t)).value));
  return { kind: 'mean', statistic: mean, expected: 0, p, words: residualFindings.mean(mean) };
}

/** The sum of squares against χ²ₙ, whose cube root is nearly normal (Wilson & Hilferty, PNAS 17:684, 1931). */
function spreadTest(values: readonly number[]): Untold {
  const n = values.length,
    square = values.reduce((sum, value) => sum + value ** 2, 0) / n,
    width = 2 / (9 * n);
  const z = (Math.cbrt(square) - (1 - width)) / Math.sqrt(width),
    rms = Math.sqrt(square);
  const p = 2 * Math.exp(logNormalCdf(-Math.abs(z)).value);
  return { kind: 'spread', statistic: rms, expected: 1, p, words: residualFindings.spread(rms) };
}

/** @returns lag-1 autocorrelation about zero, the mean where the model is right */
function autocorrelation(series: readonly number[]): number | null {
  if (series.length < LEAST) return null;
  let products = 0,
    squares = 0;
  series.forEach((value, i) => {
    squares += value ** 2;
    if (i > 0) products += value * series[i - 1];
  });
  return squares > 0 ? products / squares : null;
}

/** @returns p-values by Holm's step-down correction, in their order */
export function holm(p: readonly number[]): number[] {
  const adjusted: number[] = new Array<number>(p.length);
  let largest = 0;
  [...p.keys()]
    .sort((a, b) => p[a] - p[b])
    .forEach((index, rank) => {
      largest = Math.max(largest, Math.min(1, (p.length - rank) * p[index]));
      adjusted[index] = largest;
    });
  return adjusted;
}
