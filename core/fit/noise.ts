/**
 * Negative log-likelihood of one measurement, fully normalised, with its derivatives. Log models work on the natural
 * logarithm and include the Jacobian term log(value). A censored measurement contributes the probability of lying beyond
 * its limit, which carries no density and so neither 2π nor Jacobian (Tobin, Econometrica 26:24, 1958).
 */
import { DEGREES_OF_FREEDOM } from '../model/noises';
import type { Measurement, Noise, NoiseModel } from '../model/schema';
import { laplace, normal, studentT, type Distribution } from './distribution';

/** A noise model with what it means: the distribution of standardised residuals, of values or of their logarithms. */
export interface NoiseLaw {
  readonly model: NoiseModel;
  readonly logarithmic: boolean;
  readonly distribution: Distribution;
}

export interface NoiseTerm {
  /** negative log-likelihood; Infinity where a log model meets a prediction that is not positive, or σ is not positive */
  readonly value: number;
  readonly byPrediction: number;
  readonly bySigma: number;
}

const impossible: NoiseTerm = { value: Infinity, byPrediction: 0, bySigma: 0 };

export function noiseLaw({ model, degreesOfFreedom = DEGREES_OF_FREEDOM }: Omit<Noise, 'sigma'>): NoiseLaw {
  switch (model) {
    case 'normal':
      return { model, logarithmic: false, distribution: normal };
    case 'log-normal':
      return { model, logarithmic: true, distribution: normal };
    case 'laplace':
      return { model, logarithmic: false, distribution: laplace };
    case 'log-laplace':
      return { model, logarithmic: true, distribution: laplace };
    case 'student-t':
      return { model, logarithmic: false, distribution: studentT(degreesOfFreedom) };
  }
}

/**
 * @param value the measured value, or the limit of a censored measurement; positive for the log models
 * @param prediction in the observable's unit; positive for the log models
 * @param sigma standard deviation (normal) or scale (Laplace, Student's t) on the scale of the model
 */
export function noiseTerm(
  law: NoiseLaw,
  value: number,
  prediction: number,
  sigma: number,
  censored?: Measurement['censored'],
): NoiseTerm {
  const { logarithmic, distribution } = law;
  if (!(sigma > 0) || (logarithmic && !(prediction > 0 && value > 0))) return impossible;
  const z = standardised(law, value, prediction, sigma);
  // ∂z/∂prediction and ∂z/∂σ
  const zByPrediction = logarithmic ? -1 / (sigma * prediction) : -1 / sigma;
  const zBySigma = -z / sigma;
  if (censored !== undefined) {
    const side = censored === 'left' ? 1 : -1,
      { value: logP, slope } = distribution.logCdf(side * z);
    return { value: -logP, byPrediction: -side * slope * zByPrediction, bySigma: -side * slope * zBySigma };
  }
  const jacobian = logarithmic ? Math.log(value) : 0,
    score = distribution.score(z);
  return {
    value: distribution.constant + Math.log(sigma) + distribution.misfit(z) + jacobian,
    byPrediction: score * zByPrediction,
    bySigma: 1 / sigma + score * zBySigma,
  };
}

/** @returns (value − prediction)/σ, on the natural logarithm for the log models; NaN where that does not exist */
export const standardised = ({ logarithmic }: NoiseLaw, value: number, prediction: number, sigma: number): number =>
  (logarithmic ? Math.log(value) - Math.log(prediction) : value - prediction) / sigma;
