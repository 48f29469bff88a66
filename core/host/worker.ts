/** Entry of a worker thread: runs one start of a fit at a time, to its end or to a barrier, and streams its progress, at most 30 messages a second. */
import { parentPort } from 'node:worker_threads';
import { createRoundRunner, needsTensors, type RoundRunner, type StartHooks } from '../fit/run-start';
import { DocumentError } from '../model/problem';
import { loadTensorFlow } from './tensor';
import { isStopped, type RunMessage, type WorkerMessage } from './worker-messages';

const INTERVAL_MS = 33;

const port = parentPort;
if (port === null) throw new Error('this file is the entry of a worker thread');

let prepared: { taskId: number; run: RoundRunner } | undefined;

const send = (message: WorkerMessage): void => port.postMessage(message);

async function prepare({ task, taskId }: RunMessage): Promise<RoundRunner> {
  if (prepared?.taskId !== taskId) {
    const tf = needsTensors(task) ? (await loadTensorFlow()).tf : undefined;
    prepared = { taskId, run: createRoundRunner(task, tf) };
  }
  return prepared.run;
}

function run(runner: RoundRunner, { index, until, from, order: shared }: RunMessage): WorkerMessage {
  const order = new Int32Array(shared);
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
    cancelled: () => isStopped(order),
  };
  const round = runner(index, hooks, until, from);
  return round.kind === 'done' ? { kind: 'done', index, result: round.result } : { kind: 'paused', index, paused: round };
}

port.on('message', async (message: RunMessage) => {
  try {
    send(run(await prepare(message), message));
  } catch (error) {
    const { index } = message;
    if (error instanceof DocumentError) send({ kind: 'refused', index, problems: error.problems });
    else send({ kind: 'threw', index, message: error instanceof Error ? error.message : String(error) });
  }
});
