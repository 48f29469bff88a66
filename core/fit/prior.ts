/**
 * Priors as their share of the negative log posterior. Some are densities of the parameter on its fit scale, others of its natural
 * value, which are left as they are (no Jacobian): the best point is then the mode of the natural value's posterior, where that of a
 * density on another scale lies elsewhere (Gelman et al., Bayesian Data Analysis, 3rd ed., 13.1).
 */
import type { Prior } from '../model/schema';
import { logGamma } from '../util/gamma';
import { laplace, normal, studentT, type Distribution } from './distribution';
import { scales, type ScaleName } from './scale';

export interface PriorTerm {
  /** −log density, fully normalised; Infinity where the density is 0 */
  readonly value: number;
  /** its derivative on the fit scale; at a kink, 0 */
  readonly slope: number;
  /**
   * curvature on the fit scale, never negative: of a location family its information (core/fit/distribution.ts), of the others the second
   * derivative, 0 where that is negative
   */
  readonly information: number;
}

const cauchy = studentT(1);
/** Ends of a uniform prior and of the bounds agree to this part of its width: they may come from another scale. */
const SLACK = 1e-9;

/** @param scaled the parameter on its fit scale */
export function priorTerm(prior: Prior, scaled: number, scale: ScaleName): PriorTerm {
  const { toNatural, slope } = scales[scale],
    value = toNatural(scaled),
    byScaled = slope(value);
  const onOwn = (on: 'scale' | 'value' = 'scale'): Coordinate =>
    on === 'scale' ? { at: scaled, slope: 1 } : { at: value, slope: byScaled };
  const onLog = (): Coordinate => ({ at: Math.log(value), slope: byScaled / value });
  switch (prior.kind) {
    case 'normal':
      return located(normal, prior.mean, prior.sd, onOwn(prior.on));
    case 'laplace':
      return located(laplace, prior.location, prior.scale, onOwn(prior.on));
    case 'cauchy':
      return located(cauchy, prior.location, prior.scale, onOwn(prior.on));
    case 'uniform':
      return flat(prior.low, prior.high, onOwn(prior.on));
    case 'log-normal':
      return ofExponential(located(normal, prior.mean, prior.sd, onLog()), onLog());
    case 'log-laplace':
      return ofExponential(located(laplace, prior.location, prior.scale, onLog()), onLog());
    case 'log-uniform':
      return ofExponential(flat(Math.log(prior.low), Math.log(prior.high), onLog()), onLog());
    case 'gamma':
      return gamma(prior.shape, prior.rate, value, scale);
    case 'exponential':
      return gamma(1, prior.rate, value, scale);
    case 'chi-square':
      return gamma(prior.degreesOfFreedom / 2, 0.5, value, scale);
    case 'rayleigh': {
      const { scale: width } = prior;
      return ofValue(
        value > 0 ? 2 * Math.log(width) - Math.log(value) + 0.5 * (value / width) ** 2 : Infinity,
        value / width ** 2 - 1 / value,
        1 / width ** 2 + 1 / value ** 2,
        value,
        scale,
      );
    }
  }
}

/** What a density is of: its value, and how it moves with the parameter on the fit scale. */
interface Coordinate {
  readonly at: number;
  readonly slope: number;
}

function located(distribution: Distribution, location: number, width: number, { at, slope }: Coordinate): PriorTerm {
  const z = (at - location) / width;
  return {
    value: distribution.constant + Math.log(width) + distribution.misfit(z),
    slope: (distribution.score(z) / width) * slope,
    information: distribution.locationInformation(z) * (slope / width) ** 2,
  };
}

function flat(low: number, high: number, { at }: Coordinate): PriorTerm {
  const width = high - low;
  const isInside = at >= low - SLACK * width && at <= high + SLACK * width;
  return { value: isInside ? Math.log(width) : Infinity, slope: 0, information: 0 };
}

/** The density of a value whose logarithm has the given one: 1/value times it. */
const ofExponential = (term: PriorTerm, { at, slope }: Coordinate): PriorTerm => ({
  value: term.value + at,
  slope: term.slope + slope,
  information: term.information,
});

function gamma(shape: number, rate: number, value: number, scale: ScaleName): PriorTerm {
  const power = shape - 1,
    constant = logGamma(shape) - shape * Math.log(rate);
  // a power of 0 is no factor, at 0 either
  if (power === 0) return ofValue(value >= 0 ? constant + rate * value : Infinity, rate, 0, value, scale);
  return ofValue(
    value > 0 ? constant + rate * value - power * Math.log(value) : Infinity,
    rate - power / value,
    power / value ** 2,
    value,
    scale,
  );
}

/** @param slope by the natural value  @param curvature likewise */
function ofValue(minusLog: number, slope: number, curvature: number, value: number, scale: ScaleName): PriorTerm {
  const first = scales[scale].slope(value);
  return {
    value: minusLog,
    slope: slope * first,
    information: Math.max(0, curvature * first ** 2 + slope * scales[scale].curvature(value)),
  };
}

/** Whether the prior is a density of the natural value. */
export function isOfValue(prior: Prior): boolean {
  switch (prior.kind) {
    case 'normal':
    case 'laplace':
    case 'cauchy':
    case 'uniform':
      return prior.on === 'value';
    default:
      return true;
  }
}

/** Whether −log density has a kink, at which Gauss–Newton steps stall. */
export const hasKink = ({ kind }: Prior): boolean => kind === 'laplace' || kind === 'log-laplace';

/** @returns the range of a prior that is flat, on the fit scale; null where it is not, or reaches beyond what the scale can hold */
export function flatRange(prior: Prior, scale: ScaleName): readonly [number, number] | null {
  if (prior.kind !== 'uniform' && prior.kind !== 'log-uniform') return null;
  const ends = [prior.low, prior.high].map(isOfValue(prior) ? scales[scale].toScaled : Number);
  return ends.every(Number.isFinite) ? [ends[0], ends[1]] : null;
}

/** @returns whether the density is above 0, and finite, at a point on the fit scale */
export const supports = (prior: Prior, scaled: number, scale: ScaleName): boolean =>
  Number.isFinite(priorTerm(prior, scaled, scale).value);
