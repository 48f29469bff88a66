/** The one door for messages from a page: who sent it is checked here, whatever the message, and what it says is parsed. */
import { z } from '../core/model/schema/zod';
import type { DocumentState } from '../core/service/bridge';
import { channels } from './channels';
import { isTrusted } from './security';
import type { Sender } from './security';

export interface MessageHandlers {
  readonly on: {
    readonly [channels.envelope]: (message: unknown) => void;
    readonly [channels.document]: (state: DocumentState) => void;
  };
  readonly handle: {
    readonly [channels.openFile]: () => Promise<unknown>;
    readonly [channels.saveFile]: (options: unknown) => Promise<unknown>;
    readonly [channels.initialPath]: () => Promise<unknown>;
  };
}

/** The part of Electron's ipcMain that is used here. */
export interface MessageSource {
  on(channel: string, listener: (event: Sender, value: unknown) => void): unknown;
  handle(channel: string, listener: (event: Sender, value: unknown) => unknown): void;
}

const documentState: z.ZodType<DocumentState> = z.strictObject({
  title: z.string().max(300),
  path: z.string().nullable(),
  dirty: z.boolean(),
});

/** Joins handlers to their channels; a message from anywhere but the app's own page is dropped or refused. */
export function listen(source: MessageSource, { on, handle }: MessageHandlers): void {
  const hear = (channel: keyof MessageHandlers['on'], use: (value: unknown) => void): void => {
    source.on(channel, (event, value) => {
      if (isTrusted(event)) use(value);
    });
  };
  hear(channels.envelope, on[channels.envelope]);
  hear(channels.document, (value) => {
    const parsed = documentState.safeParse(value);
    if (parsed.success) on[channels.document](parsed.data);
  });
  for (const channel of [channels.openFile, channels.saveFile, channels.initialPath] as const) {
    source.handle(channel, (event, value) => {
      if (!isTrusted(event)) throw new Error("refused: this page is not Doflow's");
      return handle[channel](value);
    });
  }
}
