/** Short messages that appear at the window's corner: what happened, and what to do about it. */
import { formatProblem } from '../../core/model/problem';
import { ServiceError } from '../client/errors';

export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'success' | 'warning' | 'error';
  readonly message: string;
  readonly advice?: string;
  /** one way out, offered as a button */
  readonly action?: { readonly label: string; run(): void };
  /** stays until it is dismissed */
  readonly lasting?: boolean;
}

const LIFETIME = { info: 4_000, success: 4_000, warning: 8_000, error: 12_000 } as const;

export class Notices {
  items: readonly Notice[] = $state.raw([]);
  #next = 1;

  show(tone: Notice['tone'], message: string, more: Pick<Notice, 'advice' | 'action' | 'lasting'> = {}): number {
    const id = this.#next++;
    const others = this.items.filter((notice) => notice.message !== message);
    this.items = [...others.slice(-3), { id, tone, message, ...more }];
    if (!more.lasting) setTimeout(() => this.dismiss(id), LIFETIME[tone]);
    return id;
  }

  /** Shows an error of any origin; a cancelled or superseded request is not worth a word. */
  fail(doing: string, error: unknown): void {
    if (error instanceof ServiceError && (error.code === 'cancelled' || error.code === 'superseded')) return;
    const [only, ...others] = error instanceof ServiceError ? error.problems : [];
    // the advice of a single problem is set apart; that of several stays beside each
    if (only?.advice !== undefined && others.length === 0)
      this.show('error', `${doing}: ${formatProblem({ ...only, advice: undefined })}`, { advice: only.advice });
    else this.show('error', `${doing}: ${error instanceof Error ? error.message : String(error)}`);
  }

  /** Takes back offers whose time is over, such as an undo after another edit. */
  dropOffers(): void {
    this.items = this.items.filter((notice) => notice.action === undefined);
  }

  dismiss(id: number): void {
    this.items = this.items.filter((notice) => notice.id !== id);
  }
}
