/** Entry of a worker thread that trains the starts of one fit by tensors and ends; it streams its progress, at most 30 times a second. */
import { parentPort, workerData } from 'node:worker_threads';
import { trainStarts } from '../fit/tensor-start';
import { DocumentError } from '../model/problem';
import { loadTensorFlow } from './tensor';
import type { TrainingMessage, TrainingOrder } from './training-messages';
import { isStopped } from './worker-messages';

const INTERVAL_MS = 33;
const { task, order } = workerData as TrainingOrder;
const shared = new Int32Array(order);
const send = (message: TrainingMessage): void => parentPort!.postMessage(message);
const { tf, name } = await loadTensorFlow();

/** when each start last told of itself */
const told = new Map<number, number>();
try {
  const trained = trainStarts(tf, task, {
    cancelled: () => isStopped(shared),
    onProgress(progress) {
      const now = performance.now();
      if (now - (told.get(progress.index) ?? -Infinity) < INTERVAL_MS) return;
      told.set(progress.index, now);
      send({ kind: 'progress', progress });
    },
  });
  send(trained.ok ? { kind: 'done', trained: trained.value, backend: name } : { kind: 'failed', failure: trained.failure });
} catch (error) {
  if (error instanceof DocumentError) send({ kind: 'refused', problems: error.problems });
  else throw error;
}
