/** Which starts count as equally good: those within half the 95 % quantile of χ² with one degree of freedom of the best. */
import type { FitResult, FitStart } from '../model/schema';

/** half of χ²₁ at 95 %, 3.841…/2: what a cost may rise before one parameter's value is rejected */
export const ACCEPTED_RISE = 1.92;

/** @returns the accepted starts, best first */
export const acceptedStarts = ({ best, starts }: FitResult): FitStart[] =>
  starts
    .filter(({ nllh }) => nllh !== null && nllh <= best.nllh + ACCEPTED_RISE)
    .sort((a, b) => a.nllh! - b.nllh! || a.index - b.index);
