/**
 * The comparison that is kept up to date: every edit and every step of a slider asks for it, at most one request is in
 * flight, and the newest waiting one wins. The result before the change stays as a ghost.
 */
import type { Scenario } from '../../core/model/schema';
import type { Client, ComparisonResult } from '../../core/service/contract';
import { ServiceError } from '../client/errors';
import { Newest } from './newest';

interface Ask {
  readonly document: Scenario;
  readonly comparison: string;
  readonly overrides: Record<string, number>;
  readonly ranges: boolean;
  readonly curves: string[];
}

/** Curves and effects need neither measurements nor fits, which are most of a document; intervals do. */
const withoutData = (document: Scenario): Scenario => ({ ...document, data: { measurements: [] }, fits: [] });

export class LiveComparison {
  result: ComparisonResult | null = $state.raw(null);
  /** the result before the last change, for drawing behind the new curves */
  ghost: ComparisonResult | null = $state.raw(null);
  error: ServiceError | null = $state.raw(null);
  running = $state(false);
  /** milliseconds from the request to its answer, of the last one */
  latency = $state(0);
  readonly #queue: Newest<Ask>;

  constructor(client: Client) {
    this.#queue = new Newest(async (ask) => {
      this.running = true;
      const started = performance.now();
      try {
        const hasDraws = ask.document.fits.some(({ result }) => result?.draws !== undefined);
        // intervals take dozens of simulations an arm, so the curves are shown before them
        for (const ranges of ask.ranges && hasDraws ? [false, true] : [ask.ranges]) {
          if (ranges && this.#queue.outdated) return;
          const document = ranges ? ask.document : withoutData(ask.document);
          this.result = await client.request('compare', { ...ask, document, ranges, key: 'live' });
          this.error = null;
        }
      } catch (error) {
        if (error instanceof ServiceError && error.code === 'superseded') return;
        this.error =
          error instanceof ServiceError
            ? error
            : new ServiceError('internal', error instanceof Error ? error.message : String(error));
      } finally {
        this.latency = performance.now() - started;
        this.running = this.#queue.busy;
      }
      this.running = false;
    });
  }

  ask(ask: Ask): void {
    this.#queue.push(ask);
  }

  /** Keeps the present result as the ghost of the change that is about to happen. */
  keepGhost(): void {
    if (this.result !== null) this.ghost = this.result;
  }

  dropGhost(): void {
    this.ghost = null;
  }

  /** Another document or comparison: nothing of the old one may stay on screen. */
  reset(): void {
    this.#queue.clear();
    this.result = null;
    this.ghost = null;
    this.error = null;
  }
}
