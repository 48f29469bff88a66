/** What the thread that trains starts by tensors is asked, and what it answers. */
import type { TensorBackendName } from '../fit/engine';
import type { FitTask } from '../fit/run-start';
import type { TrainedStarts, TrainingProgress } from '../fit/tensor-start';
import type { Problem } from '../model/problem';
import type { Failure } from '../util/result';

export interface TrainingOrder {
  readonly task: FitTask;
  /** int32[1] in shared memory, an order of `orders` */
  readonly order: SharedArrayBuffer;
}

export type TrainingMessage =
  | { readonly kind: 'progress'; readonly progress: TrainingProgress }
  | { readonly kind: 'done'; readonly trained: TrainedStarts; readonly backend: TensorBackendName }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };
