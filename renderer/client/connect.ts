/** Finds out where the window runs, and joins it to the service there. */
import type { Bridge } from '../../core/service/bridge';
import type { Notices } from '../state/notices.svelte';
import { browserHost } from './browser-host';
import { desktopHost } from './desktop-host';
import type { Host } from './host';

declare global {
  interface Window {
    /** set by the preload script, absent in a browser */
    readonly doflow?: Bridge;
  }
}

export const connect = (notices: Notices): Host =>
  window.doflow === undefined ? browserHost(notices) : desktopHost(window.doflow, notices);
