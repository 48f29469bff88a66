/** Entry of a thread that runs one computation of the solver clinic and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { DocumentError } from '../model/problem';
import { CancelledError } from '../service/call';
import { runClinicTask } from '../service/clinic/task';
import type { ClinicMessage, ClinicOrder } from './clinic-messages';

const { kind, request, cancelled } = workerData as ClinicOrder;
const flag = new Int32Array(cancelled);
const send = (message: ClinicMessage): void => parentPort!.postMessage(message);

try {
  const bench = { seconds: () => performance.now() / 1000, cancelled: () => Atomics.load(flag, 0) !== 0 };
  send({ kind: 'done', answer: runClinicTask(kind, request, bench, (progress) => send({ kind: 'progress', progress })) });
} catch (error) {
  if (error instanceof DocumentError) send({ kind: 'refused', problems: error.problems });
  else if (error instanceof CancelledError) send({ kind: 'cancelled' });
  else throw error;
}
