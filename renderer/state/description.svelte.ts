/** What the service says of the document: its problems and its equations, asked for shortly after the last edit. */
import type { Scenario } from '../../core/model/schema';
import type { Problem } from '../../core/model/problem';
import type { Client, Equation } from '../../core/service/contract';
import { isToldElsewhere } from '../client/errors';
import { Newest } from './newest';
import type { Notices } from './notices.svelte';

const DEBOUNCE_MS = 150;

export class Description {
  problems: readonly Problem[] = $state.raw([]);
  equations: readonly Equation[] = $state.raw([]);
  /** id → its worst problem's severity, for badges */
  readonly worst: ReadonlyMap<string, Problem['severity']> = $derived.by(() => {
    const rank = { info: 0, warning: 1, error: 2 } as const;
    const worst = new Map<string, Problem['severity']>();
    for (const { about, severity } of this.problems) {
      const now = about === undefined ? undefined : worst.get(about);
      if (about !== undefined && (now === undefined || rank[severity] > rank[now])) worst.set(about, severity);
    }
    return worst;
  });
  #timer: ReturnType<typeof setTimeout> | undefined;
  #first = true;
  readonly #queue: Newest<Scenario>;

  constructor(client: Client, notices: Notices) {
    this.#queue = new Newest(async (document) => {
      try {
        const { problems, equations } = await client.request('describe', { document });
        this.problems = problems;
        this.equations = equations;
      } catch (error) {
        if (!isToldElsewhere(error)) notices.fail('Checking the model failed', error);
      }
    });
  }

  ask(document: Scenario): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#queue.push(document), this.#first ? 0 : DEBOUNCE_MS);
    this.#first = false;
  }

  /** what to say in place of an equation that is not there: a fault stands in the way, or the answer is still to come */
  get withoutEquation(): string {
    return this.problems.some(({ severity }) => severity === 'error')
      ? 'Shown once the model has no errors.'
      : 'Being written out…';
  }

  equationsOf(id: string): readonly Equation[] {
    return this.equations.filter((equation) => equation.id === id);
  }

  problemsOf(id: string): readonly Problem[] {
    return this.problems.filter((problem) => problem.about === id);
  }

  reset(): void {
    clearTimeout(this.#timer);
    this.#queue.clear();
    this.problems = [];
    this.equations = [];
    this.#first = true;
  }
}
