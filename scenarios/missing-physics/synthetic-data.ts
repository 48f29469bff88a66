/** How the data of this scenario were made: by the law that the network is to find, which the scenario itself does not hold. */
import { synthesise } from '../../core/fit/synthetic';
import type { Measurement, Scenario } from '../../core/model/schema';

export const SEED = 1;
/** t = 0.1, 0.2 … 5 */
const TIMES = Array.from({ length: 50 }, (_, k) => Number((0.1 * (k + 1)).toFixed(1)));

/** @returns the scenario with the true interactions −βxy and γxy, of the values in data.source.truth, in the place of the network */
export function trueModel(document: Scenario): Scenario {
  const { beta, gamma } = document.data.source!.truth!;
  const laws: Readonly<Record<string, string>> = { prey_meet: `-${beta}*x*y`, predators_meet: `${gamma}*x*y` };
  return {
    ...document,
    networks: [],
    mechanisms: document.mechanisms.map((one) =>
      one.id in laws ? { ...one, law: { kind: 'custom', expression: laws[one.id] } } : one,
    ),
  };
}

/** @returns the measurements of the .doflow file, to the last digit */
export const syntheticData = (document: Scenario): Measurement[] =>
  synthesise(
    trueModel(document),
    [
      {
        condition: 'field',
        replicate: 'one',
        samples: ['prey_seen', 'predators_seen'].map((observable) => ({ observable, times: TIMES })),
      },
    ],
    SEED,
    4,
  );
