import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProtocolHandler, isOwnPage } from '../../electron/app-protocol';
import { fileArgument } from '../../electron/arguments';
import { channels } from '../../electron/channels';
import type { FromCompute, ToCompute } from '../../electron/compute-messages';
import { createComputeProcess } from '../../electron/compute-process';
import { createFileDialogs } from '../../electron/dialogs';
import { createDocumentGuard } from '../../electron/document-guard';
import { entries } from '../../electron/menu';
import { listen } from '../../electron/messages';
import { loadRecent } from '../../electron/recent';
import { confine, denyPermissions, isTrusted, isWebLink } from '../../electron/security';
import type { Envelope } from '../../core/service/contract';
import { root } from './driver';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doflow-parts-'));
});
afterAll(() => rm(folder, { recursive: true }));
const tick = (): Promise<void> =>
  new Promise((done) => {
    setImmediate(done);
  });

describe('who is trusted', () => {
  it.each(['app://doflow/', 'app://doflow/index.html#x'])("%s is the app's own page", (url) => expect(isOwnPage(url)).toBe(true));
  it.each([
    'app://doflow.evil/',
    'app://evil/doflow',
    'https://doflow/',
    'file:///app://doflow/',
    'app://doflow:1/',
    'about:blank',
    '',
  ])('%s is not', (url) => expect(isOwnPage(url)).toBe(false));

  it("is the top frame of the app's own page alone", () => {
    expect(isTrusted({ senderFrame: { url: 'app://doflow/', parent: null } })).toBe(true);
    expect(isTrusted({ senderFrame: { url: 'app://doflow/', parent: {} } })).toBe(false);
    expect(isTrusted({ senderFrame: { url: 'https://evil.example/', parent: null } })).toBe(false);
    expect(isTrusted({ senderFrame: null })).toBe(false);
  });

  it('opens https links outside, and no others', () => {
    expect(isWebLink('https://doi.org/10.1371/journal.pcbi')).toBe(true);
    for (const url of [
      'http://a.example',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'https://user:pw@a.example',
      'smb://a',
      'x',
    ]) {
      expect(isWebLink(url)).toBe(false);
    }
  });

  it('denies permissions, but for copying', () => {
    const answers: boolean[] = [];
    denyPermissions({
      setPermissionRequestHandler: (handler) => {
        for (const name of ['media', 'geolocation', 'clipboard-sanitized-write'] as const) {
          handler!(
            {} as never,
            name,
            (ok) => {
              answers.push(ok);
            },
            {} as never,
          );
        }
      },
      setPermissionCheckHandler: (handler) => {
        answers.push(handler!(null, 'clipboard-read', '', {} as never));
      },
    });
    expect(answers).toEqual([false, false, true, false]);
  });

  it('keeps a page from leaving', () => {
    const hears = new Map<string, (event: { url: string; preventDefault(): void }) => void>();
    const opened: string[] = [];
    let open = (_details: { url: string }): unknown => undefined;
    confine(
      {
        on: ((name: string, listener: never) => {
          hears.set(name, listener);
        }) as never,
        setWindowOpenHandler: ((handler: typeof open) => {
          open = handler;
        }) as never,
      },
      (url) => {
        opened.push(url);
      },
    );
    const goes = (name: string, url: string): boolean => {
      let stays = false;
      hears.get(name)!({
        url,
        preventDefault: () => {
          stays = true;
        },
      });
      return !stays;
    };
    expect(['app://doflow/', 'https://a.example/', 'file:///x'].map((url) => goes('will-navigate', url))).toEqual([
      true,
      false,
      false,
    ]);
    expect(goes('will-redirect', 'https://a.example/')).toBe(false);
    expect(goes('will-attach-webview', 'app://doflow/')).toBe(false);
    expect(open({ url: 'https://b.example/' })).toEqual({ action: 'deny' });
    expect(opened).toEqual(['https://a.example/', 'https://b.example/']);
  });
});

