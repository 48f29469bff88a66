/** What the work–precision diagram advises: the cheapest setting that reaches an error. */
import type { WorkPrecisionRun } from './schema';

export const TARGETS: readonly number[] = [1e-4, 1e-6, 1e-8];

/** @returns the run of least cost whose error is at most the target; null where none reaches it */
export function cheapest(
  runs: readonly WorkPrecisionRun[],
  target: number,
  cost: 'seconds' | 'evaluations' = 'seconds',
): WorkPrecisionRun | null {
  return runs.reduce<WorkPrecisionRun | null>(
    (best, run) => (run.error !== null && run.error <= target && (best === null || run[cost] < best[cost]) ? run : best),
    null,
  );
}
