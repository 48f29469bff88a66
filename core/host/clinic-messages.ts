/** What a thread of the solver clinic is given and says. */
import type { Problem } from '../model/problem';
import type { ClinicKind } from '../service/clinic/task';
import type { ParsedRequest, Progress, Response } from '../service/contract';

export interface ClinicOrder {
  readonly kind: ClinicKind;
  readonly request: ParsedRequest<ClinicKind>;
  /** int32[1] in shared memory; not 0 asks the computation to stop, since a thread that computes reads no messages */
  readonly cancelled: SharedArrayBuffer;
}

export type ClinicMessage =
  | { readonly kind: 'progress'; readonly progress: Progress<ClinicKind> }
  | { readonly kind: 'done'; readonly answer: Response<ClinicKind> }
  /** the document is at fault */
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  /** stopped before there was anything to show */
  | { readonly kind: 'cancelled' };
