// Tries to give tfjs-node its native binding, says in one line what came of it, and never fails the install.
import { existsSync, readdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'node_modules', '@tensorflow', 'tfjs-node');

/** @returns {boolean} whether a built binding lies where tfjs-node looks for it */
function hasBinding() {
  const lib = join(folder, 'lib');
  return existsSync(lib) && readdirSync(lib).some((name) => existsSync(join(lib, name, 'tfjs_binding.node')));
}

if (!existsSync(folder)) {
  console.log('doflow: tfjs-node is not installed here; tensor work will use the wasm or cpu backend.');
} else if (hasBinding()) {
  console.log('doflow: tfjs-node has its native binding.');
} else {
  const path = join(root, 'node_modules', '.bin') + delimiter + (process.env.PATH ?? '');
  const run = spawnSync(process.execPath, ['scripts/install.js'], {
    cwd: folder,
    env: { ...process.env, PATH: path },
    timeout: 300_000,
    stdio: 'ignore',
  });
  console.log(
    run.status === 0 && hasBinding()
      ? 'doflow: tfjs-node has its native binding.'
      : 'doflow: libtensorflow could not be had; tensor work will use the wasm or cpu backend.',
  );
}
