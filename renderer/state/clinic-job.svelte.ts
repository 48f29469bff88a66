/** One long computation of the solver clinic as the window sees it: run, progress, cancel, the result, and what it was a result of. */
import type { Client, Progress, Request, Response } from '../../core/service/contract';
import { ServiceError } from '../client/errors';
import type { Notices } from './notices.svelte';

export type ClinicMethod = 'workPrecision' | 'stepHistory' | 'gradientAudit' | 'depthMap' | 'checkpoints' | 'learned';

export class ClinicJob<M extends ClinicMethod> {
  running = $state(false);
  result: Response<M> | null = $state.raw(null);
  /** what the result, or the run under way, is of; compare it with the present to tell whether it is out of date */
  subject: string | null = $state(null);
  progress: Progress<M> | null = $state.raw(null);
  /** hears each progress message, for results that are drawn as they come */
  onProgress: ((progress: Progress<M>) => void) | null = null;
  readonly #method: M;
  readonly #what: string;
  readonly #client: Client;
  readonly #notices: Notices;
  #stop: AbortController | null = null;

  /** @param what the computation in words, for the notice of its failure */
  constructor(method: M, what: string, client: Client, notices: Notices) {
    this.#method = method;
    this.#what = what;
    this.#client = client;
    this.#notices = notices;
  }

  async run(request: Request<M>, subject: string): Promise<void> {
    if (this.running) return;
    const stop = new AbortController();
    this.#stop = stop;
    this.running = true;
    this.progress = null;
    this.result = null;
    this.subject = subject;
    try {
      const result = await this.#client.request(this.#method, request, {
        signal: stop.signal,
        onProgress: (progress) => {
          if (this.#stop !== stop) return;
          this.progress = progress;
          this.onProgress?.(progress);
        },
      });
      if (this.#stop === stop) this.result = result;
    } catch (error) {
      const isTold = error instanceof ServiceError && (error.code === 'cancelled' || error.code === 'disconnected');
      if (this.#stop === stop && !isTold) this.#notices.fail(`${this.#what} failed`, error);
    } finally {
      if (this.#stop === stop) {
        this.running = false;
        this.#stop = null;
      }
    }
  }

  /** Stops it; what was found until then is kept. */
  cancel(): void {
    this.#stop?.abort();
  }

  /** Another document: whatever still runs is nobody's. */
  reset(): void {
    this.cancel();
    this.#stop = null;
    this.running = false;
    this.result = null;
    this.subject = null;
    this.progress = null;
  }
}
