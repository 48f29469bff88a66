/** How the data of this scenario were made: by the constants of Field & Noyes (1974), with the noise of both instruments, from a seed. */
import { synthesise } from '../../core/fit/synthetic';
import { setValues } from '../../core/model/edit';
import type { Measurement, Scenario } from '../../core/model/schema';

const SEED = 1;
/** s between readings */
export const EVERY = 2;
/** s, of the last one */
const LAST = 150;
const TIMES = Array.from({ length: LAST / EVERY }, (_, k) => EVERY * (k + 1));

/** @returns the scenario with the values of data.source.truth, solved to ten digits */
export const trueModel = (document: Scenario): Scenario => ({
  ...setValues(document, document.data.source!.truth!),
  solver: { ...document.solver, rtol: 1e-10, atol: 1e-18 },
});

/** @returns the measurements of the .doflow file, to the last digit */
export const syntheticData = (document: Scenario): Measurement[] =>
  synthesise(
    trueModel(document),
    [
      {
        condition: 'batch',
        replicate: 'one',
        samples: ['potential', 'absorbance'].map((observable) => ({ observable, times: TIMES })),
      },
    ],
    SEED,
    4,
  );
