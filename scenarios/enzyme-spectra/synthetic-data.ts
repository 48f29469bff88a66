/** How the data of this scenario were made: absorbances of known rates and pure spectra, with noise, at chosen times. */
import { synthesise } from '../../core/fit/synthetic';
import type { Measurement, Scenario } from '../../core/model/schema';

export const SEED = 1;
export const species = ['E', 'S', 'ES', 'P'] as const;
/** nm */
export const wavelengths = [300, 320, 340, 360, 380, 400, 420, 440] as const;
/** names of the pure spectra's values, 1/(µM cm) */
export const spectrumNames = (one: (typeof species)[number]): string[] => wavelengths.map((nm) => `eps_${one}_${nm}`);
/** s: 48 spectra from 1 ms to 2 s, evenly apart on the logarithm, to two digits */
export const TIMES = Array.from({ length: 48 }, (_, k) => Number((0.001 * 2000 ** (k / 47)).toPrecision(2)));

/** @returns the scenario with the true rates and spectra of data.source.truth */
export const trueModel = (document: Scenario): Scenario => ({
  ...document,
  parameters: document.parameters.map((one) => ({ ...one, value: document.data.source!.truth![one.id] ?? one.value })),
});

/** @returns the scenario with every σ so many times as large */
export const noisier = (document: Scenario, factor: number): Scenario => ({
  ...document,
  observables: document.observables.map((one) => ({ ...one, noise: { ...one.noise, sigma: factor * Number(one.noise.sigma) } })),
});

/** @returns measurements of all three runs at all wavelengths, by the scenario's σ; those of SEED at TIMES are the file's, to the last digit */
export const syntheticData = (document: Scenario, seed = SEED, times: readonly number[] = TIMES): Measurement[] =>
  synthesise(
    trueModel(document),
    document.conditions.map(({ id }) => ({
      condition: id,
      replicate: 'one',
      samples: document.observables.map((one) => ({ observable: one.id, times })),
    })),
    seed,
    4,
  );
