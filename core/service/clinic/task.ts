/** A long computation of the clinic as one message to whoever runs it, on a thread of its own where the host has threads. */
import { DocumentError } from '../../model/problem';
import { profileParameter } from '../../fit/profile-task';
import type { Failure } from '../../util/result';
import { CancelledError } from '../call';
import type { GradientAudit, ParameterProfile, ParsedRequest, Progress } from '../contract';
import { auditDocument } from '../gradient-audit';
import { LoweringCache } from '../lowering-cache';
import type { Bench } from './measured-solve';
import type {
  ClinicProgress,
  StepHistory,
  StepHistoryRequest,
  WorkPrecision,
  WorkPrecisionProgress,
  WorkPrecisionRequest,
} from './schema';
import { stepHistory } from './step-history';
import { lowerSubject } from './subject';
import { workPrecision } from './work-precision';

export interface ClinicTasks {
  workPrecision: { request: WorkPrecisionRequest; progress: WorkPrecisionProgress; answer: WorkPrecision };
  stepHistory: { request: StepHistoryRequest; progress: ClinicProgress; answer: StepHistory };
  gradientAudit: { request: ParsedRequest<'gradientAudit'>; progress: ClinicProgress; answer: GradientAudit };
  profile: { request: ParsedRequest<'profile'>; progress: Progress<'profile'>; answer: ParameterProfile };
}
export type ClinicKind = keyof ClinicTasks;
export type ClinicTask = { [K in ClinicKind]: { readonly kind: K; readonly request: ClinicTasks[K]['request'] } }[ClinicKind];

/**
 * After a cancel the answer holds what was found until then.
 * @throws DocumentError for a faulty model, or one that cannot be solved at all
 * @throws CancelledError where there was nothing to show yet
 */
export function runClinicTask(
  task: ClinicTask,
  bench: Bench,
  onProgress: (progress: WorkPrecisionProgress | Progress<'profile'>) => void,
): ClinicTasks[ClinicKind]['answer'] {
  if (task.kind === 'gradientAudit') return auditDocument(task.request.document, bench, onProgress);
  if (task.kind === 'profile') return profileTask(task.request, bench, onProgress);
  const { subject } = lowerSubject(task.request, new LoweringCache());
  if (task.kind === 'stepHistory') return stepHistory(subject, task.request.methods, bench, onProgress);
  const result = workPrecision(subject, task.request.methods, bench, onProgress);
  if (!result.ok) throw result.failure.reason === 'cancelled' ? new CancelledError() : unsolvable(result.failure);
  return result.value;
}

function profileTask(
  { document, ...request }: ParsedRequest<'profile'>,
  bench: Bench,
  onProgress: (progress: Progress<'profile'>) => void,
): ParameterProfile {
  let points = 0;
  const result = profileParameter(
    { document, ...request },
    { onPoint: ({ value, nllh }) => onProgress({ points: ++points, value, nllh }), cancelled: () => bench.cancelled() },
  );
  if (result.ok) return result.value;
  throw result.failure.reason === 'cancelled' ? new CancelledError() : unsolvable(result.failure);
}

function unsolvable({ message, advice, blame }: Failure): DocumentError {
  return new DocumentError([{ severity: 'error', path: 'solver', message, advice, about: blame?.[0] }]);
}
