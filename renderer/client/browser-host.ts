/** The window in a browser: the service over one WebSocket, files by the browser's own means. */
import { INITIAL_PATH, SOCKET_PATH } from '../../core/service/bridge';
import type { Envelope } from '../../core/service/contract';
import type { Notices } from '../state/notices.svelte';
import { download } from './download';
import type { Host, Opened, SaveRequest } from './host';
import { Socket } from './socket';
import { WireClient } from './wire-client';

export function browserHost(notices: Notices): Host {
  const url = new URL(SOCKET_PATH, location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const client: WireClient = new WireClient((envelope: Envelope) => socket.send(envelope));
  const listeners = new Set<() => void>();
  let lost = -1;
  const socket = new Socket(url.href, {
    message: (data) => client.receive(data),
    lost: () => {
      client.fail('The connection to Doflow was lost');
      lost = notices.show('warning', 'The connection to Doflow was lost', { lasting: true, advice: lostAdvice() });
    },
    restored: () => {
      notices.dismiss(lost);
      notices.show('success', 'Connected again');
      for (const listener of listeners) listener();
    },
  });

  return {
    kind: 'browser',
    client,
    notices,
    openFile: pickFile,
    async saveFile({ suggestedName, text, extension }: SaveRequest) {
      download(
        suggestedName,
        text,
        extension === 'html'
          ? 'text/html'
          : extension === 'csv'
            ? 'text/csv'
            : extension === 'svg'
              ? 'image/svg+xml'
              : 'application/json',
      );
      return '';
    },
    onAction: () => () => undefined,
    onReconnect(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setDocument({ title, dirty }) {
      document.title = title === '' ? 'Doflow' : `${dirty ? '• ' : ''}${title} – Doflow`;
      unsaved = dirty;
    },
    async initialPath() {
      const answer = await fetch(INITIAL_PATH);
      if (!answer.ok) return null;
      const body: unknown = await answer.json();
      return typeof body === 'object' && body !== null && 'path' in body && typeof body.path === 'string' ? body.path : null;
    },
  };
}

/** A server that starts again has a new token, and takes back a window of the same browser once its link has been opened there. */
const lostAdvice = (): string =>
  'Your document is safe in this window, and “Save as…” downloads it. ' +
  `If Doflow has stopped, start “doflow serve --port ${location.port}” and open the address that it prints in this browser; this window then joins again.`;

let unsaved = false;
addEventListener('beforeunload', (event) => {
  if (unsaved) event.preventDefault();
});

function pickFile(): Promise<Opened | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = '.doflow,.json,.html';
    input.addEventListener('cancel', () => resolve(null));
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (!file) resolve(null);
      else void file.text().then((text) => resolve({ path: null, text }));
    });
    input.click();
  });
}
