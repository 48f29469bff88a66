/** An effect: the contrast of a functional between an arm and the baseline. */
import type { Outcome } from '../model/schema';

/** @returns arm − baseline or arm / baseline; null where either is null, the baseline of a ratio is 0, or it overflows */
export function contrast(kind: Outcome['effect'], arm: number | null, baseline: number | null): number | null {
  if (arm === null || baseline === null || (kind === 'ratio' && baseline === 0)) return null;
  const value = kind === 'ratio' ? arm / baseline : arm - baseline;
  return Number.isFinite(value) ? value : null;
}
