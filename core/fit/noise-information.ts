/**
 * The curvature of one measurement's negative log-likelihood in its prediction and σ, never negative: the expected Fisher
 * information of a density (Lehmann & Casella, Theory of Point Estimation, 2nd ed., 2.5), in which prediction and σ of a
 * location–scale family do not mix; for a censored measurement, the generalised Gauss–Newton curvature of −log F(z), convex in z.
 */
import type { Measurement, NoiseModel } from '../model/schema';
import { logNormalCdf } from './gaussian';
import { isLaplace, isLogarithmic, standardised } from './noise';

export interface NoiseInformation {
  readonly byPrediction: number;
  /** mixed second derivative by prediction and σ */
  readonly mixed: number;
  readonly bySigma: number;
}

const none: NoiseInformation = { byPrediction: 0, mixed: 0, bySigma: 0 };

/** Expected information of the standard density about its scale, ∫ (1 + z·f'/f)² f; about its location, ∫ (f'/f)² f, it is 1. */
const scaleInformation = (model: NoiseModel): number => (isLaplace(model) ? 1 : 2);

/** @returns −d²/dz² log F(z) of the standard distribution */
function cdfCurvature(model: NoiseModel, z: number): number {
  if (!isLaplace(model)) {
    const { slope } = logNormalCdf(z);
    return Math.max(0, slope * (slope + z));
  }
  if (z < 0) return 0;
  const upper = 0.5 * Math.exp(-z);
  return upper / (1 - upper) ** 2;
}

/**
 * @param value the measured value, or the limit of a censored measurement
 * @param prediction in the observable's unit; the curvature is by it, for the log models too
 * @returns zeros where the measurement has no finite likelihood
 */
export function noiseInformation(
  model: NoiseModel,
  value: number,
  prediction: number,
  sigma: number,
  censored?: Measurement['censored'],
): NoiseInformation {
  const z = standardised(model, value, prediction, sigma);
  if (!(sigma > 0) || !Number.isFinite(z)) return none;
  const zByPrediction = -1 / (isLogarithmic(model) ? sigma * prediction : sigma),
    zBySigma = -z / sigma;
  if (censored === undefined)
    return { byPrediction: zByPrediction ** 2, mixed: 0, bySigma: scaleInformation(model) / sigma ** 2 };
  const curvature = cdfCurvature(model, censored === 'left' ? z : -z);
  return {
    byPrediction: curvature * zByPrediction ** 2,
    mixed: curvature * zByPrediction * zBySigma,
    bySigma: curvature * zBySigma ** 2,
  };
}
