// `npm start`: the desktop app on the eye scenario; without Electron or a display, the same window on loopback.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ensure, root } from './ensure.mjs';

const DOWNLOAD_MS = 120_000;
const scenario = join(root, 'scenarios', 'eye-privilege', 'eye-privilege.doflow');

/** @returns {string | undefined} why there is no display to open a window on */
function missingDisplay() {
  if (process.platform !== 'linux') return undefined;
  return process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? undefined : 'there is no display';
}

/** @returns {string | undefined} path of Electron's executable, where it is on this machine */
function installedElectron(folder) {
  const name = join(folder, 'path.txt');
  if (!existsSync(name)) return undefined;
  const binary = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), readFileSync(name, 'utf8'));
  return existsSync(binary) ? binary : undefined;
}

/** Electron's package has no install script: its binary is fetched on first use, here once and with a limit. */
function findElectron() {
  let folder;
  try {
    folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return undefined;
  }
  const present = installedElectron(folder);
  if (present !== undefined) return present;
  process.stderr.write('doflow: fetching Electron …\n');
  spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', timeout: DOWNLOAD_MS });
  return installedElectron(folder);
}

await Promise.all([ensure('node'), ensure('renderer')]);
let reason = missingDisplay();
const electron = reason === undefined ? findElectron() : undefined;
if (reason === undefined && electron === undefined) reason = 'Electron could not be had on this machine';

if (electron !== undefined) {
  // Chromium's sandbox refuses to run as root
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(electron, [...asRoot, root, scenario, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
} else {
  process.stderr.write(`doflow: ${reason}, so the same window is served on loopback.\n`);
  process.argv.splice(2, Infinity, 'serve', scenario, ...process.argv.slice(2));
  await import('../dist/node/cli.js');
}
