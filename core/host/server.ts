/**
 * The window in any browser on this machine: static files under a strict policy, and the service as envelopes over one
 * WebSocket, on loopback, behind a one-time token.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { INITIAL_PATH, SOCKET_PATH } from '../service/bridge';
import { createDispatch } from '../service/dispatch';
import type { Handlers } from '../service/handler';
import { HostError } from '../service/host-error';
import { createAdmission } from './admission';
import { contentPolicy, securityHeaders } from './content-policy';
import { MAX_FILE_BYTES } from './files';
import { findStatic } from './static-files';
import { systemCode } from './system-code';

export interface ServeOptions {
  readonly handlers: Handlers;
  /** folder of the built window */
  readonly folder: string;
  /** 0: any free port */
  readonly port: number;
  /** the file that the window opens first */
  readonly initialPath: string | null;
  /** hold handlers to the contract too */
  readonly strict?: boolean;
  /** hears of faults that are Doflow's own */
  onFault?(error: unknown): void;
  /** hears that a link has been used, and of a fresh one */
  onOpened?(next: string): void;
}

export interface LocalServer {
  readonly port: number;
  /** @returns an address that opens the window once */
  link(): string;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** @throws HostError where the port is taken */
export async function serve(options: ServeOptions): Promise<LocalServer> {
  const { handlers, folder, initialPath, strict = false, onFault, onOpened } = options;
  const admission = createAdmission();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FILE_BYTES });
  const server = createServer((request, response) => {
    void respond(request, response).catch((error: unknown) => {
      onFault?.(error);
      if (!response.headersSent) plain(response, 500, 'Something went wrong in Doflow.');
      else response.destroy();
    });
  });
  const link = (): string => `http://${LOOPBACK}:${portOf(server)}/?token=${admission.issue()}`;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = admission.refuse(request.headers);
    if (refusal !== null) return plain(response, 403, refusal);
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(response, 405, 'GET only.');
    const url = new URL(request.url ?? '/', `http://${LOOPBACK}`);
    const token = url.searchParams.get('token');
    if (token !== null && url.pathname === '/') {
      const cookie = admission.exchange(token);
      if (cookie === null && !admission.knows(request.headers)) {
        return plain(response, 403, 'This link has been used. The terminal shows a fresh one.');
      }
      if (cookie !== null) {
        response.setHeader('Set-Cookie', cookie);
        onOpened?.(link());
      }
      response.writeHead(303, { ...securityHeaders, 'Cache-Control': 'no-store', Location: '/' });
      response.end();
      return;
    }
    if (!admission.knows(request.headers)) return plain(response, 403, 'Open Doflow with the link that the terminal shows.');
    if (url.pathname === INITIAL_PATH) {
      return send(response, 200, 'application/json; charset=utf-8', JSON.stringify({ path: initialPath }));
    }
    const file = await findStatic(folder, url.pathname);
    if (file === null) return plain(response, 404, 'There is no such page.');
    send(response, 200, file.type, file.body, file.immutable);
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { headers } = request;
    const isOurs =
      request.url === SOCKET_PATH &&
      headers.origin !== undefined &&
      admission.refuse(headers) === null &&
      admission.knows(headers);
    if (!isOurs) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => converse(webSocket, handlers, strict, onFault));
  }

  server.on('upgrade', upgrade);
  await listen(server, options.port);
  return {
    port: portOf(server),
    link,
    async close() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

/** Joins one browser's socket to the service until it closes. */
function converse(socket: WebSocket, handlers: Handlers, strict: boolean, onFault: ServeOptions['onFault']): void {
  const dispatch = createDispatch({
    handlers,
    strict,
    onFault,
    defer: setImmediate,
    emit: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
  });
  socket.on('message', (data: Buffer, isBinary: boolean) =>
    dispatch.receive(isBinary ? undefined : parse(data.toString('utf8'))),
  );
  socket.on('close', () => dispatch.close());
  socket.on('error', () => socket.terminate());
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array, immutable = false): void {
  response.writeHead(status, {
    ...securityHeaders,
    'Content-Security-Policy': contentPolicy(),
    'Content-Type': type,
    'Cache-Control': immutable ? 'private, max-age=31536000, immutable' : 'no-store',
  });
  response.end(body);
}

const plain = (response: ServerResponse, status: number, text: string): void =>
  send(response, status, 'text/plain; charset=utf-8', `${text}\n`);

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        systemCode(error) === 'EADDRINUSE'
          ? new HostError(`port ${port} is taken; choose another with --port, or leave it out`)
          : error,
      ),
    );
    server.listen(port, LOOPBACK, resolve);
  });
}
