/**
 * What the networks of the open document have learned: which network is looked at, at whose values, the computation and its result,
 * which stays until the next run and says when the model has changed since.
 */
import { acceptSuggestion, nameOf, setValues } from '../../core/model/edit';
import { fitSubject } from '../../core/model/fit-subject';
import type { Fit, Network, Scenario } from '../../core/model/schema';
import type { LearnedLaw, LearnedPlace } from '../../core/service/contract';
import { standingOf, subjectHash } from '../fit/standing';
import { ClinicJob } from './clinic-job.svelte';
import type { Workbench } from './workbench.svelte';

/** Where the weights come from: the document, or the best values of one of its fits. */
export interface WeightSource {
  /** null for the document */
  readonly fit: string | null;
  readonly label: string;
  /** why it cannot be chosen */
  readonly stale: boolean;
}

const holdsWeights = ({ result }: Fit, network: string): boolean =>
  result !== undefined && `${network}.0` in result.best.parameters;

export class Learned {
  readonly #workbench: Workbench;
  readonly job: ClinicJob<'learned'>;
  #chosen: string | null = $state(null);
  /** id of a fit, null for the document's values; undefined: the first fit whose result is of this model, or the document */
  #source: string | null | undefined = $state(undefined);
  /** id of a fit → hash of what its result depends on, once it is known */
  #hashes: Readonly<Record<string, string>> = $state.raw({});
  /** id of an untrained network whose initial weights are drawn all the same */
  drawnUntrained: string | null = $state(null);

  readonly network: Network | null = $derived.by(() => {
    const networks = this.#workbench.document?.networks ?? [];
    return networks.find(({ id }) => id === this.#chosen) ?? networks[0] ?? null;
  });
  readonly sources: readonly WeightSource[] = $derived.by(() => {
    const { document } = this.#workbench,
      network = this.network;
    if (document === null || network === null) return [];
    return [
      { fit: null, label: 'Values of the model', stale: false },
      ...document.fits
        .filter((fit) => holdsWeights(fit, network.id))
        .map((fit) => ({
          fit: fit.id,
          label: `Best values of ${fit.name}`,
          stale: standingOf(document, fit.result ?? null, this.#hashes[fit.id] ?? null) === 'stale',
        })),
    ];
  });
  readonly source: WeightSource | null = $derived.by(() => {
    const usable = this.sources.filter(({ stale }) => !stale);
    return usable.find(({ fit }) => fit === this.#source) ?? usable.find(({ fit }) => fit !== null) ?? usable[0] ?? null;
  });
  readonly trained: boolean = $derived(
    this.network !== null && (this.network.weights !== undefined || (this.source !== null && this.source.fit !== null)),
  );
  /** text that changes with all that the result depends on */
  readonly subject: string = $derived.by(() => {
    const { document, overrides } = this.#workbench,
      { network, source } = this;
    if (document === null || network === null || source === null) return '';
    const fit = document.fits.find(({ id }) => id === source.fit);
    return JSON.stringify([
      network.id,
      source.fit,
      fitSubject(document),
      fit === undefined
        ? [document.parameters.map(({ value }) => value), document.networks.map(({ weights }) => weights), overrides]
        : fit.result,
    ]);
  });

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    this.job = new ClinicJob('learned', 'Reading the network', workbench.client, workbench.notices);
  }

  /** Shows what a network has learned, and has it computed where that is not up to date. @param fit whose best values are meant */
  show(network: string, fit?: string): void {
    this.#chosen = network;
    if (fit !== undefined) this.#source = fit;
    this.#workbench.workspace = 'learned';
    this.refresh();
  }

  chooseNetwork(id: string): void {
    this.#chosen = id;
    this.refresh();
  }

  chooseSource(fit: string | null): void {
    this.#source = fit;
    this.refresh();
  }

  /** Computes it unless the result is of the present document, or there is nothing learned to compute. */
  refresh(): void {
    if (this.job.running && this.job.subject !== this.subject) this.job.reset();
    const isAsked = this.trained || this.drawnUntrained === this.network?.id;
    if (isAsked && (this.job.result === null || this.job.subject !== this.subject)) this.run();
  }

  run(): void {
    const { document, overrides } = this.#workbench,
      { network, source } = this;
    if (document === null || network === null || source === null) return;
    const request =
      source.fit === null
        ? { document: setValues(document, overrides), network: network.id }
        : { document, network: network.id, fit: source.fit };
    void this.job.run(request, this.subject);
  }

  drawUntrained(): void {
    this.drawnUntrained = this.network?.id ?? null;
    this.run();
  }

  /** Puts a suggested law in the place of the network, as one undoable step. */
  use({ mechanism, regulator }: LearnedPlace, { terms }: LearnedLaw): void {
    const workbench = this.#workbench,
      before = workbench.document;
    if (before === null) return;
    const name = nameOf(before, mechanism);
    workbench.edit(`Use the suggested law for ${name}`, (document) =>
      acceptSuggestion(document, { mechanism, regulator }, terms),
    );
    if (workbench.document === before) return;
    workbench.selection.reveal(mechanism);
    workbench.sidebar = 'inspector';
    if (workbench.document?.networks.length === 0) workbench.workspace = 'model';
    workbench.notices.show('success', `${name} has the suggested law now`, {
      advice: 'Its constants are parameters to be estimated: fit again to refine them.',
      action: { label: 'Undo', run: () => workbench.undo() },
    });
  }

  /** Finds out which fits are of the document as it is now. */
  async check(document: Scenario): Promise<void> {
    const hashes = await Promise.all(document.fits.map(async (fit) => [fit.id, await subjectHash(document, fit)] as const));
    if (this.#workbench.document === document) this.#hashes = Object.fromEntries(hashes);
  }

  reset(): void {
    this.job.reset();
    this.#chosen = null;
    this.#source = undefined;
    this.#hashes = {};
    this.drawnUntrained = null;
  }
}
