/** `app://doflow/`: the built window, served from its folder under the content policy. */
import { contentPolicy, securityHeaders } from '../core/host/content-policy';
import { findStatic } from '../core/host/static-files';

export const SCHEME = 'app';
export const ORIGIN = `${SCHEME}://doflow`;

/** @returns whether an address is a page of the app itself; compared by its parts, never as a substring */
export function isOwnPage(address: string): boolean {
  try {
    const { protocol, host } = new URL(address);
    return protocol === `${SCHEME}:` && host === 'doflow';
  } catch {
    return false;
  }
}

/** @param folder absolute path of the built window */
export function createProtocolHandler(folder: string): (request: Request) => Promise<Response> {
  return async ({ url, method }) => {
    const headers = { ...securityHeaders, 'Content-Security-Policy': contentPolicy() };
    const file = method === 'GET' && isOwnPage(url) ? await findStatic(folder, new URL(url).pathname) : null;
    return file === null
      ? new Response('not found', { status: 404, headers })
      : new Response(file.body, { headers: { ...headers, 'Content-Type': file.type } });
  };
}
