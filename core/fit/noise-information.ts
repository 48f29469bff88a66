/**
 * The curvature of one measurement's negative log-likelihood in its prediction and σ, never negative: for a density what has the
 * expected Fisher information as its mean (Lehmann & Casella, Theory of Point Estimation, 2nd ed., 2.5), in which prediction and σ of
 * a symmetric location–scale family do not mix; for a censored measurement, the generalised Gauss–Newton curvature of −log F(z) where that
 * is convex in z, as it is but in the far tail of Student's t, and 0 elsewhere.
 */
import type { Measurement } from '../model/schema';
import { standardised, type NoiseLaw } from './noise';

export interface NoiseInformation {
  readonly byPrediction: number;
  /** mixed second derivative by prediction and σ */
  readonly mixed: number;
  readonly bySigma: number;
}

const none: NoiseInformation = { byPrediction: 0, mixed: 0, bySigma: 0 };

/**
 * @param value the measured value, or the limit of a censored measurement
 * @param prediction in the observable's unit; the curvature is by it, for the log models too
 * @returns zeros where the measurement has no finite likelihood
 */
export function noiseInformation(
  law: NoiseLaw,
  value: number,
  prediction: number,
  sigma: number,
  censored?: Measurement['censored'],
): NoiseInformation {
  const { logarithmic, distribution } = law,
    z = standardised(law, value, prediction, sigma);
  if (!(sigma > 0) || !Number.isFinite(z)) return none;
  const zByPrediction = -1 / (logarithmic ? sigma * prediction : sigma),
    zBySigma = -z / sigma;
  if (censored === undefined) {
    const location = distribution.locationInformation(z);
    return { byPrediction: location * zByPrediction ** 2, mixed: 0, bySigma: distribution.scaleInformation / sigma ** 2 };
  }
  const curvature = distribution.cdfCurvature(censored === 'left' ? z : -z);
  return {
    byPrediction: curvature * zByPrediction ** 2,
    mixed: curvature * zByPrediction * zBySigma,
    bySigma: curvature * zBySigma ** 2,
  };
}
