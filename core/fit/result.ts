/** The result of a fit: every start kept by its index, and the best of them. */
import type { FitResult, FitStart } from '../model/schema';
import { failed, success, type Result } from '../util/result';
import { failures } from './messages';

/**
 * @param starts in any order; those that cancelling kept from beginning are absent
 * @returns a failure where no start has a cost
 */
export function assembleFitResult(
  starts: readonly FitStart[],
  provenance: FitResult['provenance'],
  cancelled = false,
): Result<FitResult> {
  const sorted = [...starts].sort((a, b) => a.index - b.index);
  const best = sorted.reduce<FitStart | undefined>(
    (least, start) => (start.nllh !== null && (least === undefined || start.nllh < least.nllh!) ? start : least),
    undefined,
  );
  if (best === undefined) return failed(failures.allFailed(sorted.length, sorted[0]?.reason ?? 'was cancelled'));
  return success({ best: { nllh: best.nllh!, parameters: best.parameters }, starts: sorted, cancelled, provenance });
}
