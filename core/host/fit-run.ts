/**
 * The book-keeping of one multi-start fit: which starts have begun, wait at a barrier and have ended, the best so far, and what to
 * tell the window. A round takes every start that is left to the next barrier; there the costs alone, in the order of the starts,
 * decide which go on, so that neither clocks nor the number of workers have a say.
 */
import { barrierAt, hasBarrier, survivors } from '../fit/elimination';
import { reasons } from '../fit/messages';
import type { FitTask, PausedStart, StartResult } from '../fit/run-start';
import type { FitProgress } from '../service/contract';
import { streamSeed } from '../util/random';
import { orders, type StartProgress } from './worker-messages';

/** A start's share of a round. */
export interface Leg {
  readonly index: number;
  /** iterations in all at which it waits */
  readonly until: number;
  /** what it goes on from; absent: its beginning */
  readonly from?: PausedStart;
}

export interface FitRun {
  readonly task: FitTask;
  /** int32[1] shared with the workers: what their starts are to do */
  readonly order: SharedArrayBuffer;
  readonly stopping: boolean;
  /** whether its starts wait where they are */
  readonly held: boolean;
  /** the starts that began, in the order of their index */
  readonly results: Promise<StartResult[]>;
  /** Sets the first round going. */
  open(): void;
  begin(index: number): void;
  progress(index: number, progress: StartProgress): void;
  finish(result: StartResult): void;
  /** Has a start wait at the barrier of this round. */
  pause(index: number, paused: PausedStart): void;
  /** Ends a start without a result of its own, keeping the best that it had told of. */
  giveUp(index: number, reason: string): void;
  /** Ends a start whose turn does not come any more, where it stands; one that never began leaves no result. */
  skip(leg: Leg): void;
  /** Ends the whole run. */
  fail(error: Error): void;
  /** Has its starts wait where they are, or go on; one that is being stopped is past waiting. */
  hold(on: boolean): void;
  cancel(): void;
}

/** @param onRound takes the legs of a round, in the order of their index, once every leg of the one before has ended */
export function createFitRun(
  task: FitTask,
  onProgress: (progress: FitProgress) => void,
  onRound: (legs: readonly Leg[]) => void,
): FitRun {
  const elimination = task.document.fits.find(({ id }) => id === task.fit)?.elimination;
  const order = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
    shared = new Int32Array(order);
  const finished: StartResult[] = [];
  const last = new Map<number, StartProgress & { bestParameters: Record<string, number> }>();
  const begun = new Set<number>();
  /** starts at the barrier of this round, and those still on their way there */
  const waiting = new Map<number, PausedStart>();
  let round = 0,
    onTheWay = 0;
  let best = Infinity;
  let stopping = false,
    held = false;
  const give = (what: (typeof orders)[keyof typeof orders]): void => {
    Atomics.store(shared, 0, what);
    Atomics.notify(shared, 0);
  };
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
  const keep = (result: StartResult): void => {
    finished.push(result);
    const more = news(result.nllh, result.parameters);
    tell('end', result.index, result.iterations, result.nllh, { reason: result.reason, ...more });
  };
  const setOff = (legs: readonly Omit<Leg, 'until'>[]): void => {
    const until = elimination !== undefined && hasBarrier(elimination, legs.length) ? barrierAt(elimination, round) : Infinity;
    round++;
    onTheWay = legs.length;
    onRound(legs.map((leg) => ({ ...leg, until })));
  };
  /** One start fewer is on its way; where it was the last one, those that wait go on, or end. */
  const arrive = (): void => {
    onTheWay--;
    if (onTheWay > 0) return;
    const standing = [...waiting].map(([index, paused]) => ({ index, paused })).sort((a, b) => a.index - b.index);
    waiting.clear();
    const leave = (of: typeof standing, reason: (iterations: number) => string): void => {
      for (const { paused } of of) keep({ ...paused.result, reason: reason(paused.result.iterations) });
    };
    let going: typeof standing = [];
    if (stopping) leave(standing, () => reasons.cancelled);
    else if (elimination !== undefined && standing.length > 0) {
      const left = survivors(
        elimination,
        standing.map(({ index, paused }) => ({ index, nllh: paused.result.nllh ?? Infinity })),
      );
      going = standing.filter(({ index }) => left.has(index));
      leave(
        standing.filter(({ index }) => !left.has(index)),
        (iterations) => reasons.eliminated(iterations, left.size, standing.length),
      );
    }
    if (going.length > 0) setOff(going.map(({ index, paused }) => ({ index, from: paused })));
    else resolve(finished.sort((a, b) => a.index - b.index));
  };
  const finish = (result: StartResult): void => {
    keep(result);
    arrive();
  };

  return {
    task,
    order,
    results,
    get stopping() {
      return stopping;
    },
    get held() {
      return held;
    },
    open() {
      setOff(Array.from({ length: task.starts }, (_, index) => ({ index })));
    },
    begin(index) {
      // a start that is run again on another worker has begun already
      if (begun.has(index)) return;
      begun.add(index);
      tell('start', index, 0, null);
    },
    progress(index, progress) {
      // each leg of a start tells of its own best
      const before = last.get(index),
        better = before === undefined || progress.best <= before.best;
      last.set(index, {
        ...progress,
        best: better ? progress.best : before.best,
        bestParameters: (better ? progress.parameters : undefined) ?? before?.bestParameters ?? {},
      });
      const more = news(progress.best, progress.parameters);
      tell('iteration', index, progress.iteration, progress.nllh, more);
    },
    finish,
    pause(index, paused) {
      waiting.set(index, paused);
      arrive();
    },
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
    skip({ from }) {
      if (from === undefined) arrive();
      else finish({ ...from.result, reason: reasons.cancelled });
    },
    fail: (error) => reject(error),
    hold(on) {
      if (stopping) return;
      held = on;
      give(on ? orders.wait : orders.go);
    },
    cancel() {
      stopping = true;
      held = false;
      give(orders.stop);
    },
  };
}

const finite = (value: number | null): number | null => (value === null || !Number.isFinite(value) ? null : value);
