/**
 * The training of a fit's starts by batched tensors, before the kernel's rounds: all starts are copies of one model and are moved by
 * Adam at once, as many as memory allows. What each comes to is a point and the kernel's cost there; nothing in float32 is kept.
 */
import type { TensorFlow } from '../lower/tensor/tensorflow';
import type { Fit, Scenario } from '../model/schema';
import { adamSettings } from '../model/schema/fit';
import { failed, success, type Result } from '../util/result';
import { naturalValues } from './estimated';
import { noiseMatcher } from './matched-noise';
import { failures } from './messages';
import { createObjective, type FitObjective } from './objective';
import { isResampled } from './resample';
import { CANDIDATES, candidatesOf, findFit, MAX_CANDIDATES, type FitTask } from './run-start';
import { startPoints } from './start-points';
import { createTensorObjective } from './tensor-objective';
import { trainBatch } from './tensor-training';

/** Where a start is after its training. Plain data. */
export interface TrainedStart {
  /** float64[k] on the fit scale */
  readonly x: Float64Array;
  /** the kernel's cost there */
  readonly nllh: number;
  /** natural values by name */
  readonly parameters: Record<string, number>;
}

export interface TrainedStarts {
  /** by index; null where no point of the start can be evaluated, or it fits a sample of the data */
  readonly starts: readonly (TrainedStart | null)[];
  /** steps of Adam that were done, the most of any batch */
  readonly steps: number;
  /** steps of fixed length over the longest trajectory */
  readonly length: number;
}

export interface TrainingProgress {
  readonly index: number;
  /** steps that are left, as a negative number: the kernel's iterations count on from 0 */
  readonly iteration: number;
  /** lowest cost so far, in float32 */
  readonly nllh: number;
  /** where that was, natural values */
  readonly parameters: Record<string, number>;
}

export interface TrainingHooks {
  onProgress?(progress: TrainingProgress): void;
  /** asked once a step; what was found so far is kept */
  cancelled(): boolean;
}

/** Bytes that the forward sweep of one batch of starts may hold; the backward sweep takes about as much again. */
const BATCH_BYTES = 2 ** 30;
/** Beyond this one start by itself does not fit beside its backward sweep into WebAssembly's 4 GiB. */
const MOST_BYTES = 1.5 * 2 ** 30;
/** Steps of fixed length that are tried. */
const LENGTHS = [25, 50, 100, 200, 400];
/** Costs agree where they differ by less than what a tenth of an accepted rise would be, or by this part. */
const AGREES = 0.2,
  AGREES_PART = 1e-3;

/**
 * @returns a failure where no start can be evaluated, or the tensors' cost is not the kernel's, or memory does not suffice
 * @throws DocumentError where document, fit and data do not fit together, or the model or data have what tensors cannot do
 */
export function trainStarts(tf: TensorFlow, task: FitTask, hooks: TrainingHooks): Result<TrainedStarts> {
  const { document } = task,
    fit = findFit(document, task.fit),
    kernel = createObjective(document, fit),
    { estimated } = kernel;
  const begun = beginnings(task, fit, kernel, hooks.cancelled);
  const first = begun.find((one) => one !== null);
  if (first === undefined || first === null) return failed(failures.noStart());
  const fixed = fixedSteps(tf, document, fit, first);
  if (!fixed.ok) return fixed;
  const { length, bytes } = fixed.value;
  const settings = { ...(fit.adam ?? adamSettings.parse({})), tolerance: fit.tolerance },
    together = Math.max(1, Math.floor(BATCH_BYTES / bytes)),
    indices = begun.flatMap((one, index) => (one === null ? [] : [index])),
    ends = begun.map((one) => one);
  let steps = 0;
  for (let from = 0; from < indices.length && !hooks.cancelled(); from += together) {
    const own = indices.slice(from, from + together),
      points = own.map((index) => begun[index]!.x);
    const trained = trainBatch(
      tf,
      document,
      fit,
      points,
      settings,
      { steps: length },
      {
        cancelled: hooks.cancelled,
        onStep: (step, costs, best) =>
          own.forEach((index, copy) => {
            if (!Number.isFinite(costs[copy])) return;
            const parameters = naturalValues(estimated, best[copy]);
            hooks.onProgress?.({ index, iteration: step - settings.steps, nllh: costs[copy], parameters });
          }),
      },
    );
    if (!trained.ok) return trained;
    steps = Math.max(steps, trained.value.steps);
    trained.value.copies.forEach(({ x, parameters }, copy) => {
      const index = own[copy],
        cost = kernel.cost(x);
      // float32 with fixed steps may be led astray, and then the start is where it was
      if (cost.ok && cost.value < begun[index]!.nllh) ends[index] = { x, nllh: cost.value, parameters };
    });
  }
  return success({ starts: ends, steps, length });
}

/** @returns where each start begins, as by the kernel alone; null where it fits a sample of the data, or a cancel takes its turn */
function beginnings(
  { document, seed, starts }: FitTask,
  fit: Fit,
  kernel: FitObjective,
  cancelled: () => boolean,
): (TrainedStart | null)[] {
  const { sampling = 'sobol', candidates = CANDIDATES } = fit,
    { estimated } = kernel;
  const pointsOf = startPoints(estimated, { sampling, seed, starts, candidates }),
    matchNoise = noiseMatcher(document, kernel);
  return Array.from({ length: starts }, (_, index) => {
    if (isResampled(fit, index)) return null;
    const points = candidatesOf(kernel, matchNoise, pointsOf(index), index === 0 ? 1 : candidates, cancelled);
    for (let tried = 0; tried < MAX_CANDIDATES && !cancelled(); tried++) {
      const point = points.next().value,
        cost = point.ok ? kernel.cost(point.value) : point;
      if (point.ok && cost.ok) return { x: point.value, nllh: cost.value, parameters: naturalValues(estimated, point.value) };
    }
    return null;
  });
}

/** @returns how many steps a trajectory needs for the kernel's cost, and the bytes that one start holds with them */
function fixedSteps(
  tf: TensorFlow,
  document: Scenario,
  fit: Fit,
  { x, nllh }: TrainedStart,
): Result<{ length: number; bytes: number }> {
  for (const length of LENGTHS) {
    const objective = createTensorObjective(tf, document, fit, { steps: length }),
      {
        values: [value],
      } = objective.evaluateEach(x),
      bytes = objective.heldBytes();
    if (bytes > MOST_BYTES) return failed(failures.tensorMemory(bytes, MOST_BYTES));
    if (Math.abs(value - nllh) <= Math.max(AGREES, AGREES_PART * Math.abs(nllh))) return success({ length, bytes });
  }
  return failed(failures.tensorSteps(LENGTHS[LENGTHS.length - 1]));
}
