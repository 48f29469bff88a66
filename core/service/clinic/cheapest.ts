/** What the work–precision diagram advises: the cheapest setting that reaches an error. */
import type { WorkPrecisionRun } from './schema';

/** What a run is judged by beside its error. */
export type Cost = 'seconds' | 'evaluations';

export const TARGETS: readonly number[] = [1e-4, 1e-6, 1e-8];

/** @returns the run of least cost whose error is at most the target; null where none reaches it */
export function cheapest(runs: readonly WorkPrecisionRun[], target: number, cost: Cost = 'seconds'): WorkPrecisionRun | null {
  return runs.reduce<WorkPrecisionRun | null>(
    (best, run) => (run.error !== null && run.error <= target && (best === null || run[cost] < best[cost]) ? run : best),
    null,
  );
}
