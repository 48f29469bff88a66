/** Depth per input of the open document: which states span the grid of initial values, their ranges, and the computation. */
import type { Scenario } from '../../core/model/schema';
import type { Request } from '../../core/service/contract';
import { rangeOf, type Range } from '../clinic/depth';
import { ClinicJob } from './clinic-job.svelte';
import type { Workbench } from './workbench.svelte';

/** One axis of the grid; no variable: the grid has one axis less. */
export interface DepthAxis extends Range {
  readonly variable: string;
}
/** What the clinic says of the run it examines. */
interface Clinic {
  stepSubject(): string;
  request(): Omit<Request<'depthMap'>, 'axes'> | null;
}

const POINTS = 31;

export class DepthPerInput {
  readonly #workbench: Workbench;
  readonly #clinic: Clinic;
  readonly job: ClinicJob<'depthMap'>;
  /** what the user chose for each axis; null until then */
  #chosen: readonly (DepthAxis | null)[] = $state.raw([null, null]);
  /** initial values along an axis */
  points = $state(POINTS);

  readonly axes: readonly DepthAxis[] = $derived.by(() => {
    const { document } = this.#workbench;
    if (document === null) return [];
    const states = document.variables.filter(({ kind }) => kind === 'state').map(({ id }) => id);
    return states.slice(0, 2).map((_, k) => {
      const chosen = this.#chosen[k];
      // a state that is no more, or was chosen for the other axis, makes room
      if (chosen !== null && (chosen.variable === '' ? k > 0 : states.includes(chosen.variable))) return chosen;
      const taken = this.#chosen[1 - k]?.variable,
        free = states.filter((id) => id !== taken);
      return axisOf(document, free[Math.min(k, free.length - 1)] ?? states[k]);
    });
  });
  readonly #used = $derived(this.axes.filter(({ variable }) => variable !== ''));
  readonly ready: boolean = $derived(this.#used.length > 0 && this.#used.every(({ from, until }) => from < until));

  constructor(workbench: Workbench, clinic: Clinic) {
    this.#workbench = workbench;
    this.#clinic = clinic;
    this.job = new ClinicJob('depthMap', 'The map of depth per input', workbench.client, workbench.notices);
  }

  /** What the present choice would be a result of. */
  get subject(): string {
    return `${this.#clinic.stepSubject()} ${JSON.stringify(this.#used)} ${this.points}`;
  }

  /** @param variable id of a state; for the second axis also none, '' */
  choose(axis: number, variable: string): void {
    const { document } = this.#workbench;
    if (document !== null) this.#set(axis, variable === '' ? { variable, from: 0, until: 1 } : axisOf(document, variable));
  }

  setRange(axis: number, range: Range): void {
    this.#set(axis, { ...this.axes[axis], ...range });
  }

  run(): void {
    const request = this.#clinic.request();
    if (request !== null && this.ready)
      void this.job.run({ ...request, axes: this.#used.map((axis) => ({ ...axis })), points: this.points }, this.subject);
  }

  reset(): void {
    this.job.reset();
    this.#chosen = [null, null];
    this.points = POINTS;
  }

  #set(axis: number, to: DepthAxis): void {
    // what is shown on the other axis stays there
    this.#chosen = this.axes.map((present, k) => (k === axis ? to : present));
  }
}

const axisOf = (document: Scenario, variable: string): DepthAxis => ({ variable, ...rangeOf(document, variable) });
