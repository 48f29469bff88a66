/**
 * Where batched tensors overtake the kernel: time of a gradient of all starts by the float64 kernel, one after the other on one core, over
 * that by float32 tensors, all at once, on each backend that is to be had. The rule of core/fit/engine.ts follows these.
 */
import { createObjective } from '../../core/fit/objective';
import { createTensorObjective } from '../../core/fit/tensor-objective';
import { startBackend, type BackendName } from '../../core/host/tensor';
import { wideProblem } from '../fit/wide-problem';
import type { Measured } from './command';

/** subjects, width of both hidden layers, starts; from narrow to wide */
const sizes: readonly (readonly [number, number, number])[] = [
  [10, 8, 1],
  [100, 32, 1],
  [100, 32, 8],
  [10, 64, 8],
  [100, 64, 1],
  [100, 64, 4],
];
/** Plain JavaScript is slower than the kernel where it is wide, and the widest take minutes. */
const WIDEST: Readonly<Record<BackendName, number>> = { tensorflow: Infinity, wasm: Infinity, cpu: 4e5 };
/** Steps over the longest trajectory, with which the costs agree to 1e-3 of a unit. */
const STEPS = 50;
const RUNS = 4;

/** Both turn by turn, so that whatever else the machine does meets both alike. @returns the fastest of each, ms */
function fastest(...runs: readonly (() => void)[]): number[] {
  const least = runs.map(() => Infinity);
  for (let i = 0; i < RUNS; i++)
    runs.forEach((run, k) => {
      const began = performance.now();
      run();
      least[k] = Math.min(least[k], performance.now() - began);
    });
  return least;
}

export async function run(): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const name of Object.keys(WIDEST) as BackendName[]) {
    const backend = await startBackend(name);
    if (backend === undefined) {
      console.log(`tensor: no ${name} backend of TensorFlow.js on this machine: skipped`);
      continue;
    }
    for (const [subjects, width, starts] of sizes) {
      const document = wideProblem(subjects, width),
        [fit] = document.fits,
        kernel = createObjective(document, fit);
      if (subjects * starts * kernel.size > WIDEST[name]) continue;
      const tensors = createTensorObjective(backend.tf, document, fit, { steps: STEPS, copies: starts });
      const x = Float64Array.from(kernel.estimated, ({ nominal }) => nominal),
        all = Float64Array.from({ length: starts * x.length }, (_, i) => x[i % x.length]);
      const [byKernel, byTensors] = fastest(
        () => kernel.evaluate(x),
        () => tensors.evaluate(all),
      );
      measured.push({
        what: `${name}, ${subjects} subjects × ${starts} starts × ${x.length} parameters, gradient by tensors`,
        value: byTensors,
        unit: 'ms',
      });
      measured.push({
        what: `${name}, ${subjects} subjects × ${starts} starts × ${x.length} parameters, kernel over tensors`,
        value: (byKernel * starts) / byTensors,
        unit: 'ratio',
      });
    }
  }
  return measured;
}
