/** Asks before a window with unsaved changes closes, and closes it once they are saved. */
import type { MessageBoxOptions } from 'electron';
import type { DocumentState } from '../core/service/bridge';

export interface DocumentGuardOptions {
  /** @returns the index of the button that the user chose */
  ask(options: MessageBoxOptions): Promise<number>;
  /** Asks the window to save. */
  save(): void;
  /** Closes the window without asking. */
  destroy(): void;
}

export interface DocumentGuard {
  /** Hears what the window shows now. */
  update(state: DocumentState): void;
  /** Hears that a save came to nothing: the window stays. */
  saveFailed(): void;
  /** @returns whether the window may close now; where not, the guard closes it later if the user wants so */
  mayClose(): boolean;
}

const SAVE = 0,
  DISCARD = 1,
  CANCEL = 2;

export function createDocumentGuard({ ask, save, destroy }: DocumentGuardOptions): DocumentGuard {
  let state: DocumentState = { title: 'Doflow', path: null, dirty: false };
  let isAsking = false,
    closesWhenSaved = false;

  const question = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    const answer = await ask({
      type: 'question',
      buttons: ['Save', 'Don’t save', 'Cancel'],
      defaultId: SAVE,
      cancelId: CANCEL,
      noLink: true,
      message: `Save the changes to “${state.title}”?`,
      detail: 'They are lost if you don’t save them.',
    });
    isAsking = false;
    closesWhenSaved = answer === SAVE;
    if (answer === DISCARD) destroy();
    if (answer === SAVE) save();
  };

  return {
    update(next) {
      state = next;
      if (closesWhenSaved && !next.dirty) destroy();
    },
    saveFailed() {
      closesWhenSaved = false;
    },
    mayClose() {
      if (!state.dirty) return true;
      void question();
      return false;
    },
  };
}

/** @returns the window's title: what is open, and a dot where it has unsaved changes */
export const windowTitle = ({ title, dirty }: DocumentState): string => `${dirty ? '• ' : ''}${title} – Doflow`;
