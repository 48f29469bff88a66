// A stand-in for the `electron` module where Electron's binary cannot be had: the parts that electron/ uses, for tests only.
import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createBrowserWindow } from './window.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const handlers = new Map(),
  invocations = new Map(),
  windows = new Set(),
  children = new Set();
const answers = { open: [], save: [], message: [] };
const seen = { links: [], recent: [], menu: [] };
const permissions = {};

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  enableSandbox() {},
  requestSingleInstanceLock: () => true,
  whenReady: async () => {},
  getAppPath: () => root,
  getPath: () => process.env.STAND_IN_USER_DATA,
  addRecentDocument: (path) => {
    seen.recent.push(path);
  },
  quit() {
    app.emit('will-quit', {});
    process.disconnect?.();
    process.exit(0);
  },
});

const ipcEvents = new EventEmitter();
/** @returns the answer of a handler as Electron would carry it back to the page */
const invoke = async (channel, event, args) => {
  try {
    return { value: (await invocations.get(channel)(event, ...args)) ?? null };
  } catch (error) {
    return { error: error.message };
  }
};
export const ipcMain = {
  on: (channel, listener) => {
    ipcEvents.on(channel, listener);
  },
  handle: (channel, listener) => {
    invocations.set(channel, listener);
  },
};

export const BrowserWindow = createBrowserWindow({
  handlers,
  windows,
  ipc: { emit: (channel, event, ...args) => ipcEvents.emit(channel, event, ...args), call: invoke },
  contents: (contents) => {
    app.emit('web-contents-created', {}, contents);
  },
  onAllClosed: () => {
    app.emit('window-all-closed');
  },
});

export const protocol = {
  registerSchemesAsPrivileged() {},
  handle: (scheme, handler) => {
    handlers.set(scheme, handler);
  },
};
export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler) => {
      permissions.request = handler;
    },
    setPermissionCheckHandler: (handler) => {
      permissions.check = handler;
    },
  },
};
export const shell = {
  openExternal: async (url) => {
    seen.links.push(url);
  },
};
export const Menu = {
  buildFromTemplate: (template) => template,
  setApplicationMenu: (template) => {
    seen.menu = template;
  },
};
export const dialog = {
  showOpenDialog: async () => answers.open.shift() ?? { canceled: true, filePaths: [] },
  showSaveDialog: async () => answers.save.shift() ?? { canceled: true, filePath: '' },
  showMessageBox: async (_window, { cancelId }) => answers.message.shift() ?? { response: cancelId },
};

export const utilityProcess = {
  fork(path, args) {
    const execArgv = ['--import', new URL('./parent-port.mjs', import.meta.url).href];
    const child = fork(path, args, { execArgv, serialization: 'advanced' });
    children.add(child);
    child.on('exit', () => children.delete(child));
    return Object.assign(new EventEmitter(), {
      postMessage: (message) => {
        child.send(message);
      },
      kill: () => child.kill(),
      on(event, listener) {
        child.on(event, listener);
        return this;
      },
    });
  },
};

const items = (template) => template.flatMap((item) => [item, ...items(item.submenu ?? [])]);

/** What a test may ask of the process that it drives. */
const commands = {
  menu: (id) =>
    items(seen.menu)
      .find((item) => item.id === id)
      .click(),
  answer: ({ kind, answer }) => {
    answers[kind].push(answer);
  },
  state: () => ({ title: [...windows][0]?.title, edited: [...windows][0]?.edited, links: seen.links, recent: seen.recent }),
  foreign: (channel) => invoke(channel, { senderFrame: { url: 'https://evil.example/', parent: null } }, []),
  secondInstance: (path) => {
    app.emit('second-instance', {}, ['doflow', path], root);
  },
  killCompute: () => {
    for (const child of children) child.kill('SIGKILL');
  },
  close: () => {
    [...windows][0].close();
  },
};
process.on('message', async ({ id, name, argument }) => {
  const value = await commands[name](argument);
  process.send({ id, value });
});
process.on('disconnect', () => {
  app.quit();
});
