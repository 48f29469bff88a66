/**
 * Training by tensors on a thread of its own, one whatever the number of workers: libtensorflow has threads itself, and what is trained
 * together is a matter of memory alone, so that the same seed gives the same bits on one backend.
 */
import { Worker } from 'node:worker_threads';
import { failures } from '../fit/messages';
import type { FitTask } from '../fit/run-start';
import { DocumentError } from '../model/problem';
import type { CancelSignal, FitProgress, PauseSignal } from '../service/contract';
import type { Training } from '../service/platform';
import { failed, success, type Result } from '../util/result';
import type { TrainingMessage, TrainingOrder } from './training-messages';
import { orders } from './worker-messages';

/** How long a cancelled training may take to notice, between two steps, before its thread is stopped by force. */
const GRACE_MS = 60_000;

/**
 * @param entry built file of training-worker.ts
 * @returns a failure where training came to nothing, or its thread died
 * @throws DocumentError where the document is at fault
 */
export function trainOnThread(
  entry: URL,
  task: FitTask,
  signal: CancelSignal,
  onProgress: (progress: FitProgress) => void,
  pause?: PauseSignal,
): Promise<Result<Training>> {
  const order = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
    shared = new Int32Array(order);
  const give = (what: (typeof orders)[keyof typeof orders]): void => {
    Atomics.store(shared, 0, what);
    Atomics.notify(shared, 0);
  };
  let best = Infinity;
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry, { workerData: { task, order } satisfies TrainingOrder });
    const stop = (): void => {
      give(orders.stop);
      setTimeout(() => void worker.terminate(), GRACE_MS).unref();
    };
    const hold = (): void => {
      if (!signal.aborted) give(pause?.paused === true ? orders.wait : orders.go);
    };
    signal.addEventListener('abort', stop);
    pause?.addEventListener('change', hold);
    hold();
    worker.on('message', (message: TrainingMessage) => {
      if (message.kind === 'refused') reject(new DocumentError([...message.problems]));
      else if (message.kind === 'failed') resolve(failed(message.failure));
      else if (message.kind === 'done') resolve(success({ trained: message.trained, backend: message.backend }));
      else {
        const { parameters, ...progress } = message.progress,
          isNews = progress.nllh < best;
        best = Math.min(best, progress.nllh);
        onProgress({ kind: 'iteration', ...progress, best, done: 0, starts: task.starts, ...(isNews ? { parameters } : {}) });
      }
    });
    let why = 'it ended without an answer';
    worker.on('error', (error) => {
      why = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => {
      signal.removeEventListener('abort', stop);
      pause?.removeEventListener('change', hold);
      // whatever came before has settled the promise
      resolve(failed(failures.trainingLost(why)));
    });
    if (signal.aborted) stop();
  });
}
