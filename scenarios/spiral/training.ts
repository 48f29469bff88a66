/** Training the network of this scenario from a clean state, and on times as a regular grid would have them. */
import { createStartRunner, findFit } from '../../core/fit/run-start';
import { applyFit } from '../../core/model/edit';
import type { FitStart, Scenario } from '../../core/model/schema';

const quiet = { onProgress: () => undefined, cancelled: () => false };

/** @returns the scenario as it was before its network was trained */
export const untrained = (document: Scenario): Scenario => ({
  ...document,
  networks: document.networks.map(({ weights: _trained, ...network }) => network),
  fits: document.fits.map(({ result: _found, ...fit }) => fit),
});

/** @returns the starts of the scenario's fit, in their order  @throws Error where one has no cost */
export function trained(document: Scenario): (FitStart & { nllh: number })[] {
  const { id, starts, seed } = findFit(document),
    run = createStartRunner({ document, fit: id, starts, seed });
  return Array.from({ length: starts }, (_, index) => {
    const start = run(index, quiet);
    if (start.nllh === null) throw new Error(`start ${index}: ${start.reason}`);
    return { ...start, nllh: start.nllh };
  });
}

/** @param step s  @returns −log L of the weights that are best where each measurement is moved to the next time of a regular grid */
export function costOnGrid(document: Scenario, parameters: Readonly<Record<string, number>>, step: number): number {
  const moved: Scenario = {
    ...applyFit(document, parameters),
    data: {
      ...document.data,
      measurements: document.data.measurements.map((one) => ({
        ...one,
        time: Number((step * Math.max(1, Math.round(one.time / step))).toFixed(6)),
      })),
    },
    // from the weights that the exact times gave, which no warm start is to leave
    fits: document.fits.map(({ result: _found, warmStart: _warm, ...fit }) => ({ ...fit, maxIterations: 100 })),
  };
  const { id, seed } = findFit(moved);
  return createStartRunner({ document: moved, fit: id, starts: 1, seed })(0, quiet).nllh ?? Infinity;
}
