// BrowserWindow on a headless Chromium: app:// pages come from the protocol handler, the preload script runs in a world of
// its own, and navigation and new windows are asked of the same handlers that Electron asks.
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { pageScript, preloadScript } from './worlds.mjs';

/** Chromium knows no app:// scheme: its pages live at this address, and every URL that Electron's side sees is translated. */
const ORIGIN = 'https://doflow.stand-in';
const toApp = (url) => (url.startsWith(ORIGIN) ? `app://doflow${url.slice(ORIGIN.length)}` : url);
const WORLD = 'preload';

/** @returns null for the first request of a page that is only about to be */
function frameOf(request) {
  try {
    return request.frame();
  } catch {
    return null;
  }
}

export class WebContents extends EventEmitter {
  openHandler = () => ({ action: 'allow' });
  setWindowOpenHandler(handler) {
    this.openHandler = handler;
  }
  send(channel, ...args) {
    this.deliver?.({ kind: 'event', channel, args });
  }
}

/**
 * @param {object} host
 * @param {Map<string, Function>} host.handlers scheme → handler
 * @param {{ emit: Function, call: Function }} host.ipc how a page reaches ipcMain
 * @param {Set<object>} host.windows those that are open
 * @param {() => void} host.onAllClosed
 * @param {(contents: WebContents) => void} host.contents hears of every new page
 */
export function createBrowserWindow({ handlers, ipc, windows, onAllClosed, contents }) {
  return class BrowserWindow extends EventEmitter {
    webContents = new WebContents();
    title = '';
    edited = false;
    destroyed = false;

    constructor(options) {
      super();
      const { contextIsolation, sandbox, nodeIntegration, preload } = options.webPreferences;
      if (contextIsolation !== true || sandbox !== true || nodeIntegration !== false)
        throw new Error('the window is not isolated');
      this.preload = readFileSync(preload, 'utf8');
      windows.add(this);
      contents(this.webContents);
    }

    async loadURL(url) {
      this.browser = await chromium.launch({
        executablePath: process.env.CHROMIUM_PATH,
        args: [...JSON.parse(process.env.STAND_IN_FLAGS), `--remote-debugging-port=${process.env.STAND_IN_PORT}`],
      });
      const context = await this.browser.newContext({ viewport: { width: 1440, height: 900 } });
      this.page = await context.newPage();
      // Electron makes no window that was denied; Chromium makes it first
      context.on('page', (popup) => void popup.close());
      await context.route('**/*', (route) => this.answer(route));
      await this.isolate(await context.newCDPSession(this.page));
      await this.page.goto(url.replace('app://doflow', ORIGIN));
      this.emit('ready-to-show');
    }

    /** Runs the preload script in its own world on every page, and joins it to ipcMain. */
    async isolate(session) {
      const worlds = new Map();
      const { frameTree } = await session.send('Page.getFrameTree');
      session.on('Runtime.executionContextCreated', ({ context }) => {
        if (context.name === WORLD) worlds.set(context.id, context);
      });
      session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => worlds.delete(executionContextId));
      const say = (contextId, message) =>
        session.send('Runtime.evaluate', { contextId, expression: `standInFromMain(${JSON.stringify(message)})` }).catch(() => {
          /* the page has gone */
        });
      this.webContents.deliver = (message) => {
        const world = [...worlds.values()].find(({ auxData }) => auxData.frameId === frameTree.frame.id);
        if (world !== undefined) void say(world.id, message);
      };
      session.on('Runtime.bindingCalled', async ({ payload, executionContextId }) => {
        const world = worlds.get(executionContextId);
        const senderFrame = { url: `${toApp(world.origin)}/`, parent: world.auxData.frameId === frameTree.frame.id ? null : {} };
        const message = JSON.parse(payload);
        if (message.kind === 'send') ipc.emit(message.channel, { senderFrame }, ...message.args);
        else
          void say(executionContextId, {
            kind: 'answer',
            id: message.id,
            ...(await ipc.call(message.channel, { senderFrame }, message.args)),
          });
      });
      session.on('Page.windowOpen', ({ url }) => {
        if (this.webContents.openHandler({ url: toApp(url) }).action !== 'deny') throw new Error('the stand-in has one window');
      });
      await session.send('Page.enable');
      await session.send('Runtime.enable');
      await session.send('Runtime.addBinding', { name: 'standInToMain', executionContextName: WORLD });
      await session.send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript });
      await session.send('Page.addScriptToEvaluateOnNewDocument', { source: preloadScript(this.preload), worldName: WORLD });
    }

    async answer(route) {
      const request = route.request();
      const url = toApp(request.url());
      const frame = frameOf(request);
      if (frame === null || frame.page() !== this.page) return route.abort('blockedbyclient');
      if (request.isNavigationRequest() && frame === this.page.mainFrame() && this.page.url() !== 'about:blank') {
        let isPrevented = false;
        this.webContents.emit('will-navigate', {
          url,
          preventDefault: () => {
            isPrevented = true;
          },
        });
        if (isPrevented) return route.abort('aborted');
      }
      const handler = handlers.get(new URL(url).protocol.slice(0, -1));
      if (handler === undefined) return route.abort('blockedbyclient');
      const response = await handler(new Request(url, { method: request.method() }));
      return route.fulfill({
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: Buffer.from(await response.arrayBuffer()),
      });
    }

    show() {}
    focus() {}
    isMinimized() {
      return false;
    }
    isDestroyed() {
      return this.destroyed;
    }
    setTitle(title) {
      this.title = title;
    }
    setDocumentEdited(edited) {
      this.edited = edited;
    }
    setRepresentedFilename() {}
    close() {
      let isPrevented = false;
      this.emit('close', {
        preventDefault: () => {
          isPrevented = true;
        },
      });
      if (!isPrevented) this.destroy();
    }
    destroy() {
      if (this.destroyed) return;
      this.destroyed = true;
      windows.delete(this);
      this.emit('closed');
      void this.browser?.close().then(() => {
        if (windows.size === 0) onAllClosed();
      });
    }
  };
}
