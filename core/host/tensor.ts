/**
 * Loads TensorFlow.js once, on first use: the native binding where it is there, else WebAssembly, else plain JavaScript.
 * A backend counts as active only after it has multiplied two matrices right.
 */
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import * as util from 'node:util';

export type TensorFlow = typeof import('@tensorflow/tfjs');
export interface TensorBackend {
  readonly tf: TensorFlow;
  readonly name: 'tensorflow' | 'wasm' | 'cpu';
  /** one line for people */
  readonly line: string;
}

const require = createRequire(import.meta.url);
let loaded: Promise<TensorBackend> | undefined;

/** @returns the backend, the same one on every call */
export function loadTensorFlow(): Promise<TensorBackend> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<TensorBackend> {
  const native = loadNative();
  if (native !== undefined && (await multiplies(native))) {
    return { tf: native, name: 'tensorflow', line: `tensors: native TensorFlow ${native.version['tfjs-core']} (tfjs-node)` };
  }
  const tf = require('@tensorflow/tfjs') as TensorFlow;
  if ((await startWasm(tf)) && (await multiplies(tf))) {
    return {
      tf,
      name: 'wasm',
      line: `tensors: TensorFlow.js ${tf.version['tfjs-core']} on WebAssembly (no native libtensorflow here)`,
    };
  }
  await tf.setBackend('cpu');
  if (!(await multiplies(tf))) throw new Error('TensorFlow.js multiplies two small matrices wrongly on this machine');
  return {
    tf,
    name: 'cpu',
    line: `tensors: TensorFlow.js ${tf.version['tfjs-core']} in plain JavaScript (neither libtensorflow nor WebAssembly here)`,
  };
}

/** tfjs-node still calls two helpers that Node 23 took out of `util`; upstream's fix is merged and unreleased. */
function restoreUtil(): void {
  const shared = require('node:util') as { isNullOrUndefined?: (v: unknown) => boolean; isArray?: (v: unknown) => boolean };
  shared.isNullOrUndefined ??= (value) => value === null || value === undefined;
  shared.isArray ??= Array.isArray;
}

function loadNative(): TensorFlow | undefined {
  // twice as fast on the small operations that Doflow makes; both are read when the library is loaded
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '0';
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  restoreUtil();
  try {
    return require('@tensorflow/tfjs-node') as TensorFlow;
  } catch {
    return undefined;
  }
}

async function startWasm(tf: TensorFlow): Promise<boolean> {
  try {
    const wasm = require('@tensorflow/tfjs-backend-wasm') as typeof import('@tensorflow/tfjs-backend-wasm');
    wasm.setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist') + sep);
    return await tf.setBackend('wasm');
  } catch {
    return false;
  }
}

async function multiplies(tf: TensorFlow): Promise<boolean> {
  try {
    await tf.ready();
    const product = tf.tidy(() =>
      tf.matMul(
        tf.tensor2d([
          [1, 2],
          [3, 4],
        ]),
        tf.tensor2d([
          [5, 6],
          [7, 8],
        ]),
      ),
    );
    const values = await product.data();
    product.dispose();
    return util.isDeepStrictEqual([...values], [19, 22, 43, 50]);
  } catch {
    return false;
  }
}
