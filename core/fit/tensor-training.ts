/** Training by Adam over all subjects and ensemble members at once, in float32: each copy of the model goes its own way from its own start. */
import type { TensorFlow } from '../lower/tensor/tensorflow';
import type { Fit, Scenario } from '../model/schema';
import { success, type Result } from '../util/result';
import { adam, type AdamSettings } from './adam';
import { areWeights, naturalValues } from './estimated';
import { minimise } from './optimiser';
import { createTensorObjective, type TensorOptions } from './tensor-objective';

export interface TrainedCopy {
  /** lowest cost on the way, in float32; Infinity where the copy never had one */
  readonly nllh: number;
  /** float64[k] on the fit scale, where that was */
  readonly x: Float64Array;
  /** the same by name in natural units */
  readonly parameters: Record<string, number>;
}
export interface Training {
  readonly copies: readonly TrainedCopy[];
  readonly steps: number;
  /** why it stopped, in words */
  readonly reason: string;
}

export interface TrainingHooks {
  /** @param costs the copies' lowest so far  @param best where those were, float64[k] a copy on the fit scale */
  onStep?(step: number, costs: readonly number[], best: readonly Float64Array[]): void;
  /** asked once a step; the best of each copy so far is kept */
  cancelled?(): boolean;
}

/**
 * @param starts float64[k] on the fit scale, one a copy
 * @returns a failure where no copy has a cost at its start
 * @throws DocumentError where document, fit and data do not fit together, or the model or data have what tensors cannot do
 */
export function trainBatch(
  tf: TensorFlow,
  document: Scenario,
  fit: Fit,
  starts: readonly Float64Array[],
  settings: Omit<AdamSettings, 'decays'>,
  options: Omit<TensorOptions, 'copies'> = {},
  hooks: TrainingHooks = {},
): Result<Training> {
  const objective = createTensorObjective(tf, document, fit, { ...options, copies: starts.length }),
    { estimated } = objective,
    k = estimated.length;
  const costs = starts.map(() => Infinity),
    best = starts.map((x) => Float64Array.from(x));
  const weights = areWeights(document, estimated),
    decays = starts.flatMap(() => weights);
  const noting = {
    ...objective,
    evaluate(x: Float64Array): ReturnType<typeof objective.evaluate> {
      const each = objective.evaluateEach(x);
      each.values.forEach((value, copy) => {
        if (!(value < costs[copy])) return;
        costs[copy] = value;
        best[copy] = x.slice(copy * k, (copy + 1) * k);
      });
      return objective.total(each);
    },
  };
  const x0 = Float64Array.from(starts.flatMap((x) => [...x]));
  const minimum = minimise(adam({ ...settings, decays }), noting, x0, {
    onIteration: ({ iteration }) => hooks.onStep?.(iteration, costs, best),
    cancelled: hooks.cancelled,
  });
  if (!minimum.ok) return minimum;
  return success({
    copies: best.map((x, copy) => ({ nllh: costs[copy], x, parameters: naturalValues(estimated, x) })),
    steps: minimum.value.iterations,
    reason: minimum.value.reason,
  });
}
