/** The book-keeping of one multi-start fit: which starts have begun and ended, the best so far, and what to tell the window. */
import type { FitTask, StartResult } from '../fit/run-start';
import type { FitProgress } from '../service/contract';
import { streamSeed } from '../util/random';
import type { StartProgress } from './worker-messages';

export interface FitRun {
  readonly task: FitTask;
  /** shared with the workers; not 0 asks their starts to stop */
  readonly flag: SharedArrayBuffer;
  readonly stopping: boolean;
  /** the starts that began, in the order of their index */
  readonly results: Promise<StartResult[]>;
  begin(index: number): void;
  progress(index: number, progress: StartProgress): void;
  finish(result: StartResult): void;
  /** Ends a start without a result of its own, keeping the best that it had told of. */
  giveUp(index: number, reason: string): void;
  /** Ends a start that never began. */
  skip(index: number): void;
  /** Ends the whole run. */
  fail(error: Error): void;
  cancel(): void;
}

export function createFitRun(task: FitTask, onProgress: (progress: FitProgress) => void): FitRun {
  const flag = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const finished: StartResult[] = [];
  const last = new Map<number, StartProgress & { bestParameters: Record<string, number> }>();
  const begun = new Set<number>();
  let open = task.starts;
  let best = Infinity;
  let stopping = false;
  let resolve!: (results: StartResult[]) => void, reject!: (error: Error) => void;
  const results = new Promise<StartResult[]>((yes, no) => {
    resolve = yes;
    reject = no;
  });

  const tell = (
    kind: FitProgress['kind'],
    index: number,
    iteration: number,
    nllh: number | null,
    more: Partial<FitProgress> = {},
  ): void =>
    onProgress({
      kind,
      index,
      iteration,
      nllh: finite(nllh),
      best: finite(best),
      done: finished.length,
      starts: task.starts,
      ...more,
    });
  /** @returns the parameters in a message, where they are the best of all starts so far */
  const news = (nllh: number | null, parameters: Record<string, number> | undefined): Partial<FitProgress> => {
    if (nllh === null || parameters === undefined || !(nllh < best)) return {};
    best = nllh;
    return { parameters };
  };
  const close = (): void => {
    open--;
    if (open === 0) resolve(finished.sort((a, b) => a.index - b.index));
  };
  const finish = (result: StartResult): void => {
    finished.push(result);
    const more = news(result.nllh, result.parameters);
    tell('end', result.index, result.iterations, result.nllh, { reason: result.reason, ...more });
    close();
  };

  return {
    task,
    flag,
    results,
    get stopping() {
      return stopping;
    },
    begin(index) {
      // a start that is run again on another worker has begun already
      if (begun.has(index)) return;
      begun.add(index);
      tell('start', index, 0, null);
    },
    progress(index, progress) {
      last.set(index, { ...progress, bestParameters: progress.parameters ?? last.get(index)?.bestParameters ?? {} });
      const more = news(progress.best, progress.parameters);
      tell('iteration', index, progress.iteration, progress.nllh, more);
    },
    finish,
    giveUp(index, reason) {
      const known = last.get(index);
      finish({
        index,
        seed: streamSeed(task.seed, index),
        nllh: known === undefined ? null : known.best,
        gradientNorm: null,
        iterations: known?.iteration ?? 0,
        reason,
        parameters: known?.bestParameters ?? {},
      });
    },
    skip: close,
    fail: (error) => reject(error),
    cancel() {
      stopping = true;
      Atomics.store(new Int32Array(flag), 0, 1);
    },
  };
}

const finite = (value: number | null): number | null => (value === null || !Number.isFinite(value) ? null : value);
