/** A long computation of the clinic as one message to whoever runs it, on a thread of its own where the host has threads. */
import { profileParameter } from '../../fit/profile-task';
import type { Result } from '../../util/result';
import { CancelledError } from '../call';
import type { ParsedRequest, Progress, Response } from '../contract';
import { modelFailure } from '../failure';
import { auditDocument } from '../gradient-audit';
import { describeLearned } from '../learned';
import { LoweringCache } from '../lowering-cache';
import { requireSound } from '../pipeline';
import { checkpointSchedules } from './checkpoints';
import { depthMap } from './depth';
import type { Bench } from './measured-solve';
import { stepHistory } from './step-history';
import { lowerSubject } from './subject';
import { workPrecision } from './work-precision';

/** The methods of the contract that are long computations. */
export type ClinicKind = 'workPrecision' | 'stepHistory' | 'gradientAudit' | 'profile' | 'learned' | 'depthMap' | 'checkpoints';

type Run<K extends ClinicKind> = (
  request: ParsedRequest<K>,
  bench: Bench,
  onProgress: (progress: Progress<K>) => void,
) => Response<K>;

const runs: { readonly [K in ClinicKind]: Run<K> } = {
  workPrecision: (request, bench, onProgress) =>
    valueOf(workPrecision(lowerSubject(request, new LoweringCache()).subject, request.methods, bench, onProgress)),

  stepHistory: (request, bench, onProgress) =>
    stepHistory(lowerSubject(request, new LoweringCache()).subject, request.methods, bench, onProgress),

  depthMap({ axes, points, ...request }, bench, onProgress) {
    const { subject, lowered } = lowerSubject(request, new LoweringCache());
    return depthMap(subject, lowered, axes, points, bench, onProgress);
  },

  checkpoints: ({ steps, ...request }, bench, onProgress) =>
    valueOf(checkpointSchedules(lowerSubject(request, new LoweringCache()).subject, steps, bench, onProgress)),

  gradientAudit: ({ document }, bench, onProgress) => auditDocument(document, bench, onProgress),

  learned: (request, bench, onProgress) => valueOf(describeLearned(request, { onProgress, cancelled: () => bench.cancelled() })),

  profile(request, bench, onProgress) {
    requireSound(request.document);
    let points = 0;
    return valueOf(
      profileParameter(request, {
        onPoint: ({ value, nllh }) => onProgress({ points: ++points, value, nllh }),
        cancelled: () => bench.cancelled(),
      }),
    );
  },
};

function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw result.failure.reason === 'cancelled' ? new CancelledError() : modelFailure(result.failure, 'solver');
}

/**
 * After a cancel the answer holds what was found until then.
 * @throws DocumentError for a faulty model, or one that cannot be solved at all
 * @throws CancelledError where there was nothing to show yet
 */
export const runClinicTask = <K extends ClinicKind>(
  kind: K,
  request: ParsedRequest<K>,
  bench: Bench,
  onProgress: (progress: Progress<K>) => void,
): Response<K> => runs[kind](request, bench, onProgress);
