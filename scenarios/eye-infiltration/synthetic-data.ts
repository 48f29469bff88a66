/** How the data of this scenario were made: by the law of infiltration of eye-privilege, which this scenario does not know. */
import { synthesise, type Subject } from '../../core/fit/synthetic';
import type { Measurement, Scenario } from '../../core/model/schema';
import { seededRandom, type Random } from '../../core/util/random';

export const SEED = 20061;
/** animals of each condition */
const ANIMALS = 5;

/** Sampling days of one animal: irregular, to a tenth of a day, in [0.5, 58], denser at first. */
function days(random: Random, count: number): number[] {
  const drawn = new Set(Array.from({ length: count }, () => Number((0.5 + 57.5 * random.uniform() ** 1.5).toFixed(1))));
  return [...drawn].sort((a, b) => a - b);
}

/** @returns the model that made the data: this scenario with the law of eye-privilege in place of its network, at the values recorded as truth */
export function trueModel(document: Scenario): Scenario {
  const truth = document.data.source!.truth!,
    unknown = ['k_infiltration', 'K_tgfb', 'h_tgfb'];
  return {
    ...document,
    parameters: [
      ...document.parameters.map((parameter) => ({ ...parameter, value: truth[parameter.id] ?? parameter.value })),
      ...unknown.map((id) => ({ id, value: truth[id], scale: 'linear' as const, estimate: false })),
    ],
    mechanisms: document.mechanisms.map((mechanism) =>
      mechanism.id !== 'infiltration'
        ? mechanism
        : {
            ...mechanism,
            law: { kind: 'custom', expression: 'k_infiltration*exposure' },
            inputs: [{ variable: 'exposure', role: 'substrate' }],
            regulators: [{ variable: 'tgfb_active', kind: 'inhibition', law: { kind: 'hill', K: 'K_tgfb', h: 'h_tgfb' } }],
          },
    ),
    networks: [],
    comparisons: [],
    fits: [],
  };
}

/** @returns the true rate of infiltration for an exposed antigen of 1. @param tgfb active TGF-β, ng/ml */
export function trueResponse({ data }: Scenario, tgfb: number): number {
  const { k_infiltration, K_tgfb, h_tgfb } = data.source!.truth!;
  return k_infiltration / (1 + (tgfb / K_tgfb) ** h_tgfb);
}

/** @returns for SEED the measurements of the .doflow file, to the last digit; for other seeds other animals at other times */
export function syntheticData(truth: Scenario, seed = SEED): Measurement[] {
  const random = seededRandom(seed);
  const subjects = truth.conditions.flatMap(({ id }) =>
    Array.from({ length: ANIMALS }, (_, k): Subject => ({
      condition: id,
      replicate: `${id}_${k + 1}`,
      samples: [
        { observable: 'cell_count', times: days(random, 5) },
        { observable: 'aqueous_tgfb', times: days(random, 2) },
        { observable: 'clinical_score', times: days(random, 6) },
      ],
    })),
  );
  return synthesise(truth, subjects, seed + 1);
}
