/** Training the network of this scenario on times as a regular grid would have them. */
import { quiet } from '../../core/fit/ranked-starts';
import { createStartRunner, findFit } from '../../core/fit/run-start';
import { applyFit } from '../../core/model/edit';
import type { Scenario } from '../../core/model/schema';

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
