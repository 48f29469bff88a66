/** The backends of TensorFlow.js that are to be had here, for tests of tensor programs; says which ones are not. */
import { startBackend, type BackendName, type TensorBackend } from '../../core/host/tensor';

const names: readonly BackendName[] = ['tensorflow', 'wasm', 'cpu'];
export const backends: ReadonlyMap<BackendName, TensorBackend> = await available();

async function available(): Promise<Map<BackendName, TensorBackend>> {
  const found = new Map<BackendName, TensorBackend>();
  for (const name of names) {
    const backend = await startBackend(name);
    if (backend === undefined) console.log(`no ${name} backend of TensorFlow.js on this machine: its tests are skipped`);
    else found.set(name, backend);
  }
  return found;
}
