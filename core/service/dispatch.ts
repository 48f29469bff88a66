/**
 * Turns envelopes into calls of handlers and back, whatever the wire: every message is validated on arrival, every request
 * is answered exactly once, and of `compare` requests with one key only the newest is computed.
 */
import { DocumentError } from '../model/problem';
import type { Problem } from '../model/problem';
import { call, CancelledError, problemsOf, RequestError } from './call';
import { envelope } from './contract';
import type { Envelope, Request } from './contract';
import type { Handlers } from './handler';
import { HostError } from './host-error';
import { createCancelSource, createJobs, createPauseSource } from './jobs';

type ErrorCode = Extract<Envelope, { kind: 'error' }>['code'];
type RequestEnvelope = Extract<Envelope, { kind: 'request' }>;

export interface DispatchOptions {
  readonly handlers: Handlers;
  emit(message: Envelope): void;
  /** runs a function after the messages that have already arrived have been read; setImmediate on Node */
  defer(run: () => void): void;
  /** hold handlers to the contract too */
  readonly strict?: boolean;
  /** hears of faults that are Doflow's own, with their stack, which the window is not shown */
  onFault?(error: unknown): void;
}

export interface Dispatch {
  /** @param message not yet trusted */
  receive(message: unknown): void;
  /** Cancels whatever still runs: the other side has gone. */
  close(): void;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export function createDispatch({ handlers, emit, defer, strict = false, onFault }: DispatchOptions): Dispatch {
  const jobs = createJobs(defer);
  const fail = (job: string, code: ErrorCode, message: string, problems: readonly Problem[] = []): void =>
    emit({ kind: 'error', job, code, message, problems: [...problems] });

  const failWith = (job: string, error: unknown, cancelled: boolean): void => {
    if (error instanceof RequestError) fail(job, 'invalid', error.message, error.problems);
    else if (error instanceof DocumentError) fail(job, 'model', error.message, error.problems);
    else if (error instanceof HostError) fail(job, 'invalid', error.message);
    else if (cancelled || error instanceof CancelledError) fail(job, 'cancelled', 'cancelled');
    else {
      onFault?.(error);
      fail(job, 'internal', messageOf(error));
    }
  };

  const request = ({ job, method, request: body }: RequestEnvelope): void => {
    if (jobs.has(job)) {
      fail(job, 'invalid', `job "${job}" is still running`);
      return;
    }
    const cancel = createCancelSource(),
      pause = createPauseSource();
    const run = async (): Promise<void> => {
      try {
        const response = await call(handlers, method, body as Request<typeof method>, {
          signal: cancel.signal,
          pause: pause.signal,
          strict,
          progress: (progress) => emit({ kind: 'progress', job, progress }),
        });
        emit({ kind: 'response', job, response });
      } catch (error) {
        failWith(job, error, cancel.signal.aborted);
      }
    };
    const work = { id: job, signal: cancel.signal, run, drop: (why: 'cancelled' | 'superseded') => fail(job, why, why) };
    jobs.add(work, { cancel, pause }, streamKey(method, body));
  };

  return {
    receive(message) {
      const parsed = envelope.safeParse(message);
      if (!parsed.success) {
        fail(jobOf(message), 'invalid', 'not a message that Doflow knows', problemsOf(parsed.error.issues));
      } else if (parsed.data.kind === 'request') request(parsed.data);
      else if (parsed.data.kind === 'cancel') jobs.cancel(parsed.data.job);
      else if (parsed.data.kind === 'pause') jobs.pause(parsed.data.job, parsed.data.on);
      else fail(parsed.data.job, 'invalid', `a "${parsed.data.kind}" message goes from the service to the window`);
    },
    close: () => jobs.cancelAll(),
  };
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** @returns the job that a malformed message names, so that its sender hears of it; empty where it names none */
function jobOf(message: unknown): string {
  const job = field(message, 'job');
  return typeof job === 'string' ? job.slice(0, 64) : '';
}

function streamKey(method: string, body: unknown): string | undefined {
  const key = field(body, 'key');
  return method === 'compare' && typeof key === 'string' ? key : undefined;
}
