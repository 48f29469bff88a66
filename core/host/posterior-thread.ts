/** Draws from the posterior on a thread of its own, which a cancel stops by force: the fit itself is there already. */
import { Worker } from 'node:worker_threads';
import type { PosteriorTask } from '../fit/posterior';
import type { PosteriorDraws } from '../model/schema';
import type { CancelSignal } from '../service/contract';

/** @param entry built file of posterior-worker.ts */
export function samplePosteriorOnThread(entry: URL, task: PosteriorTask, signal: CancelSignal): Promise<PosteriorDraws | null> {
  return new Promise((resolve) => {
    const worker = new Worker(entry, { workerData: task });
    const stop = (): void => {
      void worker.terminate();
    };
    signal.addEventListener('abort', stop);
    let draws: PosteriorDraws | null = null;
    worker.on('message', (message: PosteriorDraws | null) => {
      draws = message;
    });
    // the fit is whole without draws, so a thread that dies leaves it without intervals, no more
    worker.on('error', () => {
      draws = null;
    });
    worker.on('exit', () => {
      signal.removeEventListener('abort', stop);
      resolve(draws);
    });
    if (signal.aborted) stop();
  });
}
