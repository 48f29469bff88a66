/**
 * Loads TensorFlow.js once, on first use: the native binding where it is there, else WebAssembly, else plain JavaScript.
 * A backend counts as active only after it has multiplied two matrices right.
 */
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import * as util from 'node:util';
import type { TensorBackendName } from '../fit/engine';

export type TensorFlow = typeof import('@tensorflow/tfjs');
export type BackendName = TensorBackendName;
export interface TensorBackend {
  readonly tf: TensorFlow;
  readonly name: BackendName;
  /** one line for people */
  readonly line: string;
}

const require = createRequire(import.meta.url);
let loaded: Promise<TensorBackend> | undefined;

/** @returns the fastest backend that works here, the same one on every call */
export function loadTensorFlow(): Promise<TensorBackend> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<TensorBackend> {
  for (const name of ['tensorflow', 'wasm', 'cpu'] as const) {
    const started = await startBackend(name);
    if (started !== undefined) return started;
  }
  throw new Error('TensorFlow.js multiplies two small matrices wrongly on this machine');
}

const lines: Readonly<Record<BackendName, (version: string) => string>> = {
  tensorflow: (version) => `tensors: native TensorFlow ${version} (tfjs-node)`,
  wasm: (version) => `tensors: TensorFlow.js ${version} on WebAssembly (no native libtensorflow here)`,
  cpu: (version) => `tensors: TensorFlow.js ${version} in plain JavaScript (neither libtensorflow nor WebAssembly here)`,
};

/**
 * Starts one backend and makes it the active one, of all there are in this process.
 * @returns undefined where it is not to be had on this machine
 */
export async function startBackend(name: BackendName): Promise<TensorBackend | undefined> {
  const tf = name === 'tensorflow' ? loadNative() : (require('@tensorflow/tfjs') as TensorFlow);
  if (tf === undefined) return undefined;
  const started = name === 'wasm' ? await startWasm(tf) : await tf.setBackend(name);
  if (!started || !(await multiplies(tf))) return undefined;
  return { tf, name, line: lines[name](tf.version['tfjs-core']) };
}

/** tfjs-node still calls two helpers that Node 23 took out of `util`; upstream's fix is merged and unreleased. */
function restoreUtil(): void {
  const shared = require('node:util') as { isNullOrUndefined?: (v: unknown) => boolean; isArray?: (v: unknown) => boolean };
  shared.isNullOrUndefined ??= (value) => value === null || value === undefined;
  shared.isArray ??= Array.isArray;
}

/**
 * Settings that libtensorflow reads when it is loaded: without oneDNN it is twice as fast on the small operations that Doflow makes. To be
 * called on the main thread before any worker loads it, since a worker's environment is a copy that native code does not see.
 */
export function prepareTensorFlow(): void {
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '0';
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
}

function loadNative(): TensorFlow | undefined {
  prepareTensorFlow();
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
