/** A fit as it runs: its stream of costs, the best parameters so far with their curve, cancel, and the result. */
import type { Fit, FitResult } from '../../core/model/schema';
import { applyFit, setFitResult } from '../../core/model/edit';
import type { FitCurves, FitProgress } from '../../core/service/contract';
import { isToldElsewhere } from '../client/errors';
import type { Workbench } from './workbench.svelte';
import { Newest } from './newest';

export class FitRun {
  readonly #workbench: Workbench;
  running = $state(false);
  /** id of the fit shown; the document's first one until another is chosen */
  chosen: string | null = $state(null);
  progress: readonly FitProgress[] = $state.raw([]);
  best: { readonly nllh: number; readonly parameters: Readonly<Record<string, number>> } | null = $state.raw(null);
  curves: FitCurves | null = $state.raw(null);
  seconds: number | null = $state(null);
  readonly fit: Fit | null = $derived.by(() => {
    const fits = this.#workbench.document?.fits ?? [];
    return fits.find((fit) => fit.id === this.chosen) ?? fits[0] ?? null;
  });
  readonly result: FitResult | null = $derived(this.fit?.result ?? null);
  #stop: AbortController | null = null;
  #pending: FitProgress[] = [];
  readonly #curves: Newest<Readonly<Record<string, number>>>;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    this.#curves = new Newest(async (parameters) => {
      const { document } = workbench;
      if (document === null) return;
      try {
        this.curves = await workbench.client.request('fitCurves', { document, fit: this.fit?.id, parameters: { ...parameters } });
      } catch (error) {
        if (!isToldElsewhere(error)) workbench.notices.fail('Drawing the fit failed', error);
      }
    });
  }

  choose(id: string): void {
    this.chosen = id;
    this.curves = null;
    this.best = null;
    this.progress = [];
    this.refreshCurves();
  }

  /** Draws the model against the data at the best parameters known, or at the document's values. */
  refreshCurves(): void {
    if (this.#workbench.document === null || this.fit === null) return;
    this.#curves.push(this.best?.parameters ?? this.result?.best.parameters ?? {});
  }

  async start(settings: { starts?: number; seed?: number } = {}): Promise<void> {
    const { document, client, notices } = this.#workbench;
    const fit = this.fit;
    if (document === null || fit === null || this.running) return;
    this.running = true;
    this.progress = [];
    this.best = null;
    this.seconds = null;
    this.#pending = [];
    this.#stop = new AbortController();
    try {
      const answer = await client.request(
        'fit',
        { document, fit: fit.id, ...settings },
        { signal: this.#stop.signal, onProgress: (step) => this.#hear(step) },
      );
      this.#flush();
      this.seconds = answer.seconds;
      this.best = answer.result.best;
      this.#workbench.edit(`Fit ${fit.name}`, (now) => setFitResult(now, answer.fit, answer.result));
      notices.show('success', answer.result.cancelled ? 'Fit stopped; the best values so far are kept' : 'Fit finished');
    } catch (error) {
      this.#flush();
      notices.fail('The fit failed', error);
    } finally {
      this.running = false;
      this.#stop = null;
      this.refreshCurves();
    }
  }

  /** Stops the fit; the service answers with the best iterate. */
  cancel(): void {
    this.#stop?.abort();
  }

  /** Writes the best values into the document's parameters, as one undoable edit. */
  apply(): void {
    const best = this.best ?? this.result?.best;
    if (!best) return;
    this.#workbench.edit('Use fitted values', (document) => applyFit(document, best.parameters));
  }

  reset(): void {
    this.cancel();
    this.chosen = null;
    this.progress = [];
    this.best = null;
    this.curves = null;
    this.seconds = null;
  }

  /** Gathers what arrives within a frame, so that thousands of steps cost one redraw each frame. */
  #hear(step: FitProgress): void {
    if (this.#pending.length === 0) setTimeout(() => this.#flush(), 50);
    this.#pending.push(step);
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    const steps = this.#pending;
    this.#pending = [];
    this.progress = [...this.progress, ...steps];
    const improved = steps.findLast((step) => step.parameters !== undefined && step.best !== null);
    if (improved?.parameters && improved.best !== null) {
      this.best = { nllh: improved.best, parameters: improved.parameters };
      this.refreshCurves();
    }
  }
}
