/** The words of a table for conditions and observables: what each stands for, and how often one is met that stands for nothing. */
import type { Choices, Named } from './mapping';
import { findNamed, suggestNamed } from './mapping';

export interface Word {
  readonly word: string;
  /** how many cells (or, for a heading, columns) have it */
  readonly count: number;
  /** id of what it stands for, null where it is left out, undefined where it is unknown */
  readonly id: string | null | undefined;
  /** id of what was probably meant; only for an unknown word */
  readonly suggestion?: string;
  /** where it was met first */
  readonly row: number;
  readonly column: number;
}

export class WordBook {
  private readonly known = new Map<
    string,
    { word: string; count: number; id: string | null | undefined; row: number; column: number }
  >();
  constructor(
    readonly kind: 'condition' | 'observable',
    private readonly list: readonly Named[],
    private readonly choices: Choices,
  ) {}

  /** @returns id of what the word stands for, null where it is left out, undefined where it is unknown */
  read(word: string, row: number, column: number): string | null | undefined {
    const before = this.known.get(word);
    if (before !== undefined) {
      before.count++;
      return before.id;
    }
    const id = this.resolve(word);
    this.known.set(word, { word, count: 1, id, row, column });
    return id;
  }

  private resolve(word: string): string | null | undefined {
    const choice = this.choices.get(word);
    if (choice?.kind === 'leave-out') return null;
    const wanted = choice?.kind === 'use' ? this.list.find(({ id }) => id === choice.id) : undefined;
    return (wanted ?? findNamed(this.list, word))?.id;
  }

  words(): Word[] {
    return [...this.known.values()].map((one) => {
      const suggestion = one.id === undefined ? suggestNamed(this.list, one.word) : undefined;
      return { ...one, ...(suggestion === undefined ? {} : { suggestion }) };
    });
  }

  /** @returns what to do about an unknown word */
  advice({ suggestion }: Word): string {
    if (suggestion !== undefined) return `did you mean "${suggestion}"?`;
    const ids = this.list.map(({ id }) => id).join(', ');
    return `add it to the scenario or use one of: ${ids || '(none yet)'}`;
  }
}
