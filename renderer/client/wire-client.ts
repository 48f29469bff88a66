/**
 * The service's client over any wire that carries envelopes: numbers the jobs, checks every message that arrives against
 * the contract, and passes pauses and cancels on.
 */
import { contract, envelope as envelopeSchema } from '../../core/service/contract';
import type {
  CancelSignal,
  Client,
  Envelope,
  Method,
  PauseSignal,
  Progress,
  Request,
  Response,
} from '../../core/service/contract';
import { ServiceError } from './errors';

interface Job {
  readonly method: Method;
  resolve(response: unknown): void;
  reject(error: Error): void;
  progress(progress: unknown): void;
}

export class WireClient implements Client {
  readonly #send: (envelope: Envelope) => void;
  readonly #jobs = new Map<string, Job>();
  #count = 0;

  /** @param send may throw when the wire is down; the request then fails */
  constructor(send: (envelope: Envelope) => void) {
    this.#send = send;
  }

  request<M extends Method>(
    method: M,
    request: Request<M>,
    options: { onProgress?: (progress: Progress<M>) => void; signal?: CancelSignal; pause?: PauseSignal } = {},
  ): Promise<Response<M>> {
    const { onProgress, signal, pause } = options;
    const job = `${method}-${++this.#count}`;
    return new Promise<Response<M>>((resolve, reject) => {
      if (signal?.aborted) {
        reject(new ServiceError('cancelled', 'Cancelled'));
        return;
      }
      const cancel = (): void => this.#trySend({ kind: 'cancel', job });
      const tellPause = (): void => this.#trySend({ kind: 'pause', job, on: pause?.paused === true });
      const settle = (then: () => void): void => {
        this.#jobs.delete(job);
        signal?.removeEventListener('abort', cancel);
        pause?.removeEventListener('change', tellPause);
        then();
      };
      signal?.addEventListener('abort', cancel);
      pause?.addEventListener('change', tellPause);
      this.#jobs.set(job, {
        method,
        resolve: (response) => settle(() => resolve(response as Response<M>)),
        reject: (error) => settle(() => reject(error)),
        progress: (progress) => onProgress?.(progress as Progress<M>),
      });
      try {
        this.#send({ kind: 'request', job, method, request });
      } catch (error) {
        this.#jobs.get(job)?.reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  /** Takes a message off the wire. Messages of jobs that are over are dropped. */
  receive(message: unknown): void {
    const parsed = envelopeSchema.safeParse(message);
    if (!parsed.success) throw new Error('The service sent a message that is no envelope of this version of Doflow');
    const envelope = parsed.data;
    const job = this.#jobs.get(envelope.job);
    if (job === undefined) return;
    switch (envelope.kind) {
      case 'response': {
        const response = contract[job.method].response.safeParse(envelope.response);
        if (response.success) job.resolve(response.data);
        else
          job.reject(
            new ServiceError(
              'internal',
              `The service answered ${job.method} with ${response.error.issues[0]?.path.join('.')}: ${response.error.issues[0]?.message}`,
            ),
          );
        break;
      }
      case 'progress': {
        const progress = contract[job.method].progress.safeParse(envelope.progress);
        if (progress.success) job.progress(progress.data);
        break;
      }
      case 'error':
        job.reject(new ServiceError(envelope.code, envelope.message, envelope.problems));
        break;
      case 'request':
      case 'cancel':
      case 'pause':
        break;
    }
  }

  /** Fails every open request, as when the wire is cut. */
  fail(message: string): void {
    for (const job of [...this.#jobs.values()]) job.reject(new ServiceError('disconnected', message));
  }

  #trySend(envelope: Envelope): void {
    try {
      this.#send(envelope);
    } catch {
      // the wire is down: the job has failed already, there is nothing left to steer
    }
  }
}
