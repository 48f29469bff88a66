/**
 * Negative log-likelihood of one measurement, fully normalised, with its derivatives. Log models work on the natural
 * logarithm and include the Jacobian term log(value). A censored measurement contributes the probability of lying beyond
 * its limit, which carries no density and so neither 2π nor Jacobian (Tobin, Econometrica 26:24, 1958).
 */
import type { Measurement, NoiseModel } from '../model/schema';
import { LOG_SQRT_TWO_PI, logNormalCdf } from './gaussian';

export interface NoiseTerm {
  /** negative log-likelihood; Infinity where a log model meets a prediction that is not positive, or σ is not positive */
  readonly value: number;
  readonly byPrediction: number;
  readonly bySigma: number;
}

const impossible: NoiseTerm = { value: Infinity, byPrediction: 0, bySigma: 0 };

export const isLogarithmic = (model: NoiseModel): boolean => model === 'log-normal' || model === 'log-laplace';
export const isLaplace = (model: NoiseModel): boolean => model === 'laplace' || model === 'log-laplace';

/** @returns log F(z) of the standard Laplace distribution and its derivative */
function logLaplaceCdf(z: number): { value: number; slope: number } {
  if (z < 0) return { value: z - Math.LN2, slope: 1 };
  const upper = 0.5 * Math.exp(-z);
  return { value: Math.log1p(-upper), slope: upper / (1 - upper) };
}

/**
 * @param value the measured value, or the limit of a censored measurement; positive for the log models
 * @param prediction in the observable's unit; positive for the log models
 * @param sigma standard deviation (normal) or scale (Laplace) on the scale of the model
 */
export function noiseTerm(
  model: NoiseModel,
  value: number,
  prediction: number,
  sigma: number,
  censored?: Measurement['censored'],
): NoiseTerm {
  const logarithmic = isLogarithmic(model);
  if (!(sigma > 0) || (logarithmic && !(prediction > 0 && value > 0))) return impossible;
  const z = standardised(model, value, prediction, sigma);
  // ∂z/∂prediction and ∂z/∂σ
  const zByPrediction = logarithmic ? -1 / (sigma * prediction) : -1 / sigma;
  const zBySigma = -z / sigma;
  if (censored !== undefined) {
    const side = censored === 'left' ? 1 : -1;
    const { value: logP, slope } = isLaplace(model) ? logLaplaceCdf(side * z) : logNormalCdf(side * z);
    return { value: -logP, byPrediction: -side * slope * zByPrediction, bySigma: -side * slope * zBySigma };
  }
  const jacobian = logarithmic ? Math.log(value) : 0;
  if (isLaplace(model)) {
    const sign = Math.sign(z);
    return {
      value: Math.LN2 + Math.log(sigma) + Math.abs(z) + jacobian,
      byPrediction: sign * zByPrediction,
      bySigma: 1 / sigma + sign * zBySigma,
    };
  }
  return {
    value: LOG_SQRT_TWO_PI + Math.log(sigma) + 0.5 * z * z + jacobian,
    byPrediction: z * zByPrediction,
    bySigma: 1 / sigma + z * zBySigma,
  };
}

/** @returns (value − prediction)/σ, on the natural logarithm for the log models; NaN where that does not exist */
export const standardised = (model: NoiseModel, value: number, prediction: number, sigma: number): number =>
  (isLogarithmic(model) ? Math.log(value) - Math.log(prediction) : value - prediction) / sigma;