describe('messages from pages', () => {
  const own = { senderFrame: { url: 'app://doflow/', parent: null } };
  const foreign = { senderFrame: { url: 'https://evil.example/', parent: null } };
  const heard: unknown[] = [];
  const ons = new Map<string, (event: typeof own, value: unknown) => void>();
  const handles = new Map<string, (event: typeof own, value: unknown) => unknown>();
  listen(
    {
      on: (name, listener) => {
        ons.set(name, listener);
      },
      handle: (name, listener) => {
        handles.set(name, listener);
      },
    },
    {
      on: {
        [channels.envelope]: (message) => {
          heard.push(message);
        },
        [channels.document]: (state) => {
          heard.push(state);
        },
      },
      handle: {
        [channels.openFile]: async () => null,
        [channels.saveFile]: async () => 'saved',
        [channels.initialPath]: async () => 'path',
      },
    },
  );

  it.each([...Object.values(channels)].filter((name) => name !== channels.action))('from elsewhere are refused on %s', (name) => {
    heard.length = 0;
    ons.get(name)?.(foreign, { title: 'x', path: null, dirty: false });
    if (handles.has(name)) expect(() => handles.get(name)!(foreign, {})).toThrow(/refused/);
    expect(heard).toEqual([]);
  });

  it('from the app are heard, and malformed ones dropped', async () => {
    heard.length = 0;
    ons.get(channels.document)!(own, { title: 'x', path: null, dirty: false });
    ons.get(channels.document)!(own, { title: 'x', dirty: 'yes' });
    expect(heard).toEqual([{ title: 'x', path: null, dirty: false }]);
    expect(await handles.get(channels.saveFile)!(own, {})).toBe('saved');
  });
});

describe('the compute process', () => {
  function crew() {
    const children: { said: ToCompute[]; emit(message: FromCompute): void; exit(): void; killed: boolean }[] = [];
    const sent: Envelope[] = [];
    const compute = createComputeProcess({
      emit: (envelope) => {
        sent.push(envelope);
      },
      fork() {
        const hears: { message?: (message: FromCompute) => void; exit?: (code: number) => void } = {};
        const child = {
          said: [] as ToCompute[],
          killed: false,
          emit: (message: FromCompute) => hears.message!(message),
          exit: () => hears.exit!(1),
        };
        children.push(child);
        return {
          postMessage: (message) => {
            child.said.push(message);
          },
          kill: () => (child.killed = true),
          on: (event: 'message' | 'exit', listener: never) => {
            hears[event] = listener;
          },
        };
      },
    });
    return { compute, children, sent };
  }
  const request = (job: string) => ({ kind: 'request', job, method: 'about', request: {} });

  it('starts with the first message and answers lost jobs when it dies, then starts anew with its grants', () => {
    const { compute, children, sent } = crew();
    compute.grant('/a');
    expect(children).toHaveLength(0);
    compute.send(request('1'));
    compute.send(request('2'));
    children[0].emit({ kind: 'envelope', envelope: { kind: 'response', job: '1', response: {} } });
    children[0].exit();
    expect(sent.map((envelope) => [envelope.kind, envelope.job])).toEqual([
      ['response', '1'],
      ['error', '2'],
    ]);
    compute.send(request('3'));
    expect(children[1].said).toEqual([
      { kind: 'grant', path: '/a' },
      { kind: 'envelope', envelope: request('3') },
    ]);
  });

  it('is quiet once it is closed', () => {
    const { compute, children, sent } = crew();
    compute.send(request('1'));
    compute.close();
    children[0].exit();
    compute.send(request('2'));
    expect([children.length, children[0].killed, sent]).toEqual([1, true, []]);
  });
});

describe("files by the user's choice", () => {
  function desk(save: string, open: string[] = []) {
    const written: string[][] = [],
      chosen: string[] = [];
    const dialogs = createFileDialogs({
      dialog: {
        showSaveDialog: (async () => ({ canceled: save === '', filePath: save })) as never,
        showOpenDialog: (async () => ({ canceled: open.length === 0, filePaths: open })) as never,
      },
      read: async (path) => `text of ${path}`,
      write: async (path, text) => {
        written.push([path, text]);
      },
      chosen: (path) => {
        chosen.push(path);
      },
      isGranted: (path) => path === '/granted.doflow',
    });
    return { dialogs, written, chosen };
  }
  const options = { suggestedName: 'x.doflow', text: 'T', extension: 'doflow' };

  it('saves without asking only where the user has chosen before', async () => {
    const { dialogs, written, chosen } = desk('/picked');
    expect(await dialogs.saveFile({ ...options, path: '/granted.doflow' })).toBe('/granted.doflow');
    expect(await dialogs.saveFile({ ...options, path: '/etc/hosts' })).toBe('/picked.doflow');
    expect(written).toEqual([
      ['/granted.doflow', 'T'],
      ['/picked.doflow', 'T'],
    ]);
    expect(chosen).toEqual(['/granted.doflow', '/picked.doflow']);
  });

  it('does nothing where the user cancels, and refuses malformed wishes', async () => {
    const { dialogs, written } = desk('');
    expect([await dialogs.saveFile(options), await dialogs.openFile()]).toEqual([null, null]);
    await expect(dialogs.saveFile({ ...options, extension: '../sh' })).rejects.toThrow();
    expect(written).toEqual([]);
  });

  it('opens what was chosen', async () => {
    const { dialogs, chosen } = desk('', ['/a.doflow']);
    expect(await dialogs.openFile()).toEqual({ path: '/a.doflow', text: 'text of /a.doflow' });
    expect(chosen).toEqual(['/a.doflow']);
  });
});

