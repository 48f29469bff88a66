// A worker that acts what a test writes into the document's title: see pool.test.ts.
import { existsSync, writeFileSync } from 'node:fs';
import { parentPort, threadId } from 'node:worker_threads';

const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

parentPort.on('message', ({ task, index, until, from, order }) => {
  const { act, mark } = JSON.parse(task.document.about.title);
  const stopped = () => Atomics.load(new Int32Array(order), 0) === 1;
  const start = {
    index,
    seed: index,
    nllh: 10 + index,
    gradientNorm: 0,
    iterations: 3,
    reason: 'done',
    parameters: { k: index },
  };
  const tell = (best) =>
    parentPort.postMessage({
      kind: 'progress',
      index,
      progress: { iteration: 1, nllh: best + 1, best, parameters: { k: 100 + index } },
    });
  tell(20 - index);
  if (act === 'die' && index === 1) process.exit(1);
  if (act === 'die once' && index === 1 && !existsSync(mark)) {
    writeFileSync(mark, String(threadId));
    throw new Error('killed by the test');
  }
  if (act === 'throw' && index === 1) {
    parentPort.postMessage({ kind: 'threw', index, message: 'a slip' });
    return;
  }
  if (act === 'refuse') {
    parentPort.postMessage({ kind: 'refused', index, problems: [{ severity: 'error', path: 'fits', message: 'no fit' }] });
    return;
  }
  if (act === 'barriers' && (until < Infinity || stopped())) {
    const iterations = until < Infinity ? until : from.result.iterations;
    const paused = { result: { ...start, iterations, reason: 'waiting' }, state: { index, legs: (from?.state.legs ?? 0) + 1 } };
    // the later starts come to the barrier first
    pause(20 - 2 * index);
    parentPort.postMessage({ kind: 'paused', index, paused });
    return;
  }
  if (act === 'barriers') {
    parentPort.postMessage({ kind: 'done', index, result: { ...start, reason: `done after ${from?.state.legs ?? 0} barriers` } });
    return;
  }
  if (act === 'last first') pause(60 - 20 * index);
  if (act === 'wait') while (!stopped()) pause(5);
  if (act === 'deaf') pause(60_000);
  parentPort.postMessage({ kind: 'done', index, result: { ...start, reason: stopped() ? 'cancelled' : 'done' } });
});
