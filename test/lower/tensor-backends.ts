/** The backends of TensorFlow.js, for tests of tensor programs: those that are not to be had here are skipped, each by its name. */
import { beforeAll, describe, it } from 'vitest';
import { startBackend, type BackendName, type TensorBackend } from '../../core/host/tensor';

const names: readonly BackendName[] = ['tensorflow', 'wasm', 'cpu'];
export const backends: ReadonlyMap<BackendName, TensorBackend> = await available();

async function available(): Promise<Map<BackendName, TensorBackend>> {
  const found = new Map<BackendName, TensorBackend>();
  for (const name of names) {
    const backend = await startBackend(name);
    if (backend !== undefined) found.set(name, backend);
  }
  return found;
}

/** Tests on each backend in turn, which is made the active one beforehand. */
export function describeOnBackends(what: string, tests: (tf: TensorBackend['tf'], name: BackendName) => void): void {
  for (const name of names) {
    const backend = backends.get(name);
    describe(`${what} on the ${name} backend`, () => {
      if (backend === undefined) {
        it.skip(`(no ${name} backend of TensorFlow.js on this machine)`, () => {});
        return;
      }
      beforeAll(async () => {
        await backend.tf.setBackend(name);
      });
      tests(backend.tf, name);
    });
  }
}
