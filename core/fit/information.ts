/**
 * The Gauss–Newton matrix of a trajectory's measurements: Σ w ∂μ∂μᵀ over predictions, and the like for σ, with the sensitivities
 * of the very steps that were taken. At the true parameters it is the expected Fisher information (Bock, in Modelling of
 * Chemical Reaction Systems, Springer 1981; Seber & Wild, Nonlinear Regression, 2).
 */
import type { Sensitivities } from '../gradient/forward-sensitivities';
import { noiseTerm } from './noise';
import { noiseInformation } from './noise-information';
import type { Trajectory } from './trajectories';

/** What `addInformation` adds to, by natural values; k estimated parameters. */
export interface InformationSums {
  /** float64[k] */
  readonly gradient: Float64Array;
  /** symmetric, row-major float64[k · k] */
  readonly matrix: Float64Array;
}

/** Adds the sums over some of the parameters to those over all. @param own numbers of the former among the latter */
export function addShare(share: InformationSums, own: readonly number[], sums: InformationSums): void {
  const k = own.length,
    all = sums.gradient.length;
  own.forEach((row, i) => {
    sums.gradient[row] += share.gradient[i];
    own.forEach((column, j) => {
      sums.matrix[row * all + column] += share.matrix[i * k + j];
    });
  });
}

export interface Slots {
  /** indices into p of the k estimated parameters */
  readonly slots: readonly number[];
  /** which of the k move the states, ascending */
  readonly moving: readonly number[];
}

/** @param sensitivities of the trajectory's plan at its times by the slots that move the states */
export function addInformation(
  { lowered, times, points }: Trajectory,
  { solution: { states, pieceOf }, values }: Sensitivities,
  p: Float64Array,
  { slots, moving }: Slots,
  { gradient, matrix }: InformationSums,
): void {
  const {
    plan: { n, m },
    read,
    outputs: { length: width },
  } = lowered;
  const k = slots.length,
    q = moving.length,
    columns = slots.map((_, i) => moving.indexOf(i));
  const outputs = new Float64Array(width),
    tangents = slots.map(() => new Float64Array(width)),
    dy = new Float64Array(n),
    dp = new Float64Array(m);
  for (let time = 0, next = 0; time < times.length; time++) {
    if (next === points.length || points[next].timeIndex !== time) continue;
    const t = times[time],
      state = states.subarray(time * n, (time + 1) * n),
      reader = read[pieceOf[time]];
    reader.value(t, state, p, outputs);
    for (let l = 0; l < k; l++) {
      const column = columns[l];
      for (let j = 0; j < n; j++) dy[j] = column < 0 ? 0 : values[(time * n + j) * q + column];
      dp[slots[l]] = 1;
      reader.jvp(t, state, p, dy, dp, tangents[l]);
      dp[slots[l]] = 0;
    }
    for (; next < points.length && points[next].timeIndex === time; next++) {
      const { measurement, noise, output, sigma } = points[next];
      const scale = sigma.kind === 'value' ? sigma.value : outputs[sigma.output];
      const slope = noiseTerm(noise, measurement.value, outputs[output], scale, measurement.censored),
        weight = noiseInformation(noise, measurement.value, outputs[output], scale, measurement.censored);
      for (let a = 0; a < k; a++) {
        const mu = tangents[a][output],
          s = sigma.kind === 'value' ? 0 : tangents[a][sigma.output];
        if (mu === 0 && s === 0) continue;
        gradient[a] += slope.byPrediction * mu + slope.bySigma * s;
        const byMu = weight.byPrediction * mu + weight.mixed * s,
          byS = weight.mixed * mu + weight.bySigma * s;
        for (let b = 0; b < k; b++) {
          const other = sigma.kind === 'value' ? 0 : tangents[b][sigma.output];
          matrix[a * k + b] += byMu * tangents[b][output] + byS * other;
        }
      }
    }
  }
}
