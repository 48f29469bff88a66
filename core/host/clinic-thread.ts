/** Computations of the solver clinic, each on a thread of its own: measured without the window's other work in between. */
import { Worker } from 'node:worker_threads';
import { DocumentError } from '../model/problem';
import { CancelledError } from '../service/call';
import type { ClinicKind } from '../service/clinic/task';
import type { CancelSignal, ParsedRequest, Progress, Response } from '../service/contract';
import type { ClinicMessage, ClinicOrder } from './clinic-messages';

/** How long a cancelled computation may take to notice before its thread is stopped by force. */
const GRACE_MS = 5000;

/**
 * @param entry built file of clinic-worker.ts
 * @throws DocumentError where the document is at fault, CancelledError where a cancel came before there was anything
 */
export function runClinicOnThread<K extends ClinicKind>(
  entry: URL,
  kind: K,
  request: ParsedRequest<K>,
  signal: CancelSignal,
  onProgress: (progress: Progress<K>) => void,
): Promise<Response<K>> {
  const cancelled = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  return new Promise((resolve, reject) => {
    const order: ClinicOrder = { kind, request, cancelled };
    const worker = new Worker(entry, { workerData: order });
    const stop = (): void => {
      Atomics.store(new Int32Array(cancelled), 0, 1);
      setTimeout(() => void worker.terminate(), GRACE_MS).unref();
    };
    signal.addEventListener('abort', stop);
    worker.on('message', (message: ClinicMessage) => {
      if (message.kind === 'progress') onProgress(message.progress as Progress<K>);
      else if (message.kind === 'done') resolve(message.answer as Response<K>);
      else if (message.kind === 'refused') reject(new DocumentError([...message.problems]));
      else reject(new CancelledError());
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      signal.removeEventListener('abort', stop);
      // whatever came before has settled the promise
      reject(signal.aborted ? new CancelledError() : new Error('the thread of the solver clinic ended without an answer'));
    });
    if (signal.aborted) stop();
  });
}
