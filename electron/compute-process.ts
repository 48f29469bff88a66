/**
 * Keeps the compute process alive: starts it on the first message, starts another when it dies, and answers the jobs that
 * died with it, so that the window never waits for an answer that cannot come.
 */
import type { Envelope } from '../core/service/contract';
import type { FromCompute, ToCompute } from './compute-messages';

/** The part of Electron's UtilityProcess that is used here. */
export interface ComputeChild {
  postMessage(message: ToCompute): void;
  on(event: 'message', listener: (message: FromCompute) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  kill(): boolean;
}

export interface ComputeProcess {
  /** @param message from the window, not yet trusted */
  send(message: unknown): void;
  /** Lets the window open and save this path, now and after a restart. */
  grant(path: string): void;
  close(): void;
}

export interface ComputeOptions {
  fork(): ComputeChild;
  /** hears every envelope that goes to the window */
  emit(envelope: Envelope): void;
}

const CRASHED = 'The computation stopped unexpectedly and has been started anew; please try again.';

/** @returns the job of a request, or undefined for any other message */
function requestedJob(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { kind, job } = message as { kind?: unknown; job?: unknown };
  return kind === 'request' && typeof job === 'string' ? job : undefined;
}

export function createComputeProcess({ fork, emit }: ComputeOptions): ComputeProcess {
  const pending = new Set<string>();
  const granted = new Set<string>();
  let child: ComputeChild | undefined;
  let closed = false;

  const onExit = (gone: ComputeChild): void => {
    if (child !== gone) return;
    child = undefined;
    if (closed) return;
    for (const job of pending) emit({ kind: 'error', job, code: 'internal', message: CRASHED, problems: [] });
    pending.clear();
  };
  const start = (): ComputeChild => {
    const fresh = fork();
    fresh.on('message', ({ envelope }) => {
      if (envelope.kind === 'response' || envelope.kind === 'error') pending.delete(envelope.job);
      emit(envelope);
    });
    fresh.on('exit', () => onExit(fresh));
    for (const path of granted) fresh.postMessage({ kind: 'grant', path });
    return fresh;
  };

  return {
    send(message) {
      if (closed) return;
      const job = requestedJob(message);
      if (job !== undefined) pending.add(job);
      child ??= start();
      child.postMessage({ kind: 'envelope', envelope: message });
    },
    grant(path) {
      granted.add(path);
      child?.postMessage({ kind: 'grant', path });
    },
    close() {
      closed = true;
      child?.kill();
    },
  };
}
