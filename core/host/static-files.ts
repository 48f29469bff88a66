/** The built window as files in memory-sized pieces: finds what an address names, and never leaves its folder. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.map': 'application/json; charset=utf-8',
};

export interface StaticFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly immutable: boolean;
}

/**
 * @param folder absolute path of the built window
 * @param pathname of the address, still percent-encoded; `/` is the window's page
 * @returns null where the folder holds no such file
 */
export async function findStatic(folder: string, pathname: string): Promise<StaticFile | null> {
  let name: string;
  try {
    name = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  const path = normalize(join(folder, name === '/' ? 'index.html' : name));
  const type = TYPES[extname(path)];
  if (name.includes('\0') || type === undefined || !path.startsWith(normalize(folder + sep))) return null;
  try {
    // names under assets/ carry a hash of their content
    return { body: new Uint8Array(await readFile(path)), type, immutable: name.startsWith('/assets/') };
  } catch {
    return null;
  }
}
