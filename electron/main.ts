/**
 * Entry of the desktop app: one instance, one window, the native menu, files, and the compute process. It owns what the
 * machine must be asked for and does no arithmetic.
 */
import { join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session, shell, utilityProcess } from 'electron';
import { readText, writeText } from '../core/host/files';
import { createProtocolHandler, ORIGIN, SCHEME } from './app-protocol';
import { fileArgument } from './arguments';
import { channels } from './channels';
import { createComputeProcess } from './compute-process';
import type { ComputeChild, ComputeProcess } from './compute-process';
import { createFileDialogs } from './dialogs';
import { createDocumentGuard, windowTitle } from './document-guard';
import type { DocumentGuard } from './document-guard';
import { listen } from './messages';
import { menuTemplate } from './menu';
import { loadRecent } from './recent';
import type { Recent } from './recent';
import { confine, denyPermissions } from './security';

const root = app.getAppPath();
const built = (name: string): string => join(root, 'dist', 'node', name);
const isMac = process.platform === 'darwin';

protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);

interface Desktop {
  /** Brings a file from outside into the window. */
  open(path: string): void;
  /** Brings the window to the front, and back where it was closed. */
  show(): void;
  close(): void;
}

function createDesktop(recent: Recent, initialPath: string | null): Desktop {
  let window: BrowserWindow | undefined;
  let guard: DocumentGuard | undefined;
  let first = initialPath;
  const granted = new Set<string>();

  const send = (channel: string, value: unknown): void => {
    if (window !== undefined && !window.isDestroyed()) window.webContents.send(channel, value);
  };
  const act = (action: string): void => send(channels.action, action);
  const compute: ComputeProcess = createComputeProcess({
    fork: () => utilityProcess.fork(built('compute.js'), [], { serviceName: 'Doflow compute' }) as ComputeChild,
    emit: (envelope) => send(channels.envelope, envelope),
  });
  const grant = (path: string): void => {
    granted.add(path);
    compute.grant(path);
  };
  const refreshMenu = (): void =>
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(
        menuTemplate({
          isMac,
          recent: recent.paths,
          act,
          openRecent: open,
          clearRecent: () => void recent.clear().then(refreshMenu),
        }),
      ),
    );
  const remember = (path: string): void => {
    grant(path);
    app.addRecentDocument(path);
    void recent.add(path).then(refreshMenu, () => {
      /* a list that cannot be kept is no reason to trouble anyone */
    });
  };
  const open = (path: string): void => {
    remember(path);
    if (window === undefined) {
      first = path;
      show();
    } else act(`open:${path}`);
  };
  const files = createFileDialogs({
    dialog,
    read: readText,
    write: writeText,
    chosen: remember,
    isGranted: (path) => granted.has(path),
  });

  const show = (): void => {
    if (window !== undefined) {
      if (window.isMinimized()) window.restore();
      window.focus();
      return;
    }
    const fresh = new BrowserWindow({
      width: 1440,
      height: 900,
      minWidth: 900,
      minHeight: 600,
      title: 'Doflow',
      show: false,
      webPreferences: { preload: built('preload.cjs'), contextIsolation: true, sandbox: true, nodeIntegration: false },
    });
    window = fresh;
    guard = createDocumentGuard({
      ask: async (options) => (await dialog.showMessageBox(fresh, options)).response,
      save: () => act('file.save'),
      destroy: () => fresh.destroy(),
    });
    fresh.once('ready-to-show', () => fresh.show());
    fresh.on('close', (event) => {
      if (guard?.mayClose() === false) event.preventDefault();
    });
    fresh.on('closed', () => {
      window = undefined;
    });
    void fresh.loadURL(`${ORIGIN}/`);
  };

  listen(ipcMain, {
    on: {
      [channels.envelope]: (message) => compute.send(message),
      [channels.document]: (state) => {
        guard?.update(state);
        window?.setTitle(windowTitle(state));
        window?.setDocumentEdited(state.dirty);
        window?.setRepresentedFilename(state.path ?? '');
      },
    },
    handle: {
      [channels.openFile]: () => files.openFile(),
      [channels.saveFile]: async (options) => {
        const path = await files.saveFile(options).catch((error: unknown) => {
          guard?.saveFailed();
          throw error;
        });
        if (path === null) guard?.saveFailed();
        return path;
      },
      [channels.initialPath]: () => Promise.resolve(first),
    },
  });
  if (first !== null) remember(first);
  refreshMenu();
  return { open, show, close: compute.close };
}

async function start(): Promise<void> {
  let desktop: Desktop | undefined;
  let early = fileArgument(process.argv.slice(1), process.cwd());
  // macOS tells of a double-clicked file by an event that may come before the app is ready
  app.on('open-file', (event, path) => {
    event.preventDefault();
    if (desktop === undefined) early = path;
    else desktop.open(path);
  });
  app.on('second-instance', (_event, argv, cwd) => {
    desktop?.show();
    const path = fileArgument(argv.slice(1), cwd);
    if (path !== null) desktop?.open(path);
  });
  app.on('web-contents-created', (_event, contents) => confine(contents, (address) => void shell.openExternal(address)));
  app.on('window-all-closed', () => {
    if (!isMac) app.quit();
  });
  app.on('activate', () => desktop?.show());
  app.on('will-quit', () => desktop?.close());

  await app.whenReady();
  denyPermissions(session.defaultSession);
  protocol.handle(SCHEME, createProtocolHandler(join(root, 'dist', 'renderer')));
  desktop = createDesktop(await loadRecent(join(app.getPath('userData'), 'recent.json')), early);
  desktop.show();
}

app.enableSandbox();
if (app.requestSingleInstanceLock()) void start();
else app.quit();
