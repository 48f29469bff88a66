/** Profile likelihoods of a fit's parameters, one after the other, kept for as long as the fit stands. */
import type { Fit } from '../../core/model/schema';
import type { ParameterProfile } from '../../core/service/contract';
import { ServiceError } from '../client/errors';
import type { Workbench } from './workbench.svelte';

export interface ProfilePoint {
  readonly value: number;
  readonly nllh: number;
}
/** A profile under way. */
export interface RunningProfile {
  readonly parameter: string;
  readonly points: readonly ProfilePoint[];
}

/** @returns what a profile is a profile of */
const standOf = ({ id, result }: Fit): string =>
  `${id} ${result?.provenance.document ?? ''} ${result?.provenance.finished ?? ''} ${result?.best.nllh ?? ''}`;

export class Profiles {
  readonly #workbench: Workbench;
  running: RunningProfile | null = $state.raw(null);
  /** names of parameters that wait for their turn */
  waiting: readonly string[] = $state.raw([]);
  #kept: ReadonlyMap<string, ReadonlyMap<string, ParameterProfile>> = $state.raw(new Map());
  #stop: AbortController | null = null;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** @returns the fit's profiles by name of the parameter */
  of(fit: Fit): ReadonlyMap<string, ParameterProfile> {
    return this.#kept.get(standOf(fit)) ?? new Map();
  }

  /** Profiles these parameters in turn, those that wait already among them. */
  async run(fit: Fit, parameters: readonly string[]): Promise<void> {
    const fresh = parameters.filter((name) => !this.waiting.includes(name) && this.running?.parameter !== name);
    this.waiting = [...this.waiting, ...fresh];
    if (this.#stop !== null) return;
    const stop = (this.#stop = new AbortController());
    try {
      while (this.waiting.length > 0 && !stop.signal.aborted) {
        const [parameter, ...others] = this.waiting;
        this.waiting = others;
        await this.#profile(fit, parameter, stop);
      }
    } catch (error) {
      const isTold = error instanceof ServiceError && (error.code === 'cancelled' || error.code === 'disconnected');
      if (!isTold) this.#workbench.notices.fail('The profile failed', error);
    } finally {
      if (this.#stop === stop) {
        this.#stop = null;
        this.running = null;
        this.waiting = [];
      }
    }
  }

  /** Stops what runs, whose points are kept, and forgets what waits. */
  cancel(): void {
    this.waiting = [];
    this.#stop?.abort();
  }

  reset(): void {
    this.cancel();
    this.#stop = null;
    this.running = null;
    this.#kept = new Map();
  }

  async #profile(fit: Fit, parameter: string, stop: AbortController): Promise<void> {
    const { document, client } = this.#workbench;
    if (document === null) return;
    const points: ProfilePoint[] = [];
    this.running = { parameter, points };
    const answer = await client.request(
      'profile',
      { document, fit: fit.id, parameter },
      {
        signal: stop.signal,
        onProgress: ({ value, nllh }) => {
          if (this.#stop !== stop) return;
          points.push({ value, nllh });
          this.running = { parameter, points: [...points].sort((a, b) => a.value - b.value) };
        },
      },
    );
    if (this.#stop !== stop) return;
    const own = new Map(this.of(fit));
    own.set(parameter, answer);
    // profiles of fits that no longer stand are let go
    this.#kept = new Map([...this.#kept, [standOf(fit), own] as const].filter(([stand]) => this.#stands(stand)));
  }

  #stands(stand: string): boolean {
    return this.#workbench.document?.fits.some((fit) => standOf(fit) === stand) ?? false;
  }
}
