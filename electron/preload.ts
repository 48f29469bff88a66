/** The only surface between the page and the machine: one function per message, and nothing of Electron's own. */
import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../core/service/bridge';
import { channels } from './channels';

/** @returns a function that stops listening; the page never sees Electron's event */
function listen<T>(channel: string, listener: (value: T) => void): () => void {
  const heard = (_event: unknown, value: T): void => listener(value);
  ipcRenderer.on(channel, heard);
  return () => {
    ipcRenderer.removeListener(channel, heard);
  };
}

const bridge: Bridge = {
  kind: 'desktop',
  send: (envelope) => ipcRenderer.send(channels.envelope, envelope),
  onEnvelope: (listener) => listen(channels.envelope, listener),
  openFile: () => ipcRenderer.invoke(channels.openFile),
  saveFile: (options) => ipcRenderer.invoke(channels.saveFile, options),
  onAction: (listener) => listen(channels.action, listener),
  setDocument: (state) => ipcRenderer.send(channels.document, state),
  initialPath: () => ipcRenderer.invoke(channels.initialPath),
};

contextBridge.exposeInMainWorld('doflow', bridge);
