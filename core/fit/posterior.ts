/**
 * Draws of the parameters that the data leave possible: adaptive Metropolis (Haario, Saksman, Tamminen 2001, Bernoulli
 * 7:223) on the fit scale, from the best fit, with whatever priors the document states and, where it states none, a flat one on
 * the fit scale within the bounds.
 * The proposal starts from the curvature of the cost, is adapted while the chain warms up, and is fixed before any draw
 * is kept.
 */
import type { PosteriorDraws, Scenario } from '../model/schema';
import { seededRandom, type Random } from '../util/random';
import { curvatureAt, cholesky, inverseFromCholesky } from './curvature';
import { createObjective, type FitObjective } from './objective';
import { findFit } from './run-start';
import { isOfValue } from './prior';
import { scales } from './scale';

export const DRAWS = 60;
/** Beyond this a random walk of this length would not leave its neighbourhood. */
export const MOST_PARAMETERS = 30;
const WARM_UP = 3000;
const KEPT_STEPS = 6000;
const ADAPT_EVERY = 250;
/** Optimal scale of a random walk on a normal target (Gelman, Roberts, Gilks 1996). */
const optimalScale = (n: number): number => 2.38 / Math.sqrt(n);

export interface PosteriorTask {
  readonly document: Scenario;
  /** id of an entry of the document's fits */
  readonly fit: string;
  /** natural values by name, such as a fit's best */
  readonly best: Readonly<Record<string, number>>;
  readonly seed: number;
}

/**
 * Draws are evenly spaced along the chain.
 * @returns null where there are too many parameters or the best fit cannot be evaluated
 * @throws DocumentError where document, fit and data do not fit together
 */
export function samplePosterior({ document, fit, best, seed }: PosteriorTask): PosteriorDraws | null {
  const objective = createObjective(document, findFit(document, fit));
  const { estimated, size: n } = objective;
  if (n > MOST_PARAMETERS) return null;
  const start = Float64Array.from(estimated, ({ name, scale }) => scales[scale].toScaled(best[name]));
  const cost = objective.cost(start);
  if (!cost.ok) return null;
  const random = seededRandom(seed);
  let factor = firstProposal(objective, start);
  let state: ChainState = { x: start, cost: cost.value - logVolume(objective, start) };
  const history: Float64Array[] = [];
  for (let step = 1; step <= WARM_UP; step++) {
    state = advance(objective, state, factor, random);
    history.push(state.x);
    if (step % ADAPT_EVERY === 0) factor = adapted(history.slice(Math.floor(history.length / 3)), n) ?? factor;
  }
  const chain: Float64Array[] = [];
  let accepted = 0;
  for (let step = 0; step < KEPT_STEPS; step++) {
    const next = advance(objective, state, factor, random);
    if (next !== state) accepted++;
    state = next;
    chain.push(state.x);
  }
  const every = KEPT_STEPS / DRAWS;
  return {
    names: estimated.map(({ name }) => name),
    values: Array.from({ length: DRAWS }, (_, k) =>
      estimated.map(({ scale }, i) => scales[scale].toNatural(chain[(k + 1) * every - 1][i])),
    ),
    acceptance: accepted / KEPT_STEPS,
    effective: Math.min(...estimated.map((_, i) => effectiveSize(chain.map((x) => x[i])))),
  };
}

interface ChainState {
  readonly x: Float64Array;
  /** −log posterior density on the fit scale, but for a constant */
  readonly cost: number;
}

/** One Metropolis step. @returns the same state where the proposal is refused */
function advance(objective: FitObjective, state: ChainState, factor: Float64Array, random: Random): ChainState {
  const { size: n, lower, upper } = objective;
  const z = Float64Array.from({ length: n }, () => random.normal());
  const x = state.x.slice();
  for (let i = 0; i < n; i++) for (let k = 0; k <= i; k++) x[i] += factor[i * n + k] * z[k];
  const threshold = state.cost - Math.log(1 - random.uniform());
  if (x.some((value, i) => value < lower[i] || value > upper[i])) return state;
  const cost = objective.cost(x);
  if (!cost.ok) return state;
  const own = cost.value - logVolume(objective, x);
  return own <= threshold ? { x, cost: own } : state;
}

/** @returns log of what a density of natural values is multiplied by to be one on the fit scale, where the walk goes */
function logVolume({ estimated }: FitObjective, x: Float64Array): number {
  let sum = 0;
  estimated.forEach(({ prior, scale }, i) => {
    if (prior !== undefined && isOfValue(prior)) sum += Math.log(scales[scale].slope(scales[scale].toNatural(x[i])));
  });
  return sum;
}

/** Scaled factor of the inverse curvature; a direction that the data do not bend gets the width of its bounds. */
function firstProposal(objective: FitObjective, x: Float64Array): Float64Array {
  const { size: n, lower, upper } = objective;
  const width = Float64Array.from({ length: n }, (_, i) => Math.min(upper[i] - lower[i], 20));
  const diagonal = new Float64Array(n * n);
  for (let i = 0; i < n; i++) diagonal[i * n + i] = 0.01 * width[i];
  const curvature = curvatureAt(objective, x);
  if (curvature === null) return diagonal;
  for (let i = 0; i < n; i++) curvature[i * n + i] += 12 / (width[i] * width[i]);
  const lowerFactor = cholesky(curvature, n);
  const covariance = lowerFactor === null ? null : cholesky(inverseFromCholesky(lowerFactor, n), n);
  return covariance === null ? diagonal : covariance.map((value) => value * optimalScale(n));
}

/** @returns scaled factor of the sample covariance; null where the samples do not span the space */
function adapted(samples: readonly Float64Array[], n: number): Float64Array | null {
  const mean = new Float64Array(n);
  for (const x of samples) for (let i = 0; i < n; i++) mean[i] += x[i] / samples.length;
  const covariance = new Float64Array(n * n);
  for (const x of samples) {
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) covariance[i * n + j] += ((x[i] - mean[i]) * (x[j] - mean[j])) / samples.length;
  }
  for (let i = 0; i < n; i++) covariance[i * n + i] += 1e-10;
  return cholesky(covariance, n)?.map((value) => value * optimalScale(n)) ?? null;
}

/** Effective sample size by Geyer's initial positive sequence (1992, Statistical Science 7:473). */
export function effectiveSize(series: readonly number[]): number {
  const length = series.length;
  const mean = series.reduce((sum, value) => sum + value, 0) / length;
  const covariance = (lag: number): number => {
    let sum = 0;
    for (let i = lag; i < length; i++) sum += (series[i] - mean) * (series[i - lag] - mean);
    return sum / length;
  };
  const variance = covariance(0);
  if (!(variance > 0)) return 0;
  let time = -1;
  for (let lag = 0; lag + 1 < length; lag += 2) {
    const pair = (covariance(lag) + covariance(lag + 1)) / variance;
    if (pair <= 0) break;
    time += 2 * pair;
  }
  return length / Math.max(time, 1);
}
