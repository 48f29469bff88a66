// The whole test command: a browser, lint, layers, types, and every project of tests; exits non-zero where one fails.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findChromium, installChromium } from './chromium.mjs';
import { ensure, root } from './ensure.mjs';

const require = createRequire(import.meta.url);
const binary = (name, path) => join(dirname(require.resolve(`${name}/package.json`)), path);

/** @returns {boolean} whether the step passed */
function step(name, args, command = process.execPath) {
  console.log(`\n── ${name}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) console.log(`${name}: failed`);
  return status === 0;
}

/** @returns {boolean} whether Electron is here but no display for it to draw on, while a virtual one can be had */
function needsVirtualDisplay() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return false;
  return existsSync(binary('electron', 'path.txt')) && spawnSync('xvfb-run', ['--help'], { stdio: 'ignore' }).status === 0;
}

if (findChromium() === undefined && installChromium() === undefined) {
  console.log('no Chromium here and none could be fetched: the tests in a browser are skipped (set CHROMIUM_PATH to run them)');
}
const results = [
  step('lint', [binary('eslint', 'bin/eslint.js'), '.']),
  step('format', [binary('prettier', 'bin/prettier.cjs'), '--check', '.']),
  step('layers', [join(root, 'build', 'layers.mjs')]),
  step('types', [join(root, 'build', 'typecheck.mjs')]),
];
let isBuilt = true;
try {
  await ensure('node');
  await ensure('renderer');
} catch (error) {
  console.log(`build: failed\n${error instanceof Error ? error.message : error}`);
  isBuilt = false;
}

const folder = mkdtempSync(join(tmpdir(), 'doflow-test-'));
const json = join(folder, 'vitest.json');
const vitest = [
  binary('vitest', 'vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${json}`,
  ...process.argv.slice(2),
];
const passed = needsVirtualDisplay() ? step('tests', ['-a', process.execPath, ...vitest], 'xvfb-run') : step('tests', vitest);

let summary = '0 passed, 1 failed';
if (existsSync(json)) {
  const report = JSON.parse(readFileSync(json, 'utf8'));
  const skipped = report.numPendingTests + report.numTodoTests;
  // a file that could not be loaded has no tests that failed, yet has failed
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  summary = `${report.numPassedTests} passed, ${report.numFailedTests + unloaded} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}
rmSync(folder, { recursive: true, force: true });
console.log(`\n${summary}`);
process.exitCode = passed && isBuilt && results.every(Boolean) ? 0 : 1;
