/** The window's way out: what the preload script puts at `window.doflow` on the desktop, and the local server's addresses. */
import type { Envelope } from './contract';

export interface OpenedFile {
  readonly path: string;
  readonly text: string;
}
export interface SaveOptions {
  /** where the document lives already; absent or not yet granted: the user is asked */
  readonly path?: string;
  readonly suggestedName: string;
  readonly text: string;
  /** without a dot */
  readonly extension: string;
}
export interface DocumentState {
  readonly title: string;
  readonly path: string | null;
  readonly dirty: boolean;
}

export interface Bridge {
  readonly kind: 'desktop';
  send(envelope: Envelope): void;
  /** @returns a function that stops listening */
  onEnvelope(listener: (envelope: Envelope) => void): () => void;
  /** Asks the user for a scenario. @returns null when the user cancels */
  openFile(): Promise<OpenedFile | null>;
  /** @returns the path written to, or null when the user cancels */
  saveFile(options: SaveOptions): Promise<string | null>;
  /** Menu entries and files opened from outside, as ids of actions; `open:PATH` asks for a file. */
  onAction(listener: (id: string) => void): () => void;
  /** for the title bar and the question on closing */
  setDocument(state: DocumentState): void;
  /** @returns the file that the app was started with, or null */
  initialPath(): Promise<string | null>;
}

/** Envelopes over one WebSocket at this address of the local server. */
export const SOCKET_PATH = '/service';
/** `{ path: string | null }`: the file that the local server was started with. */
export const INITIAL_PATH = '/initial.json';
