/**
 * Worker threads for the starts of fits. A start is a function of the document, the seed and its index alone, so that the
 * results are the same bits whatever the number of workers. A start whose worker dies is run once more on another worker;
 * if that dies too, it is reported as a start with that reason. The threads of a paused run sleep, and others take their place.
 */
import { Worker } from 'node:worker_threads';
import type { FitTask, StartResult } from '../fit/run-start';
import { DocumentError } from '../model/problem';
import type { CancelSignal, FitProgress, PauseSignal } from '../service/contract';
import { createFitRun } from './fit-run';
import type { FitRun, Leg } from './fit-run';
import type { RunMessage, WorkerMessage } from './worker-messages';

const ATTEMPTS = 2;

export interface PoolOptions {
  /** built entry of a worker */
  readonly worker: URL;
  readonly size: number;
  /** how long a cancelled start may take to notice before its worker is stopped by force, ms; default 3000 */
  readonly graceMs?: number;
}

export interface Pool {
  runStarts(
    task: FitTask,
    signal: CancelSignal,
    onProgress: (progress: FitProgress) => void,
    pause?: PauseSignal,
  ): Promise<StartResult[]>;
  /** Stops every worker; runs that are under way are rejected. */
  close(): Promise<void>;
}

interface Assignment {
  readonly run: FitRun;
  readonly taskId: number;
  readonly leg: Leg;
  readonly attempt: number;
}
interface Seat {
  readonly worker: Worker;
  assignment: Assignment | undefined;
}

export function createPool({ worker: entry, size, graceMs = 3000 }: PoolOptions): Pool {
  const seats = new Set<Seat>();
  const queue: Assignment[] = [];
  const runs = new Set<FitRun>();
  let tasks = 0;
  let closed = false;

  const give = (seat: Seat, assignment: Assignment): void => {
    const { run, taskId, leg } = assignment,
      { index } = leg;
    seat.assignment = assignment;
    seat.worker.ref();
    run.begin(index);
    seat.worker.postMessage({ task: run.task, taskId, ...leg, order: run.order } satisfies RunMessage);
  };

  /** Hands waiting starts to idle workers, hiring until as many compute as the pool's size. */
  const pump = (): void => {
    while (!closed) {
      const computing = [...seats].filter(({ assignment }) => assignment !== undefined && !assignment.run.held).length;
      const next = queue.findIndex(({ run }) => !run.held);
      if (next < 0 || computing >= size) return;
      give([...seats].find((seat) => seat.assignment === undefined) ?? hire(), queue.splice(next, 1)[0]);
    }
  };

  const hear = (seat: Seat, message: WorkerMessage): void => {
    const assignment = seat.assignment;
    if (assignment === undefined) return;
    const { run, leg } = assignment,
      { index } = leg;
    if (message.kind === 'progress') {
      run.progress(index, message.progress);
      return;
    }
    seat.assignment = undefined;
    // an idle worker does not keep the process alive
    seat.worker.unref();
    if (message.kind === 'done') run.finish(message.result);
    else if (message.kind === 'paused') run.pause(index, message.paused);
    else if (message.kind === 'threw') run.giveUp(index, message.message);
    else run.fail(new DocumentError(message.problems));
    pump();
  };

  const lose = (seat: Seat, why: string): void => {
    if (!seats.delete(seat)) return;
    const assignment = seat.assignment;
    if (assignment !== undefined) {
      const {
        run,
        leg: { index },
        attempt,
      } = assignment;
      if (run.stopping) run.giveUp(index, 'cancelled');
      else if (attempt < ATTEMPTS) queue.unshift({ ...assignment, attempt: attempt + 1 });
      else run.giveUp(index, `its worker stopped ${ATTEMPTS} times: ${why}`);
    }
    pump();
  };

  const hire = (): Seat => {
    const seat: Seat = { worker: new Worker(entry), assignment: undefined };
    let why = 'it was stopped';
    seat.worker.on('message', (message: WorkerMessage) => hear(seat, message));
    seat.worker.on('error', (error) => {
      why = error instanceof Error ? error.message : String(error);
    });
    seat.worker.on('exit', () => lose(seat, why));
    seats.add(seat);
    return seat;
  };

  /** Takes a run's waiting starts out of the queue, and by force its running ones where they do not stop by themselves. */
  const stop = (run: FitRun): void => {
    run.cancel();
    for (let i = queue.length - 1; i >= 0; i--) {
      if (queue[i].run === run) run.skip(queue.splice(i, 1)[0].leg);
    }
    setTimeout(() => {
      for (const seat of seats) if (seat.assignment?.run === run) void seat.worker.terminate();
    }, graceMs).unref();
  };

  return {
    async runStarts(task, signal, onProgress, pause) {
      if (closed) throw new Error('the workers have been stopped');
      const taskId = tasks++;
      const run: FitRun = createFitRun(task, onProgress, (legs) => {
        for (const leg of legs) queue.push({ run, taskId, leg, attempt: 1 });
      });
      const onAbort = (): void => stop(run);
      const onPause = (): void => {
        run.hold(pause?.paused === true);
        pump();
      };
      runs.add(run);
      signal.addEventListener('abort', onAbort);
      pause?.addEventListener('change', onPause);
      onPause();
      run.open();
      if (signal.aborted) stop(run);
      pump();
      try {
        return await run.results;
      } finally {
        signal.removeEventListener('abort', onAbort);
        pause?.removeEventListener('change', onPause);
        runs.delete(run);
        // a run that failed as a whole leaves starts behind
        stop(run);
      }
    },
    async close() {
      closed = true;
      queue.length = 0;
      for (const run of runs) run.fail(new Error('the workers have been stopped'));
      await Promise.all([...seats].map(({ worker }) => worker.terminate()));
    },
  };
}
