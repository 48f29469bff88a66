/**
 * Which starts count as equally good. A start that fits all data is accepted within half the 95 % quantile of χ² with one degree of
 * freedom of the best; one that fits a sample of the subjects where its cost on all data is within that with as many as parameters,
 * as one fit of other subjects from the same population would be.
 */
import type { FitResult, FitStart } from '../model/schema';

/** half of χ²₁ at 95 %, 3.841…/2: what a cost may rise before one parameter's value is rejected */
export const ACCEPTED_RISE = 1.92;

const NORMAL_95 = 1.6448536269514722;

/**
 * Half the 95 % quantile of χ², by the cube of a normal (Wilson & Hilferty, PNAS 17:684, 1931): within 1 % from three degrees of
 * freedom on.
 */
export function jointRise(freedom: number): number {
  const share = 2 / (9 * freedom);
  return 0.5 * freedom * (1 - share + NORMAL_95 * Math.sqrt(share)) ** 3;
}

/** @returns the accepted starts, best first */
export function acceptedStarts({ best, starts }: Pick<FitResult, 'best' | 'starts'>): FitStart[] {
  const joint = jointRise(Object.keys(best.parameters).length);
  return starts
    .filter(({ nllh, resampled }) => nllh !== null && nllh <= best.nllh + (resampled === true ? joint : ACCEPTED_RISE))
    .sort((a, b) => a.nllh! - b.nllh! || a.index - b.index);
}
