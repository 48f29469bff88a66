/** The jobs of one connection: each can be paused, and cancelled once; the newest of a keyed stream replaces the one that waits. */
import type { CancelSignal, PauseSignal } from './contract';

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

/** A signal to wait, and the means to raise and lower it. */
export interface PauseSource {
  readonly signal: PauseSignal;
  set(on: boolean): void;
}

export function createPauseSource(): PauseSource {
  const listeners = new Set<() => void>();
  let paused = false;
  return {
    signal: {
      get paused() {
        return paused;
      },
      addEventListener: (_type, listener) => {
        listeners.add(listener);
      },
      removeEventListener: (_type, listener) => {
        listeners.delete(listener);
      },
    },
    set(on) {
      if (on === paused) return;
      paused = on;
      for (const listener of [...listeners]) listener();
    },
  };
}

/** What steers one job from outside. */
export interface Controls {
  readonly cancel: CancelSource;
  readonly pause: PauseSource;
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
  add(job: Job, controls: Controls, key?: string): void;
  cancel(id: string): void;
  pause(id: string, on: boolean): void;
  cancelAll(): void;
}

/** @param defer runs a function after the messages that have already arrived have been read */
export function createJobs(defer: (run: () => void) => void): Jobs {
  const controls = new Map<string, Controls>();
  const streams = new Map<string, Stream>();

  const start = (job: Job, done: () => void): void => {
    void job.run().then(() => {
      controls.delete(job.id);
      done();
    });
  };
  const drop = (job: Job, why: 'cancelled' | 'superseded'): void => {
    controls.delete(job.id);
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
    controls.get(id)?.cancel.cancel();
  };

  return {
    get size() {
      return controls.size;
    },
    has: (id) => controls.has(id),
    add(job, own, key) {
      controls.set(job.id, own);
      if (key === undefined) start(job, () => {});
      else addToStream(job, key);
    },
    cancel,
    pause: (id, on) => controls.get(id)?.pause.set(on),
    cancelAll() {
      for (const id of [...controls.keys()]) cancel(id);
    },
  };
}
