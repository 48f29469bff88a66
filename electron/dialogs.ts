/** Opening and saving files by the user's choice, and only by it: what a dialog returns is granted to the window. */
import { extname } from 'node:path';
import type { Dialog } from 'electron';
import { z } from '../core/model/schema/zod';
import type { OpenedFile } from '../core/service/bridge';

export interface FileDialogsOptions {
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>;
  read(path: string): Promise<string>;
  write(path: string, text: string): Promise<void>;
  /** hears that the user has chosen a path */
  chosen(path: string): void;
  /** @returns whether the user has chosen this path before */
  isGranted(path: string): boolean;
}

export interface FileDialogs {
  openFile(): Promise<OpenedFile | null>;
  /** @param options from the window, not yet trusted */
  saveFile(options: unknown): Promise<string | null>;
}

const saveOptions = z.strictObject({
  path: z.string().optional(),
  suggestedName: z.string().max(200),
  text: z.string(),
  extension: z.string().regex(/^[a-z0-9]{1,10}$/),
});

const NAMES: Readonly<Record<string, string>> = {
  doflow: 'Doflow scenario',
  html: 'Report',
  csv: 'Table',
  png: 'Picture',
  svg: 'Drawing',
  xml: 'SBML model',
};

export function createFileDialogs({ dialog, read, write, chosen, isGranted }: FileDialogsOptions): FileDialogs {
  const ask = async (suggestedName: string, extension: string): Promise<string | null> => {
    const { canceled, filePath } = await dialog.showSaveDialog({
      defaultPath: suggestedName,
      filters: [{ name: NAMES[extension] ?? extension.toUpperCase(), extensions: [extension] }],
    });
    if (canceled || filePath === '') return null;
    return extname(filePath) === '' ? `${filePath}.${extension}` : filePath;
  };
  return {
    async openFile() {
      const { canceled, filePaths } = await dialog.showOpenDialog({
        properties: ['openFile'],
        filters: [
          { name: 'Doflow scenario or report', extensions: ['doflow', 'html'] },
          { name: 'All files', extensions: ['*'] },
        ],
      });
      if (canceled || filePaths.length === 0) return null;
      const [path] = filePaths;
      const text = await read(path);
      chosen(path);
      return { path, text };
    },
    async saveFile(options) {
      const { path, suggestedName, text, extension } = saveOptions.parse(options);
      const target = path !== undefined && isGranted(path) ? path : await ask(suggestedName, extension);
      if (target === null) return null;
      await write(target, text);
      if (extension === 'doflow') chosen(target);
      return target;
    },
  };
}
