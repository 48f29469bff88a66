// Builds the parts of dist/ that are missing or older than their sources; a few milliseconds where there is nothing to do.
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const STALE_LOCK_MS = 180_000;

/** code of the scenarios, such as their proofs; saving a .doflow builds nothing */
const scenarios = readdirSync(join(root, 'scenarios'), { recursive: true })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join('scenarios', name));

/** Each part: where its stamp lies, what it is made of, and the Vite configurations that make it, in order. */
export const parts = {
  node: {
    name: 'the Node side',
    stamp: 'dist/node/.stamp',
    sources: [
      'core',
      'electron',
      ...scenarios,
      'package-lock.json',
      'build/vite.node.config.mjs',
      'build/vite.preload.config.mjs',
    ],
    configs: ['./vite.node.config.mjs', './vite.preload.config.mjs'],
  },
  renderer: {
    name: 'the window',
    stamp: 'dist/renderer/.stamp',
    sources: ['renderer', 'core', 'package-lock.json', 'build/vite.renderer.config.mjs'],
    configs: ['./vite.renderer.config.mjs'],
  },
};

/** @returns {number} the latest modification below a path in ms, folders included, so that a removed file counts */
function newest(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stats.mtimeMs);
}

/** @param {keyof typeof parts} name */
export function isCurrent(name) {
  const stamp = statSync(join(root, parts[name].stamp), { throwIfNoEntry: false });
  return stamp !== undefined && parts[name].sources.every((source) => newest(join(root, source)) <= stamp.mtimeMs);
}

/** Holds a folder as a lock, so that two commands started at once do not build into one folder. */
async function locked(name, run) {
  const lock = join(root, 'dist', `.lock-${name}`);
  mkdirSync(join(root, 'dist'), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const held = statSync(lock, { throwIfNoEntry: false });
      if (held !== undefined && Date.now() - held.mtimeMs > STALE_LOCK_MS) rmSync(lock, { recursive: true, force: true });
      else await sleep(100);
    }
  }
  try {
    await run();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/**
 * @param {keyof typeof parts} name
 * @param {{ force?: boolean }} [options]
 */
export async function ensure(name, { force = false } = {}) {
  if (!force && isCurrent(name)) return;
  await locked(name, async () => {
    if (!force && isCurrent(name)) return;
    const part = parts[name];
    const stamp = join(root, part.stamp);
    const started = new Date();
    process.stderr.write(`doflow: building ${part.name} …\n`);
    rmSync(stamp, { force: true });
    const { build } = await import('vite');
    for (const config of part.configs) await build((await import(config)).default);
    if (!existsSync(stamp)) writeFileSync(stamp, '');
    // the time at which the build began: what was edited during it is newer than the stamp
    utimesSync(stamp, started, started);
  });
}
