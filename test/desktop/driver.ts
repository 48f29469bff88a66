/** Opens the desktop app for a test: on Electron where it is installed, else on the stand-in, behind one interface. */
import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { channels } from '../../electron/channels';
import { chromiumFlags, chromiumPath } from '../browser/chromium';

export type DialogKind = 'open' | 'save' | 'message';

export interface Desktop {
  readonly page: Page;
  /** Chooses an entry of the menu by its id. */
  menu(id: string): Promise<void>;
  /** Says what the next dialog of this kind is answered with. */
  answer(kind: DialogKind, answer: object): Promise<void>;
  title(): Promise<string>;
  /** addresses that were handed to the user's browser */
  links(): Promise<string[]>;
  /** @returns what a page from elsewhere gets for asking; its error's message */
  askFromElsewhere(): Promise<string>;
  /** Starts the app a second time, with a file. */
  startAgain(path: string): Promise<void>;
  killCompute(): Promise<void>;
  /** The user closes the window. */
  close(): Promise<void>;
  /** settles when the app has ended */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** @returns Electron's executable, where it is on this machine and there is a display to draw on */
export function findElectron(): string | undefined {
  const folder = join(root, 'node_modules', 'electron');
  const name = join(folder, 'path.txt');
  if (!existsSync(name) || (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY))
    return undefined;
  const binary = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), readFileSync(name, 'utf8'));
  return existsSync(binary) ? binary : undefined;
}

export const canOpen = findElectron() !== undefined || chromiumPath !== undefined;

export async function openDesktop(file: string): Promise<Desktop> {
  const userData = mkdtempSync(join(tmpdir(), 'doflow-desktop-'));
  const electron = findElectron();
  const desktop = electron === undefined ? await openStandIn(file, userData) : await openElectron(electron, file, userData);
  await desktop.page.waitForLoadState('load');
  return {
    ...desktop,
    stop: async () => {
      await desktop.stop();
      rmSync(userData, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

async function openStandIn(file: string, userData: string): Promise<Desktop> {
  const port = await freePort();
  const child = fork(join(root, 'dist', 'node', 'main.js'), [file], {
    execArgv: ['--import', new URL('./stand-in/register.mjs', import.meta.url).href],
    env: {
      ...process.env,
      CHROMIUM_PATH: chromiumPath,
      STAND_IN_PORT: String(port),
      STAND_IN_FLAGS: JSON.stringify(chromiumFlags),
      STAND_IN_USER_DATA: userData,
    },
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  let next = 0;
  const command = <T>(name: string, argument?: unknown): Promise<T> =>
    new Promise((resolve) => {
      const id = next++;
      const hear = (message: { id: number; value: T }): void => {
        if (message.id !== id) return;
        child.off('message', hear);
        resolve(message.value);
      };
      child.on('message', hear);
      child.send({ id, name, argument });
    });
  const browser = await eventually(() => chromium.connectOverCDP(`http://127.0.0.1:${port}`));
  const page = await eventually(async () => {
    const found = browser
      .contexts()
      .flatMap((context) => context.pages())
      .find((one) => one.url().startsWith('https:'));
    if (found === undefined) throw new Error('the window has not opened yet');
    return found;
  });
  const state = () => command<{ title: string; links: string[] }>('state');
  return {
    page,
    ended,
    menu: (id) => command('menu', id),
    answer: (kind, answer) => command('answer', { kind, answer }),
    title: async () => (await state()).title,
    links: async () => (await state()).links,
    askFromElsewhere: async () => (await command<{ error?: string }>('foreign', channels.initialPath)).error ?? 'answered',
    startAgain: (path) => command('secondInstance', path),
    killCompute: () => command('killCompute'),
    close: () => command('close'),
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

async function openElectron(executablePath: string, file: string, userData: string): Promise<Desktop> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({ executablePath, args: [...asRoot, `--user-data-dir=${userData}`, root, file] });
  const page = await app.firstWindow();
  const ended = new Promise<void>((resolve) => {
    app.once('close', () => resolve());
  });
  await app.evaluate(({ shell }) => {
    const links: string[] = [];
    Object.assign(globalThis, { links });
    shell.openExternal = async (url) => {
      links.push(url);
    };
  });
  return {
    page,
    ended,
    menu: (id) =>
      app.evaluate(({ Menu }, wanted) => {
        Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click();
      }, id),
    answer: (kind, answer) =>
      app.evaluate(
        ({ dialog }, [name, value]) => {
          const method = { open: 'showOpenDialog', save: 'showSaveDialog', message: 'showMessageBox' }[name as DialogKind];
          Object.assign(dialog, { [method]: async () => value });
        },
        [kind, answer] as const,
      ),
    title: () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getTitle()),
    links: () => app.evaluate(() => (globalThis as unknown as { links: string[] }).links),
    askFromElsewhere: () =>
      app.evaluate(async ({ BrowserWindow, app: { getAppPath } }) => {
        const foreign = new BrowserWindow({
          show: false,
          webPreferences: { preload: `${getAppPath()}/dist/node/preload.cjs`, contextIsolation: true, sandbox: true },
        });
        await foreign.loadURL('data:text/html,elsewhere');
        const answer = (await foreign.webContents.executeJavaScript(
          'doflow.initialPath().then(() => "answered", (error) => error.message)',
        )) as string;
        foreign.destroy();
        return answer;
      }),
    startAgain: (path) =>
      app.evaluate(({ app: { emit } }, wanted) => {
        emit('second-instance', {}, ['doflow', wanted], '/');
      }, path),
    killCompute: () =>
      app.evaluate(({ app: { getAppMetrics } }) => {
        for (const { pid, name, serviceName } of getAppMetrics())
          if ([name, serviceName].includes('Doflow compute')) process.kill(pid, 'SIGKILL');
      }),
    close: () =>
      app.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0].close();
      }),
    stop: async () => {
      await app.close();
    },
  };
}

/** Tries again, for at most 30 seconds. */
async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = 300; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0) throw error;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
}
