/** Priors on the fit scale, as their share of the negative log posterior. */
import type { Prior } from '../model/schema';
import { LOG_SQRT_TWO_PI } from './gaussian';

/** @param scaled the parameter on its fit scale  @returns −log density, fully normalised, and its derivative */
export function priorTerm(prior: Prior, scaled: number): { value: number; slope: number } {
  const z = (scaled - prior.mean) / prior.sd;
  return { value: LOG_SQRT_TWO_PI + Math.log(prior.sd) + 0.5 * z * z, slope: z / prior.sd };
}

/** @returns second derivative of −log density on the fit scale */
export const priorInformation = ({ sd }: Prior): number => 1 / sd ** 2;
