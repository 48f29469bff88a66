/** Entry of a worker thread: runs one start of a fit at a time, to its end or to a barrier, and streams its progress, at most 30 messages a second. */
import { parentPort } from 'node:worker_threads';
import { createRoundRunner, type RoundRunner, type StartHooks } from '../fit/run-start';
import { DocumentError } from '../model/problem';
import type { RunMessage, WorkerMessage } from './worker-messages';

const INTERVAL_MS = 33;

const port = parentPort;
if (port === null) throw new Error('this file is the entry of a worker thread');

let prepared: { taskId: number; run: RoundRunner } | undefined;

const send = (message: WorkerMessage): void => port.postMessage(message);

function run({ task, taskId, index, until, from, cancelled }: RunMessage): WorkerMessage {
  if (prepared?.taskId !== taskId) prepared = { taskId, run: createRoundRunner(task) };
  const flag = new Int32Array(cancelled);
  let best = Infinity,
    sentBest = Infinity,
    sentAt = -Infinity;
  let bestParameters: Record<string, number> = {};
  const hooks: StartHooks = {
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
  };
  const round = prepared.run(index, hooks, until, from);
  return round.kind === 'done' ? { kind: 'done', index, result: round.result } : { kind: 'paused', index, paused: round };
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
