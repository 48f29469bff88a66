/**
 * Standard distributions of residuals, location 0 and scale 1: what the likelihood of a measurement, its information, a
 * matched σ, synthetic noise and the location priors are made of. Student's t by Lange, Little & Taylor (JASA 84:881, 1989).
 */
import { logBeta } from '../util/gamma';
import { logIncompleteBeta } from '../util/incomplete-beta';
import type { Random } from '../util/random';
import { LOG_SQRT_TWO_PI, logNormalCdf } from './gaussian';

interface StandardDistribution {
  /** −log density where `misfit` is 0 */
  readonly constant: number;
  /** −log density less `constant` */
  misfit(z: number): number;
  /** derivative of `misfit`; where it has a kink, 0 */
  score(z: number): number;
  /** @returns log F(z) and its derivative; in both tails right to 1e-12 of F or 1 − F */
  logCdf(z: number): { readonly value: number; readonly slope: number };
  /** @returns −d²/dz² log F(z), 0 where that is negative */
  cdfCurvature(z: number): number;
  /**
   * Information about the location in one residual, above 0, whose mean is the expected Fisher information ∫ (f'/f)² f. It is that
   * itself but for Student's t, where it is weighed as in iteratively reweighted least squares: a constant would take far residuals
   * for curved ones, and a fit would crawl.
   */
  locationInformation(z: number): number;
  /** expected Fisher information about the logarithm of the scale, ∫ (1 + z·f'/f)² f */
  readonly scaleInformation: number;
  /** @returns the scale under which these residuals are likeliest; 0 where all of them are */
  likeliestScale(residuals: readonly number[]): number;
  deviate(random: Random): number;
}

export interface NormalDistribution extends StandardDistribution {
  readonly name: 'normal';
}
export interface LaplaceDistribution extends StandardDistribution {
  readonly name: 'laplace';
}
export interface StudentTDistribution extends StandardDistribution {
  readonly name: 'student-t';
  readonly degreesOfFreedom: number;
}
export type Distribution = NormalDistribution | LaplaceDistribution | StudentTDistribution;

export const isSame = (a: Distribution, b: Distribution): boolean =>
  a.name === b.name && (a.name !== 'student-t' || b.name !== 'student-t' || a.degreesOfFreedom === b.degreesOfFreedom);

const meanOf = (values: readonly number[], of: (value: number) => number): number => {
  let sum = 0;
  for (const value of values) sum += of(value);
  return sum / values.length;
};

export const normal: NormalDistribution = {
  name: 'normal',
  constant: LOG_SQRT_TWO_PI,
  misfit: (z) => 0.5 * z * z,
  score: (z) => z,
  logCdf: logNormalCdf,
  cdfCurvature(z) {
    const { slope } = logNormalCdf(z);
    return Math.max(0, slope * (slope + z));
  },
  locationInformation: () => 1,
  scaleInformation: 2,
  likeliestScale: (residuals) => Math.sqrt(meanOf(residuals, (r) => r ** 2)),
  deviate: (random) => random.normal(),
};

export const laplace: LaplaceDistribution = {
  name: 'laplace',
  constant: Math.LN2,
  misfit: Math.abs,
  score: Math.sign,
  logCdf(z) {
    if (z < 0) return { value: z - Math.LN2, slope: 1 };
    const upper = 0.5 * Math.exp(-z);
    return { value: Math.log1p(-upper), slope: upper / (1 - upper) };
  },
  cdfCurvature(z) {
    if (z < 0) return 0;
    const upper = 0.5 * Math.exp(-z);
    return upper / (1 - upper) ** 2;
  },
  locationInformation: () => 1,
  scaleInformation: 1,
  likeliestScale: (residuals) => meanOf(residuals, Math.abs),
  deviate(random) {
    const u = random.uniform() - 0.5;
    return -Math.sign(u) * Math.log(1 - 2 * Math.abs(u));
  },
};

/** A scale is found when an iteration moves it by less than this part. */
const SETTLED = 1e-10,
  MOST_ITERATIONS = 500;

/** @param degreesOfFreedom ν above 0; the variance is ν/(ν − 2) above 2 and infinite below, and ν = 1 is Cauchy's distribution */
export function studentT(degreesOfFreedom: number): StudentTDistribution {
  const nu = degreesOfFreedom,
    constant = logBeta(nu / 2, 0.5) + 0.5 * Math.log(nu);
  const misfit = (z: number): number => 0.5 * (nu + 1) * Math.log1p((z * z) / nu),
    score = (z: number): number => ((nu + 1) * z) / (nu + z * z);
  const logCdf: StudentTDistribution['logCdf'] = (z) => {
    const squared = z * z,
      logTail = logIncompleteBeta(nu / 2, 0.5, nu / (nu + squared), squared / (nu + squared)) - Math.LN2;
    const value = z < 0 ? logTail : Math.log1p(-Math.exp(logTail));
    return { value, slope: Math.exp(-constant - misfit(z) - value) };
  };
  return {
    name: 'student-t',
    degreesOfFreedom,
    constant,
    misfit,
    score,
    logCdf,
    cdfCurvature(z) {
      const { slope } = logCdf(z);
      return Math.max(0, slope * (slope + score(z)));
    },
    // the weights (ν + 1)/(ν + z²) have mean 1
    locationInformation: (z) => ((nu + 1) / (nu + 3)) * ((nu + 1) / (nu + z * z)),
    scaleInformation: (2 * nu) / (nu + 3),
    likeliestScale: (residuals) => likeliestScaleOfT(residuals, nu),
    deviate(random) {
      // Bailey's polar method, for any ν (Math Comp 62:779, 1994)
      for (;;) {
        const u = 2 * random.uniform() - 1,
          v = 2 * random.uniform() - 1,
          w = u * u + v * v;
        if (w > 0 && w < 1) return u * Math.sqrt((nu * Math.expm1((-2 / nu) * Math.log(w))) / w);
      }
    },
  };
}

/** σ² = mean of w·r² with weights w = (ν + 1)/(ν + r²/σ²), again and again (the EM algorithm; each round raises the likelihood). */
function likeliestScaleOfT(residuals: readonly number[], nu: number): number {
  let square = meanOf(residuals, (r) => r ** 2);
  for (let k = 0; k < MOST_ITERATIONS && square > 0; k++) {
    const before = square;
    square = meanOf(residuals, (r) => ((nu + 1) * r ** 2) / (nu + r ** 2 / before));
    if (Math.abs(square - before) <= SETTLED * square) break;
  }
  return Math.sqrt(square);
}
