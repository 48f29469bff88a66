/** What a page may not do: leave the app, open windows, ask for permissions, or speak to the main process from elsewhere. */
import type { Session, WebContents } from 'electron';
import { isOwnPage } from './app-protocol';

/** @returns whether a link may be handed to the user's browser */
export function isWebLink(address: string): boolean {
  try {
    const { protocol, username, password } = new URL(address);
    return protocol === 'https:' && username === '' && password === '';
  } catch {
    return false;
  }
}

/** @param openExternal hands a link to the user's browser */
export function confine(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>,
  openExternal: (address: string) => void,
): void {
  const hand = (address: string): void => {
    if (isWebLink(address)) openExternal(address);
  };
  contents.on('will-navigate', (event) => {
    if (isOwnPage(event.url)) return;
    event.preventDefault();
    hand(event.url);
  });
  contents.on('will-redirect', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    hand(url);
    return { action: 'deny' };
  });
}

export function denyPermissions(session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>): void {
  // copying a table or a picture is the one thing that a window of Doflow asks for
  const isAllowed = (permission: string): boolean => permission === 'clipboard-sanitized-write';
  session.setPermissionRequestHandler((_contents, permission, callback) => callback(isAllowed(permission)));
  session.setPermissionCheckHandler((_contents, permission) => isAllowed(permission));
}

/** The part of Electron's event that tells who sent a message. */
export interface Sender {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

/** @returns whether a message came from the top frame of one of the app's own pages */
export const isTrusted = ({ senderFrame }: Sender): boolean =>
  senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url);
