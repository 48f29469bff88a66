/** What the pool and its workers say to each other. */
import type { FitTask, PausedStart, StartResult } from '../fit/run-start';
import type { Problem } from '../model/problem';

/** What a worker is told through shared memory while it computes. */
export const orders = { go: 0, stop: 1, wait: 2 } as const;

/** Sleeps while the order is to wait. @returns whether it is to stop */
export function isStopped(order: Int32Array): boolean {
  while (Atomics.load(order, 0) === orders.wait) Atomics.wait(order, 0, orders.wait);
  return Atomics.load(order, 0) === orders.stop;
}

export interface RunMessage {
  readonly task: FitTask;
  /** number of the task within the pool: a worker prepares a task once */
  readonly taskId: number;
  readonly index: number;
  /** iterations in all at which the start waits */
  readonly until: number;
  /** what it goes on from; absent: its beginning */
  readonly from?: PausedStart;
  /** int32[1] in shared memory, an order of `orders`, since a worker that computes reads no messages */
  readonly order: SharedArrayBuffer;
}

export interface StartProgress {
  readonly iteration: number;
  readonly nllh: number;
  /** the lowest value of this start so far */
  readonly best: number;
  /** where the lowest value was found; sent when it is news */
  readonly parameters?: Record<string, number>;
}

export type WorkerMessage =
  | { readonly kind: 'progress'; readonly index: number; readonly progress: StartProgress }
  | { readonly kind: 'done'; readonly index: number; readonly result: StartResult }
  /** the start has come to `until` */
  | { readonly kind: 'paused'; readonly index: number; readonly paused: PausedStart }
  /** the document cannot be fitted at all */
  | { readonly kind: 'refused'; readonly index: number; readonly problems: readonly Problem[] }
  /** this start threw */
  | { readonly kind: 'threw'; readonly index: number; readonly message: string };
