/** Why curves differ: the mean rate of each mechanism in an arm against the baseline's, the largest change first. */
import type { ArmResult } from '../../core/service/contract';
import type { Scenario } from '../../core/model/schema';

export interface MechanismChange {
  readonly id: string;
  readonly name: string;
  readonly mean: number | null;
  readonly baseline: number | null;
  /** mean over baseline; null where the baseline is zero or the signs differ */
  readonly ratio: number | null;
  /** log2 of the ratio, cut to ±3, for a bar; ±3 where the mechanism stops or starts */
  readonly bar: number;
}

/** A bar reaches its end at this power of two: eightfold. */
export const BAR_END = 3;

export function mechanismChanges(document: Scenario, arm: ArmResult): MechanismChange[] {
  const names = new Map(document.mechanisms.map(({ id, name }) => [id, name]));
  return arm.mechanisms
    .map(({ id, mean, baseline }): MechanismChange => {
      const ratio = mean === null || baseline === null || baseline === 0 || mean / baseline < 0 ? null : mean / baseline;
      return { id, name: names.get(id) ?? id, mean, baseline, ratio, bar: barOf(mean, baseline, ratio) };
    })
    .sort((a, b) => Math.abs(b.bar) - Math.abs(a.bar) || Math.abs(b.baseline ?? 0) - Math.abs(a.baseline ?? 0));
}

function barOf(mean: number | null, baseline: number | null, ratio: number | null): number {
  if (mean === null || baseline === null) return 0;
  if (ratio === null) return Math.sign(mean - baseline) * BAR_END;
  return ratio === 0 ? -BAR_END : Math.max(-BAR_END, Math.min(BAR_END, Math.log2(ratio)));
}
