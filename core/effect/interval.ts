/** Ranges of effects over the accepted starts of a fit: parameter sets that the data cannot tell from the best one. */

/** Half the 0.95 quantile of χ² with one degree of freedom: the likelihood-ratio bound on one contrast. */
export const ACCEPTED_NLLH = 3.841458820694124 / 2;

export interface EffectRange { low: number | null; high: number | null; kind: 'range'; members: number }

/** @returns the starts whose cost is within ACCEPTED_NLLH of the best, in their order; those without a cost never are */
export function acceptedStarts<S extends { readonly nllh: number | null }>(starts: readonly S[]): S[] {
  const best = starts.reduce((least, { nllh }) => (nllh === null ? least : Math.min(least, nllh)), Infinity);
  return starts.filter(({ nllh }) => nllh !== null && nllh <= best + ACCEPTED_NLLH);
}

/**
 * @param contrasts one a draw, each computed within its draw; null where it is not defined
 * @returns the smallest and largest; `members` counts the draws that define it, and without any both ends are null
 */
export function rangeOf(contrasts: readonly (number | null)[]): EffectRange {
  const known = contrasts.filter((value) => value !== null);
  if (known.length === 0) return { low: null, high: null, kind: 'range', members: 0 };
  return { low: Math.min(...known), high: Math.max(...known), kind: 'range', members: known.length };
}
