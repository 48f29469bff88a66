// Finds a Chromium on this machine, or fetches one where it may.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const INSTALL_MS = 600_000;
const require = createRequire(import.meta.url);

/** @returns {string | undefined} an executable; CHROMIUM_PATH goes before all others */
export function findChromium() {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const own = require('playwright-core').chromium.executablePath();
  return [process.env.CHROMIUM_PATH, '/usr/bin/chromium', ...onPath, ...APPLICATIONS, own].find(
    (path) => path !== undefined && path !== '' && existsSync(path),
  );
}

const runs = (command, args) =>
  spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: INSTALL_MS,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0;

/** Tries Debian's packages where this user may install them, then Playwright's own browser. @returns {string | undefined} */
export function installChromium() {
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    if (runs('apt-get', ['update']) && runs('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'xvfb', 'xauth']))
      return findChromium();
  }
  runs(process.execPath, [join(dirname(require.resolve('playwright-core/package.json')), 'cli.js'), 'install', 'chromium']);
  return findChromium();
}
