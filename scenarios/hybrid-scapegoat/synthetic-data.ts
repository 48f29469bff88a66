/** How the data of this scenario were made: by the two saturating laws that the scenario itself does not hold. */
import { synthesise } from '../../core/fit/synthetic';
import type { Measurement, Scenario } from '../../core/model/schema';

/** h */
const TIMES = [0.25, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8];

/** @returns the scenario with renal k·C/(1 + s·C) and hepatic Vmax·C/(Km + C) of the values in data.source.truth */
export function trueModel(document: Scenario): Scenario {
  const { k, s, Vmax, Km } = document.data.source!.truth!;
  const laws: Readonly<Record<string, string>> = {
    renal: `${k}*plasma/(1 + ${s}*plasma)`,
    hepatic: `${Vmax}*plasma/(${Km} + plasma)`,
  };
  return {
    ...document,
    networks: [],
    fits: [],
    mechanisms: document.mechanisms.map((one) => ({ ...one, law: { kind: 'custom', expression: laws[one.id] } })),
  };
}

/** @returns the measurements of the .doflow file, to the last digit; of another seed, other noise on the same truth */
export const syntheticData = (document: Scenario, seed = document.data.source!.seed!): Measurement[] =>
  synthesise(
    trueModel(document),
    ['high', 'low', 'inhibited'].map((condition) => ({
      condition,
      replicate: 'one',
      samples: [{ observable: 'seen', times: TIMES }],
    })),
    seed,
    4,
  );
