/**
 * Who may talk to the local server: a browser that has shown a one-time token, on an address of this machine, from the
 * server's own pages. Stops other programs' pages, DNS rebinding, and a link that leaks.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

export interface Admission {
  /** @returns a token that opens one session, once */
  issue(): string;
  /** @returns the value of a Set-Cookie header, or null where the token is not one that is waiting */
  exchange(token: string): string | null;
  /** @returns why a request is refused, or null: its host must be this machine and its origin, where given, the server */
  refuse(headers: IncomingHttpHeaders): string | null;
  /** @returns whether the request carries the session's cookie */
  knows(headers: IncomingHttpHeaders): boolean;
}

const equal = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

export function createAdmission(): Admission {
  const secret = randomBytes(32).toString('base64url');
  // cookies know no ports: the name keeps two servers on one machine apart
  const name = `doflow_${randomBytes(6).toString('hex')}`;
  const waiting = new Set<string>();
  return {
    issue() {
      const token = randomBytes(24).toString('base64url');
      waiting.add(token);
      return token;
    },
    exchange(token) {
      const match = [...waiting].find((one) => equal(one, token));
      if (match === undefined) return null;
      waiting.delete(match);
      return `${name}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
    },
    refuse({ host, origin }) {
      const hostname = host?.replace(/:\d+$/, '');
      if (hostname === undefined || !LOOPBACK.has(hostname)) return "This server answers on this machine's own address only.";
      if (origin !== undefined && origin !== `http://${host}`) return 'This server answers its own pages only.';
      return null;
    },
    knows({ cookie = '' }) {
      const value = cookie
        .split(';')
        .map((part) => part.trim())
        .find((part) => part.startsWith(`${name}=`));
      return value !== undefined && equal(value.slice(name.length + 1), secret);
    },
  };
}
