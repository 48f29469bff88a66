import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { serve } from '../../core/host/server';
import type { LocalServer } from '../../core/host/server';
import { handlersWith } from './doubles';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: LocalServer, folder: string, cookie: string;
const opened: string[] = [];
const about = { versions: {}, tensor: 'none', host: 'test' };
let aborted = 0;

const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path, method, headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });
const pathOf = (url: string): string => new URL(url).pathname + new URL(url).search;

/** @returns the first message, or the status that refused the socket */
const talk = (headers: Record<string, string>, message: string): Promise<unknown> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/service`, { headers });
    socket.on('open', () => socket.send(message));
    socket.on('message', (data: Buffer) => {
      resolve(JSON.parse(data.toString()));
      socket.close();
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode);
      socket.terminate();
    });
    socket.on('error', () => {
      /* told by the status */
    });
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doflow-serve-'));
  await mkdir(join(folder, 'window', 'assets'), { recursive: true });
  await writeFile(join(folder, 'window', 'index.html'), '<title>Doflow</title>');
  await writeFile(join(folder, 'window', 'assets', 'a-1234.js'), 'export {};');
  await writeFile(join(folder, 'secret.json'), '"secret"');
  server = await serve({
    handlers: handlersWith({
      about: async () => about,
      open: (_request, { signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            aborted++;
          });
        }),
    }),
    folder: join(folder, 'window'),
    port: 0,
    initialPath: '/data/eye.doflow',
    strict: true,
    onOpened: (next) => {
      opened.push(next);
    },
  });
  const answer = await get(pathOf(server.link()));
  cookie = answer.headers['set-cookie']![0].split(';')[0];
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

describe('the local server', () => {
  it('trades a token for a cookie once, and tells of a fresh link', async () => {
    const link = pathOf(server.link());
    const first = await get(link);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    expect(first.headers['set-cookie']![0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    const second = await get(link);
    expect([second.status, second.headers['set-cookie']]).toEqual([403, undefined]);
    expect((await get(pathOf(opened.at(-1)!))).status).toBe(303);
  });

  it('shows nothing without the cookie, or with a wrong one', async () => {
    const attempts: Record<string, string>[] = [
      {},
      { cookie: `${cookie.split('=')[0]}=${'x'.repeat(43)}` },
      { cookie: 'doflow=1' },
    ];
    for (const headers of attempts) {
      expect((await get('/', headers)).status).toBe(403);
      expect((await get('/initial.json', headers)).status).toBe(403);
    }
    expect((await get('/?token=guess')).status).toBe(403);
  });

  it('serves the window under a policy without eval or foreign sources', async () => {
    const page = await get('/', { cookie });
    expect([page.status, page.body]).toEqual([200, '<title>Doflow</title>']);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe|https?:|\*/);
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.headers['cache-control']).toBe('no-store');
    expect((await get('/assets/a-1234.js', { cookie })).headers['cache-control']).toContain('immutable');
  });

  it('never leaves its folder', async () => {
    for (const path of [
      '/../secret.json',
      '/%2e%2e/secret.json',
      '/..%2fsecret.json',
      '/assets/..%5c..%5c..%5csecret.json',
      '/%00',
      '/%',
    ]) {
      expect((await get(path, { cookie })).status).toBe(404);
    }
  });

  it('tells the window which file it was started with', async () => {
    expect(JSON.parse((await get('/initial.json', { cookie })).body)).toEqual({ path: '/data/eye.doflow' });
  });

  it('refuses other hosts, other origins and other methods', async () => {
    expect((await get('/', { cookie, host: 'evil.example' })).status).toBe(403);
    expect((await get('/', { cookie, host: `evil.example:${server.port}` })).status).toBe(403);
    expect((await get('/', { cookie, origin: 'http://evil.example' })).status).toBe(403);
    expect((await get('/', { cookie, origin: `http://localhost:${server.port + 1}` })).status).toBe(403);
    expect((await get('/', { cookie }, 'POST')).status).toBe(405);
    // a tunnel changes the port, not the name
    expect((await get('/', { cookie, host: 'localhost:9999' })).status).toBe(200);
  });

  it('speaks envelopes with its own page only', async () => {
    const origin = `http://127.0.0.1:${server.port}`;
    const hello = JSON.stringify({ kind: 'request', job: '1', method: 'about', request: {} });
    expect(await talk({ cookie, origin }, hello)).toEqual({ kind: 'response', job: '1', response: about });
    expect(await talk({ origin }, hello)).toBe(403);
    expect(await talk({ cookie }, hello)).toBe(403);
    expect(await talk({ cookie, origin: 'http://evil.example' }, hello)).toBe(403);
    expect(await talk({ cookie, origin }, 'no JSON')).toMatchObject({ kind: 'error', code: 'invalid' });
  });

  it('cancels what still runs when the page goes', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/service`, {
      headers: { cookie, origin: `http://127.0.0.1:${server.port}` },
    });
    await new Promise((resolve) => {
      socket.on('open', resolve);
    });
    socket.send(JSON.stringify({ kind: 'request', job: '1', method: 'open', request: { path: 'x' } }));
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    socket.close();
    await expect.poll(() => aborted).toBe(1);
  });

  it('says which port is taken', async () => {
    await expect(serve({ handlers: handlersWith({}), folder, port: server.port, initialPath: null })).rejects.toThrow(
      `port ${server.port} is taken`,
    );
  });
});
