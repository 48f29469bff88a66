/** What the window needs of the program around it, the same on the desktop and in a browser. */
import type { Client } from '../../core/service/contract';
import type { Notices } from '../state/notices.svelte';

export interface Opened {
  readonly path: string | null;
  readonly text: string;
}
export interface SaveRequest {
  readonly path?: string;
  readonly suggestedName: string;
  readonly text: string;
  /** without its dot */
  readonly extension: string;
}
export interface Host {
  readonly kind: 'desktop' | 'browser';
  readonly client: Client;
  readonly notices: Notices;
  /** Asks for a file. @returns null when the user changed their mind */
  openFile(): Promise<Opened | null>;
  /** Writes a file, asking where when no path is given. @returns its path; '' where the host does not tell; null when cancelled */
  saveFile(request: SaveRequest): Promise<string | null>;
  /** Calls the listener with ids of actions chosen from the program's own menu. */
  onAction(listener: (id: string) => void): () => void;
  /** Calls the listener when a wire that was cut is back: what was asked meanwhile has to be asked again. */
  onReconnect(listener: () => void): () => void;
  setDocument(state: { readonly title: string; readonly path: string | null; readonly dirty: boolean }): void;
  /** @returns the file the program was started with */
  initialPath(): Promise<string | null>;
}
