/** The jobs of one connection: each can be cancelled once, and the newest of a keyed stream replaces the one that waits. */
import type { CancelSignal } from './contract';

/** A signal and the means to raise it. */
export interface CancelSource {
  readonly signal: CancelSignal;
  cancel(): void;
}

export function createCancelSource(): CancelSource {
  const listeners = new Set<() => void>();
  let aborted = false;
  return {
    signal: {
      get aborted() {
        return aborted;
      },
      addEventListener: (_type, listener) => {
        listeners.add(listener);
      },
      removeEventListener: (_type, listener) => {
        listeners.delete(listener);
      },
    },
    cancel() {
      if (aborted) return;
      aborted = true;
      for (const listener of [...listeners]) listener();
    },
  };
}

export interface Job {
  readonly id: string;
  readonly signal: CancelSignal;
  /** Runs the job to its end; never rejects. */
  run(): Promise<void>;
  /** Answers a job that will never run. */
  drop(why: 'cancelled' | 'superseded'): void;
}

interface Stream {
  running: boolean;
  waiting: Job | undefined;
}

export interface Jobs {
  readonly size: number;
  has(id: string): boolean;
  /** @param key name of a stream of which only the newest job matters */
  add(job: Job, source: CancelSource, key?: string): void;
  cancel(id: string): void;
  cancelAll(): void;
}

/** @param defer runs a function after the messages that have already arrived have been read */
export function createJobs(defer: (run: () => void) => void): Jobs {
  const sources = new Map<string, CancelSource>();
  const streams = new Map<string, Stream>();

  const start = (job: Job, done: () => void): void => {
    void job.run().then(() => {
      sources.delete(job.id);
      done();
    });
  };
  const drop = (job: Job, why: 'cancelled' | 'superseded'): void => {
    sources.delete(job.id);
    job.drop(why);
  };
  const next = (key: string, stream: Stream): void => {
    const job = stream.waiting;
    stream.waiting = undefined;
    if (job === undefined) {
      streams.delete(key);
      return;
    }
    stream.running = true;
    start(job, () => {
      stream.running = false;
      defer(() => next(key, stream));
    });
  };
  const addToStream = (job: Job, key: string): void => {
    const stream = streams.get(key);
    if (stream === undefined) {
      const fresh: Stream = { running: false, waiting: job };
      streams.set(key, fresh);
      defer(() => next(key, fresh));
      return;
    }
    if (stream.waiting !== undefined) drop(stream.waiting, 'superseded');
    stream.waiting = job;
  };
  const cancel = (id: string): void => {
    for (const stream of streams.values()) {
      if (stream.waiting?.id !== id) continue;
      const job = stream.waiting;
      stream.waiting = undefined;
      drop(job, 'cancelled');
      return;
    }
    sources.get(id)?.cancel();
  };

  return {
    get size() {
      return sources.size;
    },
    has: (id) => sources.has(id),
    add(job, source, key) {
      sources.set(job.id, source);
      if (key === undefined) start(job, () => {});
      else addToStream(job, key);
    },
    cancel,
    cancelAll() {
      for (const id of [...sources.keys()]) cancel(id);
    },
  };
}
