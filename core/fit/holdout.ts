/** Measurements that a fit does not see, so that they test what it predicts. */
import type { Fit, Measurement } from '../model/schema';

/** Which of a fit's measurements are wanted: those it is fitted to, those held out, or both. */
export type Part = 'fitted' | 'held-out' | 'all';

/** @returns whether the measurement is of a condition or replicate that is held out, or later than the time from which all are */
export function isHeldOut({ holdout }: Pick<Fit, 'holdout'>, { condition, time, replicate }: Measurement): boolean {
  if (holdout === undefined) return false;
  const { conditions, after, replicates } = holdout;
  if (conditions?.includes(condition) || (after !== undefined && time > after)) return true;
  return replicate !== undefined && replicates !== undefined && replicates.includes(replicate);
}

export const isIn = (part: Part, fit: Pick<Fit, 'holdout'>, measurement: Measurement): boolean =>
  part === 'all' || isHeldOut(fit, measurement) === (part === 'held-out');
