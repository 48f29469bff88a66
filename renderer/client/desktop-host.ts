/** The window on the desktop: everything goes through the bridge that the preload script put at `window.doflow`. */
import type { Bridge } from '../../core/service/bridge';
import type { Notices } from '../state/notices.svelte';
import type { Host } from './host';
import { WireClient } from './wire-client';

export function desktopHost(bridge: Bridge, notices: Notices): Host {
  const client = new WireClient((envelope) => bridge.send(envelope));
  bridge.onEnvelope((envelope) => client.receive(envelope));
  return {
    kind: 'desktop',
    client,
    notices,
    openFile: () => bridge.openFile(),
    saveFile: (request) => bridge.saveFile(request),
    onAction: (listener) => bridge.onAction(listener),
    onReconnect: () => () => undefined,
    setDocument: (state) => bridge.setDocument(state),
    initialPath: () => bridge.initialPath(),
  };
}
