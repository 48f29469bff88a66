/** Entry of a worker thread: runs one start of a fit at a time and streams its progress, at most 30 messages a second. */
import { parentPort } from 'node:worker_threads';
import { createStartRunner } from '../fit/run-start';
import { DocumentError } from '../model/problem';
import type { RunMessage, WorkerMessage } from './worker-messages';

const INTERVAL_MS = 33;

const port = parentPort;
if (port === null) throw new Error('this file is the entry of a worker thread');

type Runner = ReturnType<typeof createStartRunner>;
let prepared: { taskId: number; run: Runner } | undefined;

const send = (message: WorkerMessage): void => port.postMessage(message);

function run({ task, taskId, index, cancelled }: RunMessage): WorkerMessage {
  if (prepared?.taskId !== taskId) prepared = { taskId, run: createStartRunner(task) };
  const flag = new Int32Array(cancelled);
  let best = Infinity,
    sentBest = Infinity,
    sentAt = -Infinity;
  let bestParameters: Record<string, number> = {};
  const result = prepared.run(index, {
    onProgress({ iteration, nllh, parameters }) {
      if (nllh < best) {
        best = nllh;
        bestParameters = { ...parameters };
      }
      const now = performance.now();
      if (now - sentAt < INTERVAL_MS) return;
      const news = best < sentBest ? { parameters: bestParameters } : {};
      send({ kind: 'progress', index, progress: { iteration, nllh, best, ...news } });
      sentAt = now;
      sentBest = best;
    },
    cancelled: () => Atomics.load(flag, 0) !== 0,
  });
  return { kind: 'done', index, result };
}

port.on('message', (message: RunMessage) => {
  try {
    send(run(message));
  } catch (error) {
    const { index } = message;
    if (error instanceof DocumentError) send({ kind: 'refused', index, problems: error.problems });
    else send({ kind: 'threw', index, message: error instanceof Error ? error.message : String(error) });
  }
});
