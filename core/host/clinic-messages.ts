/** What a thread of the solver clinic is given and says. */
import type { Problem } from '../model/problem';
import type { ClinicTask, ClinicKind, ClinicTasks } from '../service/clinic/task';

export interface ClinicOrder {
  readonly task: ClinicTask;
  /** int32[1] in shared memory; not 0 asks the computation to stop, since a thread that computes reads no messages */
  readonly cancelled: SharedArrayBuffer;
}

export type ClinicMessage =
  | { readonly kind: 'progress'; readonly progress: ClinicTasks[ClinicKind]['progress'] }
  | { readonly kind: 'done'; readonly answer: ClinicTasks[ClinicKind]['answer'] }
  /** the document is at fault */
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  /** stopped before there was anything to show */
  | { readonly kind: 'cancelled' };
