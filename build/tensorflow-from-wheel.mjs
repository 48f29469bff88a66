// Builds tfjs-node's native binding against the libtensorflow inside PyPI's tensorflow-cpu wheel, for machines that reach PyPI (or a
// mirror of it) but not tfjs-node's download host. Says in one line what came of it, and never fails what calls it.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'node_modules', '@tensorflow', 'tfjs-node');
const WHEEL = 'tensorflow-cpu==2.21.*';
/** what is linked against, and what the loader then asks for by its name */
const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** Takes the headers and the two libraries, and nothing else of the 1.2 GB, into deps/. */
const EXTRACT = `
import os, shutil, sys, zipfile
wheel, deps = sys.argv[1:3]
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name.startswith('tensorflow/include/'):
            target = os.path.join(deps, name[len('tensorflow/'):])
        elif name in (${LIBRARIES.map((name) => `'tensorflow/${name}'`).join(', ')}):
            target = os.path.join(deps, 'lib', os.path.basename(name))
        else:
            continue
        if name.endswith('/'):
            continue
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with archive.open(name) as source, open(target, 'wb') as file:
            shutil.copyfileobj(source, file, 1 << 20)
`;

/** An index that cannot be reached is given up soon: nothing that calls this waits long for what has a fallback. */
const PATIENCE = ['--retries', '1', '--timeout', '20'];
const FETCH_MS = 300_000,
  COMPILE_MS = 300_000;

/** Why it could not be done, in words for one line. */
class Unavailable extends Error {}

function run(what, command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (done.status === 0) return done.stdout;
  const last = (done.stderr ?? '').trim().split('\n').at(-1);
  throw new Unavailable(`${what} (${done.error?.message ?? (last || `exit status ${done.status}`)})`);
}

const works = () =>
  spawnSync(process.execPath, ['-e', "require('@tensorflow/tfjs-node').scalar(1).dataSync()"], { cwd: root, stdio: 'ignore' })
    .status === 0;

function build() {
  if (!existsSync(folder)) throw new Unavailable('tfjs-node is not installed here');
  if (process.platform !== 'linux') throw new Unavailable('the libraries in the wheel are laid out for Linux only');
  const cache = mkdtempSync(join(tmpdir(), 'doflow-wheel-')),
    deps = join(folder, 'deps'),
    lib = join(deps, 'lib');
  try {
    const pip = ['-m', 'pip', 'download', ...PATIENCE, '--no-deps', '--only-binary=:all:', '--dest', cache, WHEEL];
    run('pip cannot fetch the wheel', 'python3', pip, { timeout: FETCH_MS });
    const wheel = readdirSync(cache).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) throw new Unavailable('pip fetched no wheel');
    rmSync(deps, { recursive: true, force: true });
    mkdirSync(lib, { recursive: true });
    run('the wheel cannot be unpacked', 'python3', ['-c', EXTRACT, join(cache, wheel), deps], { timeout: FETCH_MS });
    const { LIBTENSORFLOW_VERSION } = createRequire(import.meta.url)(join(folder, 'scripts', 'deps-constants.js'));
    symlinkSync(LIBRARIES[0], join(lib, 'libtensorflow.so'));
    symlinkSync(LIBRARIES[1], join(lib, 'libtensorflow_framework.so'));
    // tfjs-node's install script downloads unless a file of this name is there
    symlinkSync(LIBRARIES[0], join(lib, `libtensorflow.so.${LIBTENSORFLOW_VERSION}`));
    const headers = dirname(dirname(process.execPath));
    const env = { ...process.env, PATH: join(root, 'node_modules', '.bin') + delimiter + (process.env.PATH ?? '') };
    if (env.npm_config_nodedir === undefined && existsSync(join(headers, 'include', 'node', 'node_api.h')))
      env.npm_config_nodedir = headers;
    run('the binding cannot be compiled', process.execPath, ['scripts/install.js'], { cwd: folder, env, timeout: COMPILE_MS });
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
  if (!works()) throw new Unavailable('the binding was compiled and does not load');
}

if (works()) {
  console.log('doflow: tfjs-node has its native binding.');
} else {
  try {
    build();
    console.log('doflow: tfjs-node has its native binding, built against the library of the tensorflow-cpu wheel.');
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    console.log(`doflow: ${error.message}; tensor work will use the wasm or cpu backend.`);
  }
}
