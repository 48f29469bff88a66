/** The platform of the service on Node: files, hashes, versions, clocks, tensors and the pool of workers. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Platform } from '../service/platform';
import { runClinicOnThread } from './clinic-thread';
import { createFiles } from './files';
import type { HostFiles } from './files';
import { createPool } from './pool';
import { samplePosteriorOnThread } from './posterior-thread';
import { loadTensorFlow, prepareTensorFlow } from './tensor';
import { trainOnThread } from './training-thread';
import { optimiseLongFunctionsEarly } from './tiering';

export interface NodePlatform extends Platform {
  readonly files: HostFiles;
  /** Stops the workers. */
  close(): Promise<void>;
}

export interface NodePlatformOptions {
  /** which host this is, for people */
  readonly host: string;
  readonly access: 'any' | 'granted';
  /** number of worker threads; default: one a core */
  readonly workers?: number;
}

/** @returns the folder that holds package.json and scenarios, above the running file */
export function applicationRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("Doflow's package.json is missing");
    folder = parent;
  }
  return folder;
}

const built = (name: string): URL => pathToFileURL(join(applicationRoot(), 'dist', 'node', name));
export const workerEntry = (): URL => built('worker.js');

export function versions(): Record<string, string> {
  const { version } = JSON.parse(readFileSync(join(applicationRoot(), 'package.json'), 'utf8')) as { version: string };
  const { node, v8, electron } = process.versions as Record<string, string>;
  return { doflow: version, node, v8, ...(electron === undefined ? {} : { electron }) };
}

export function createPlatform({ host, access, workers = availableParallelism() }: NodePlatformOptions): NodePlatform {
  optimiseLongFunctionsEarly();
  prepareTensorFlow();
  const pool = createPool({ worker: workerEntry(), size: Math.max(1, workers) });
  return {
    host,
    files: createFiles({ gallery: join(applicationRoot(), 'scenarios'), access }),
    sha256: (content) => createHash('sha256').update(content).digest('hex'),
    versions: versions(),
    tensor: async () => (await loadTensorFlow()).line,
    tensorBackend: async () => (await loadTensorFlow()).name,
    runStarts: pool.runStarts,
    trainStarts: (...fit) => trainOnThread(built('training.js'), ...fit),
    samplePosterior: (task, signal) => samplePosteriorOnThread(built('posterior.js'), task, signal),
    runClinic: (kind, request, signal, onProgress) => runClinicOnThread(built('clinic.js'), kind, request, signal, onProgress),
    now: () => new Date().toISOString(),
    seconds: () => performance.now() / 1000,
    close: pool.close,
  };
}
