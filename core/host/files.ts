/**
 * Files on this machine: limited in size, written in one step, and, where a window asks, only those that the user has
 * granted by opening or saving them, beside the scenarios that come with Doflow.
 */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { HostError } from '../service/host-error';
import type { Files } from '../service/platform';
import { systemCode } from './system-code';

export const MAX_FILE_BYTES = 64 * 1024 * 1024;

export interface HostFiles extends Files {
  /** Lets a window open and save this path from now on. */
  grant(path: string): Promise<void>;
}

export interface FilesOptions {
  /** folder whose subfolders each hold a scenario */
  readonly gallery: string;
  /** `any`: every path that the user of the process may read; `granted`: only granted ones and the gallery */
  readonly access: 'any' | 'granted';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'part of the path is not a folder',
  EROFS: 'it lies on a read-only file system',
  ENOSPC: 'the disk is full',
};

function explain(action: string, path: string, error: unknown): HostError {
  const code = systemCode(error);
  return new HostError(
    `cannot ${action} ${path}: ${(code && REASONS[code]) ?? (error instanceof Error ? error.message : String(error))}`,
  );
}

/** @returns the path with its links resolved, as far as it exists */
async function canonical(path: string): Promise<string> {
  const whole = resolve(path);
  try {
    return await realpath(whole);
  } catch {
    /* a file that is yet to be written */
  }
  try {
    return join(await realpath(dirname(whole)), whole.slice(dirname(whole).length));
  } catch {
    return whole;
  }
}

/** @throws HostError naming the path and the reason */
export async function readBytes(path: string, maxBytes = MAX_FILE_BYTES): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const { size } = await stat(path);
    if (size > maxBytes) {
      throw new HostError(`cannot read ${path}: it has ${size} bytes and the limit is ${maxBytes}`);
    }
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw error instanceof HostError ? error : explain('read', path, error);
  }
}

/**
 * @returns the file's text as UTF-8
 * @throws HostError naming the path and the reason
 */
export async function readText(path: string, maxBytes = MAX_FILE_BYTES): Promise<string> {
  const bytes = await readBytes(path, maxBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new HostError(`cannot read ${path}: it is not UTF-8 text`);
  }
}

/** Replaces the file in one step. @throws HostError naming the path and the reason */
export async function writeBytes(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFileAtomic(path, Buffer.from(bytes));
  } catch (error) {
    throw explain('write', path, error);
  }
}

/** Replaces the file in one step. @throws HostError naming the path and the reason */
export const writeText = (path: string, text: string): Promise<void> => writeBytes(path, new TextEncoder().encode(text));

/** @returns paths of the .doflow files, one folder below `folder`, in alphabetical order */
async function scenarioPaths(folder: string): Promise<string[]> {
  const folders = (await readdir(folder, { withFileTypes: true }).catch(() => [])).filter((entry) => entry.isDirectory());
  const lists = await Promise.all(
    folders.map(async ({ name }) =>
      (await readdir(join(folder, name))).filter((file) => file.endsWith('.doflow')).map((file) => join(folder, name, file)),
    ),
  );
  return lists.flat().sort();
}

export function createFiles({ gallery, access }: FilesOptions): HostFiles {
  const granted = new Set<string>();

  const check = async (path: string): Promise<void> => {
    if (access === 'any') return;
    const wanted = await canonical(path);
    if (granted.has(wanted)) return;
    const shipped = await Promise.all((await scenarioPaths(gallery)).map(canonical));
    if (!shipped.includes(wanted)) throw new HostError(`${path} has not been opened here; choose it with Open or Save as`);
  };

  return {
    async read(path) {
      await check(path);
      return readText(path);
    },
    async write(path, text) {
      await check(path);
      await writeText(path, text);
    },
    gallery: async () =>
      Promise.all(
        (await scenarioPaths(gallery)).map(async (path) => {
          const thumbnail = await readText(join(dirname(path), 'thumbnail.svg')).catch(() => undefined);
          return { path, text: await readText(path), ...(thumbnail === undefined ? {} : { thumbnail }) };
        }),
      ),
    async grant(path) {
      granted.add(await canonical(path));
    },
  };
}
