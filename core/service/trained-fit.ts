/**
 * The starts of a fit on the engine that is chosen: by the kernel, or first trained by tensors and then polished by the kernel from
 * where that ends. Where training comes to nothing, the kernel does it alone, and the reason says so.
 */
import { chooseEngine } from '../fit/engine';
import { engineReasons, reasons } from '../fit/messages';
import type { FitTask, StartResult } from '../fit/run-start';
import { startSeed } from '../fit/start-points';
import type { TrainedStarts } from '../fit/tensor-start';
import type { Fit, UsedEngine } from '../model/schema';
import type { HandlerContext } from './handler';
import type { Platform } from './platform';

export interface EngineRun {
  readonly starts: StartResult[];
  readonly engine: UsedEngine;
}

/** @throws DocumentError where tensors are asked for by name and the document has what they cannot do */
export async function runOnEngine(
  platform: Platform,
  task: FitTask,
  fit: Fit,
  { signal, progress, pause }: HandlerContext<'fit'>,
): Promise<EngineRun> {
  const { document } = task,
    { name, why } = await chooseEngine(document, fit, task.starts, () => platform.tensorBackend());
  const byKernel = async (reason: string): Promise<EngineRun> => ({
    starts: await platform.runStarts(task, signal, progress, pause),
    engine: { name: 'kernel', why: reason },
  });
  if (name === 'kernel') return byKernel(why);
  const training = await platform.trainStarts(task, signal, progress, pause);
  if (!training.ok) {
    const { message, advice } = training.failure,
      reason = engineReasons.untrained(why, `${message}. ${advice}`);
    return signal.aborted ? { starts: [], engine: { name: 'kernel', why: reason } } : byKernel(reason);
  }
  const { trained, backend } = training.value,
    engine: UsedEngine = { name: 'tensor', why: engineReasons.trained(why, trained.steps, trained.length, backend), backend };
  const points = trained.starts.map((one) => one?.x ?? null);
  const polished = signal.aborted ? [] : await platform.runStarts({ ...task, trained: points }, signal, progress, pause);
  return { starts: withTrained(polished, trained, task), engine };
}

/** The starts that were polished, and where a cancel came before, those that were trained. */
function withTrained(polished: readonly StartResult[], { starts, steps }: TrainedStarts, { seed }: FitTask): StartResult[] {
  const reached = new Set(polished.filter(({ nllh }) => nllh !== null).map(({ index }) => index));
  const rest = starts.flatMap((one, index): StartResult[] => {
    if (one === null || reached.has(index)) return [];
    const { nllh, parameters } = one;
    return [
      {
        index,
        seed: startSeed(seed, index),
        nllh,
        gradientNorm: null,
        iterations: steps,
        reason: reasons.trainedOnly,
        parameters,
      },
    ];
  });
  const replaced = new Set(rest.map(({ index }) => index));
  return [...polished.filter(({ index }) => !replaced.has(index)), ...rest].sort((a, b) => a.index - b.index);
}
