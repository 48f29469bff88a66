/** The curves of several fits of one document, asked for once for each result. */
import type { Fit, Scenario } from '../../core/model/schema';
import type { FitCurves } from '../../core/service/contract';
import { isToldElsewhere } from '../client/errors';
import type { Workbench } from './workbench.svelte';

export class FitComparison {
  readonly #workbench: Workbench;
  /** ids of fits, in the order in which they were chosen */
  chosen: readonly string[] = $state.raw([]);
  #curves: ReadonlyMap<string, FitCurves> = $state.raw(new Map());
  /** whether the user has chosen */
  isTouched = false;
  /** what the curves are of: they are let go with the document */
  #of: Scenario | null = null;
  readonly #asked = new Set<string>();

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  suggest(id: string): void {
    if (!this.chosen.includes(id)) this.chosen = [...this.chosen, id];
  }

  toggle(id: string, on: boolean): void {
    this.isTouched = true;
    this.chosen = on ? [...this.chosen.filter((one) => one !== id), id] : this.chosen.filter((one) => one !== id);
  }

  curvesOf(fit: Fit): FitCurves | null {
    return this.#curves.get(fit.id) ?? null;
  }

  /** Asks for the curves that are missing. */
  refresh(document: Scenario, fits: readonly Fit[]): void {
    if (this.#of !== document) {
      this.#of = document;
      this.#asked.clear();
    }
    for (const fit of fits) if (!this.#asked.has(fit.id)) void this.#ask(document, fit);
  }

  reset(): void {
    this.chosen = [];
    this.isTouched = false;
    this.#of = null;
    this.#curves = new Map();
  }

  async #ask(document: Scenario, fit: Fit): Promise<void> {
    this.#asked.add(fit.id);
    try {
      const parameters = { ...fit.result?.best.parameters };
      const curves = await this.#workbench.client.request('fitCurves', { document, fit: fit.id, parameters });
      if (this.#of === document) this.#curves = new Map([...this.#curves, [fit.id, curves]]);
    } catch (error) {
      if (!isToldElsewhere(error)) this.#workbench.notices.fail(`Drawing the fit ${fit.name} failed`, error);
    }
  }
}
