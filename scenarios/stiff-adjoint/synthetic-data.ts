/** How the data of this scenario were made: by a membrane whose melting is known, which the scenario itself does not hold. */
import { synthesise, type Subject } from '../../core/fit/synthetic';
import type { Measurement, Scenario } from '../../core/model/schema';
import { evenly } from '../../core/util/grid';

export const SEED = 1;
/** minutes */
const DYE = Array.from(evenly(3, 120, 40)),
  SOLUTE = Array.from(evenly(10, 120, 12));

/** @returns the scenario with a share of fluid membrane of 1/(1 + exp(−(θ − melting)/width)) in the place of its network */
export function trueModel(document: Scenario): Scenario {
  const { melting, width, k_hydrolysis } = document.data.source!.truth!;
  return {
    ...document,
    networks: [],
    parameters: document.parameters.map((one) => (one.id === 'k_hydrolysis' ? { ...one, value: k_hydrolysis } : one)),
    mechanisms: document.mechanisms.map((one) => ({
      ...one,
      regulators: one.regulators.map((regulator) => ({
        ...regulator,
        law: { kind: 'custom' as const, expression: `1/(1 + exp(-(theta - ${melting})/${width}))` },
      })),
    })),
    fits: [],
  };
}

/** @returns the measurements of the .doflow file, to the last digit */
export function syntheticData(document: Scenario): Measurement[] {
  const subjects = document.conditions.map(({ id }): Subject => ({
    condition: id,
    replicate: 'one',
    samples: [
      { observable: 'dye_kept', times: DYE },
      ...(id === 'bath_45' ? [{ observable: 'solute_inside', times: SOLUTE }] : []),
    ],
  }));
  return synthesise(trueModel(document), subjects, SEED, 4);
}