describe('closing with unsaved changes', () => {
  const SAVE = 0,
    DISCARD = 1,
    CANCEL = 2;
  function window(answer: number) {
    const done: string[] = [];
    const guard = createDocumentGuard({
      ask: async () => answer,
      save: () => {
        done.push('save');
      },
      destroy: () => {
        done.push('destroy');
      },
    });
    return { guard, done };
  }
  const dirty = { title: 'T', path: null, dirty: true },
    clean = { ...dirty, dirty: false };

  it('asks only where there are any', () => {
    const { guard } = window(CANCEL);
    expect(guard.mayClose()).toBe(true);
    guard.update(dirty);
    expect(guard.mayClose()).toBe(false);
  });

  it('closes once they are saved, or at once where they may go, or not', async () => {
    const saving = window(SAVE),
      discarding = window(DISCARD),
      cancelling = window(CANCEL);
    for (const { guard } of [saving, discarding, cancelling]) {
      guard.update(dirty);
      guard.mayClose();
    }
    await tick();
    expect([saving.done, discarding.done, cancelling.done]).toEqual([['save'], ['destroy'], []]);
    saving.guard.update(clean);
    expect(saving.done).toEqual(['save', 'destroy']);
  });

  it('stays open where the save came to nothing, and after a later save', async () => {
    const { guard, done } = window(SAVE);
    guard.update(dirty);
    guard.mayClose();
    await tick();
    guard.saveFailed();
    guard.update(clean);
    expect(done).toEqual(['save']);
  });
});

describe('the rest of the shell', () => {
  it('finds a file among arguments', () => {
    expect(fileArgument(['--no-sandbox', '/app', 'a/eye.doflow'], '/home/me')).toBe(resolve('/home/me', 'a/eye.doflow'));
    expect(fileArgument(['--x=y.doflow', '.'], '/')).toBeNull();
  });

  it('keeps the latest ten scenarios, and survives a damaged list', async () => {
    const file = join(folder, 'recent.json');
    const recent = await loadRecent(file);
    for (let i = 0; i < 12; i++) await recent.add(`/${i}`);
    await recent.add('/5');
    expect(recent.paths.slice(0, 3)).toEqual(['/5', '/11', '/10']);
    expect((await loadRecent(file)).paths).toHaveLength(10);
    expect((await loadRecent(join(folder, '..', 'nowhere.json'))).paths).toEqual([]);
  });

  it('serves the window and nothing beside it', async () => {
    const serve = createProtocolHandler(join(root, 'scenarios'));
    expect((await serve(new Request('app://doflow/doflow-scenario.schema.json'))).status).toBe(200);
    for (const url of [
      'app://doflow/../package.json',
      'app://doflow/%2e%2e%2fpackage.json',
      'app://evil/doflow-scenario.schema.json',
    ]) {
      expect((await serve(new Request(url))).status).toBe(404);
    }
  });

  it("has menu entries for actions of the window's registry, under the same keys", () => {
    const folder = join(root, 'renderer', 'actions');
    const actions = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split(/(?=\bid: ')/));
    for (const entry of Object.values(entries).flat()) {
      if (entry === 'separator') continue;
      const action = actions.find((one) => one.startsWith(`id: '${entry.action}'`));
      expect(action, entry.action).toBeDefined();
      if (entry.accelerator !== undefined) expect(action).toContain(`'${entry.accelerator.replace('CmdOrCtrl', 'Mod')}'`);
    }
  });
});
