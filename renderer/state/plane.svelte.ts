/**
 * The comparison in the plane of two states: which two, at which time all else is taken, and the newest answer of the service. Like
 * the curves it follows every edit and every slider, with at most one request in flight.
 */
import type { Scenario } from '../../core/model/schema';
import type { PhasePlane, Request } from '../../core/service/contract';
import { shownOf } from '../compare/quantities';
import { ServiceError } from '../client/errors';
import { Newest } from './newest';
import type { Workbench } from './workbench.svelte';

type Pair = readonly [x: string, y: string];

/** A plane needs no fits, and of the measurements those that lie in it. */
function withoutOthers(document: Scenario, pair: Pair): Scenario {
  const shown = document.observables.filter(({ expression }) => pair.includes(expression.trim())).map(({ id }) => id);
  return {
    ...document,
    fits: [],
    data: { measurements: document.data.measurements.filter(({ observable }) => shown.includes(observable)) },
  };
}

export class Plane {
  readonly #workbench: Workbench;
  readonly #queue: Newest<Request<'phasePlane'>>;
  #chosen: Pair | null = $state.raw(null);
  /** null: the horizon's end */
  at: number | null = $state(null);
  result: PhasePlane | null = $state.raw(null);
  error: ServiceError | null = $state.raw(null);

  readonly states: readonly { readonly id: string; readonly label: string }[] = $derived.by(() =>
    (this.#workbench.document?.variables ?? [])
      .filter(({ kind }) => kind === 'state')
      .map(({ id, name }) => ({ id, label: name })),
  );
  /** the chosen two, or the first two that the comparison shows; null where there are no two states */
  readonly pair: Pair | null = $derived.by(() => {
    const ids = this.states.map(({ id }) => id),
      { document, comparisonDefinition: comparison } = this.#workbench;
    if (this.#chosen !== null && this.#chosen.every((id) => ids.includes(id))) return this.#chosen;
    const shown = document === null || comparison === null ? [] : shownOf(document, comparison).map(({ id }) => id);
    const [x, y] = [...new Set([...shown.filter((id) => ids.includes(id)), ...ids])];
    return x === undefined || y === undefined ? null : [x, y];
  });
  /** the answer, where it is one to the plane and the comparison that are shown */
  readonly current: PhasePlane | null = $derived.by(() => {
    const { result, pair } = this;
    const isIt = result?.comparison === this.#workbench.comparisonId && result?.plane.every((id, k) => id === pair?.[k]) === true;
    return isIt ? result : null;
  });

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    this.#queue = new Newest(async (request) => {
      try {
        this.result = await workbench.client.request('phasePlane', request);
        this.error = null;
      } catch (error) {
        this.error =
          error instanceof ServiceError
            ? error
            : new ServiceError('internal', error instanceof Error ? error.message : String(error));
      }
    });
  }

  /** Puts a state on an axis; the one that is on the other axis changes places. */
  choose(axis: 0 | 1, id: string): void {
    if (this.pair === null || this.pair[axis] === id) return;
    const other = this.pair[1 - axis] === id ? this.pair[axis] : this.pair[1 - axis];
    this.#chosen = axis === 0 ? [id, other] : [other, id];
  }

  /** Asks for the plane as the document and the sliders are now. @param arms ids of those to be drawn */
  ask(arms: readonly string[]): void {
    const { document, comparisonDefinition: comparison, overrides } = this.#workbench;
    if (document === null || comparison === null || this.pair === null) return;
    this.#queue.push({
      document: withoutOthers(document, this.pair),
      comparison: comparison.id,
      overrides: { ...overrides },
      plane: [...this.pair],
      arms: [...arms],
      ...(this.at === null ? {} : { at: this.at }),
    });
  }

  /** Another document or comparison: its horizon is another. */
  reset(): void {
    this.#queue.clear();
    this.#chosen = null;
    this.at = null;
    this.result = null;
    this.error = null;
  }
}
