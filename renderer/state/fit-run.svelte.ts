/** A fit as it runs: its costs, the best parameters so far with their curves, pause and cancel, the time left, and the result. */
import type { Fit, FitResult } from '../../core/model/schema';
import { applyFit, setFitResult } from '../../core/model/edit';
import type { FitCurves, FitProgress } from '../../core/service/contract';
import { createPauseSource, type PauseSource } from '../../core/service/jobs';
import { isToldElsewhere } from '../client/errors';
import { LossRecord, type Losses } from '../fit/losses';
import { secondsLeft } from '../fit/time-left';
import { FitComparison } from './fit-comparison.svelte';
import { Newest } from './newest';
import { Profiles } from './profiles.svelte';
import type { Workbench } from './workbench.svelte';

export type FitTab = 'curves' | 'residuals' | 'starts' | 'parameters' | 'profiles' | 'compare';

export class FitRun {
  readonly #workbench: Workbench;
  readonly profiles: Profiles;
  readonly comparison: FitComparison;
  tab: FitTab = $state('curves');
  running = $state(false);
  paused = $state(false);
  /** id of the fit shown; the document's first one until another is chosen */
  chosen: string | null = $state(null);
  /** the newest message of the run */
  last: FitProgress | null = $state.raw(null);
  losses: Losses | null = $state.raw(null);
  best: { readonly nllh: number; readonly parameters: Readonly<Record<string, number>> } | null = $state.raw(null);
  curves: FitCurves | null = $state.raw(null);
  /** seconds worked, pauses left out: so far while it runs, then in all */
  seconds: number | null = $state(null);
  /** estimated; null until it can be told */
  left: number | null = $state(null);
  readonly fit: Fit | null = $derived.by(() => {
    const fits = this.#workbench.document?.fits ?? [];
    return fits.find((fit) => fit.id === this.chosen) ?? fits[0] ?? null;
  });
  readonly result: FitResult | null = $derived(this.fit?.result ?? null);
  #stop: AbortController | null = null;
  #pause: PauseSource | null = null;
  #record = new LossRecord();
  #pending: FitProgress[] = [];
  readonly #curves: Newest<{ readonly parameters: Readonly<Record<string, number>>; readonly work: number }>;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    this.profiles = new Profiles(workbench);
    this.comparison = new FitComparison(workbench);
    this.#curves = new Newest(async ({ parameters, work }) => {
      const { document } = workbench;
      if (document === null) return;
      try {
        const curves = await workbench.client.request('fitCurves', {
          document,
          fit: this.fit?.id,
          parameters: { ...parameters },
        });
        this.curves = curves;
        const held = curves.holdout?.nllh;
        if (this.running && held !== undefined && held !== null) {
          this.#record.hold(work, held);
          this.losses = this.#record.view();
        }
      } catch (error) {
        if (!isToldElsewhere(error)) workbench.notices.fail('Drawing the fit failed', error);
      }
    });
  }

  choose(id: string): void {
    this.profiles.cancel();
    this.chosen = id;
    this.curves = null;
    this.#forget();
    this.refreshCurves();
  }

  /** Draws the model against the data at the best parameters known, or at the document's values. */
  refreshCurves(): void {
    if (this.#workbench.document === null || this.fit === null) return;
    const parameters = this.best?.parameters ?? this.result?.best.parameters ?? {};
    this.#curves.push({ parameters, work: this.losses?.work ?? 0 });
  }

  async start(settings: { starts?: number; seed?: number } = {}): Promise<void> {
    const { document, client, notices } = this.#workbench;
    const fit = this.fit;
    if (document === null || fit === null || this.running) return;
    this.profiles.cancel();
    this.#forget();
    this.running = true;
    this.#stop = new AbortController();
    this.#pause = createPauseSource();
    const ticking = this.#tick(settings.starts ?? fit.starts, fit.method === 'adam' ? (fit.adam?.steps ?? undefined) : undefined);
    try {
      const answer = await client.request(
        'fit',
        { document, fit: fit.id, ...settings },
        { signal: this.#stop.signal, pause: this.#pause.signal, onProgress: (step) => this.#hear(step) },
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
      clearInterval(ticking);
      this.running = false;
      this.paused = false;
      this.left = null;
      this.#stop = null;
      this.#pause = null;
      this.refreshCurves();
    }
  }

  /** Has the fit wait where it is, or go on. */
  setPaused(on: boolean): void {
    if (this.#pause === null) return;
    this.paused = on;
    this.#pause.set(on);
  }

  /** Stops the fit, paused or not; the service answers with the best iterate. */
  cancel(): void {
    this.#stop?.abort();
  }

  /** Writes the best values into the document's parameters, as one undoable edit. */
  apply(): void {
    const best = this.best ?? this.result?.best;
    if (!best) return;
    this.#workbench.edit('Use fitted values', (document) => applyFit(document, best.parameters));
  }

  /** Goes on from better values than the fit's: writes them into the document, where the first start begins, and fits again. */
  async refine(parameters: Readonly<Record<string, number>>): Promise<void> {
    this.#workbench.edit('Use better values', (document) => applyFit(document, parameters));
    await this.start();
  }

  reset(): void {
    this.cancel();
    this.profiles.reset();
    this.comparison.reset();
    this.chosen = null;
    this.curves = null;
    this.#forget();
  }

  #forget(): void {
    this.last = null;
    this.losses = null;
    this.best = null;
    this.seconds = null;
    this.left = null;
    this.#record = new LossRecord();
    this.#pending = [];
  }

  /** Counts the seconds worked, and estimates those left. @param known iterations that a start takes */
  #tick(starts: number, known: number | undefined): ReturnType<typeof setInterval> {
    let before = performance.now();
    this.seconds = 0;
    return setInterval(() => {
      const now = performance.now();
      if (!this.paused) this.seconds = (this.seconds ?? 0) + (now - before) / 1000;
      before = now;
      if (this.paused) return;
      const traces = [...(this.losses?.starts.values() ?? [])];
      const reached = (ended: boolean): number[] =>
        traces.filter((trace) => trace.ended === ended).map(({ iterations }) => iterations.at(-1) ?? 0);
      this.left = secondsLeft({ worked: this.seconds ?? 0, starts, ended: reached(true), running: reached(false), known });
    }, 250);
  }

  /** Gathers what arrives within a moment, so that thousands of steps cost one redraw each. */
  #hear(step: FitProgress): void {
    if (this.#pending.length === 0) setTimeout(() => this.#flush(), 80);
    this.#pending.push(step);
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    const steps = this.#pending;
    this.#pending = [];
    for (const step of steps) this.#record.hear(step);
    this.last = steps.at(-1)!;
    // there is nothing left to pause
    if (this.last.kind === 'sampling') this.setPaused(false);
    this.losses = this.#record.view();
    const improved = steps.findLast((step) => step.parameters !== undefined && step.best !== null);
    if (improved?.parameters && improved.best !== null) {
      this.best = { nllh: improved.best, parameters: improved.parameters };
      this.refreshCurves();
    }
  }
}
