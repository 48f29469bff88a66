/** One start of a multi-start, whole: from its index to its result. Nothing else a start needs travels between workers. */
import type { Fit, FitStart, Scenario } from '../model/schema';
import { DocumentError } from '../model/problem';
import type { Failure } from '../util/result';
import { bfgs } from './bfgs';
import { naturalValues } from './estimated';
import { faults, reasons } from './messages';
import { createObjective } from './objective';
import { minimise, type Objective } from './optimiser';
import { startCandidates, startSeed } from './start-points';

export interface FitTask {
  readonly document: Scenario;
  /** id of an entry of the document's fits */
  readonly fit: string;
  readonly starts: number;
  readonly seed: number;
}

export interface StartProgress {
  readonly iteration: number;
  readonly nllh: number;
  /** natural values: parameters, σ among them, and weights as `network.0 …` */
  readonly parameters: Record<string, number>;
}

export interface StartHooks {
  onProgress(progress: StartProgress): void;
  cancelled(): boolean;
}

export type StartResult = FitStart;

/** So many candidates are tried until one can be evaluated. */
const MAX_CANDIDATES = 25;

/** @returns the fit of that id, or the first one  @throws DocumentError where there is none */
export function findFit(document: Scenario, id?: string): Fit {
  const found = id === undefined ? document.fits[0] : document.fits.find((fit) => fit.id === id);
  if (found !== undefined) return found;
  if (id === undefined) throw new DocumentError([{ severity: 'error', path: 'fits', message: faults.noFit }]);
  const advice = `fits: ${document.fits.map((fit) => fit.id).join(', ') || '(none)'}`;
  throw new DocumentError([{ severity: 'error', path: 'fits', message: faults.unknown('fit', id), advice }]);
}

/**
 * Lowers the document once; the runner then does any of its starts, in any order, with the same bits.
 * @throws DocumentError where document, fit and data do not fit together
 */
export function createStartRunner(task: FitTask): (index: number, hooks: StartHooks) => StartResult {
  const fit = findFit(task.document, task.fit);
  const { maxIterations, tolerance } = fit,
    cost = createObjective(task.document, fit),
    { estimated } = cost;
  return (index, hooks) => {
    const objective: Objective = { ...cost, evaluate: (x) => cost.evaluate(x, hooks.cancelled) };
    const base = { index, seed: startSeed(task.seed, index) };
    let failures = 0,
      last: Failure | undefined;
    for (const candidate of startCandidates(estimated, task.seed, index)) {
      if (failures === MAX_CANDIDATES || hooks.cancelled()) break;
      const minimum = minimise(bfgs({ maxIterations, tolerance }), objective, candidate, {
        onIteration: ({ iteration, point }) => {
          hooks.onProgress({ iteration, nllh: point.value, parameters: naturalValues(estimated, point.x) });
        },
        cancelled: hooks.cancelled,
      });
      if (!minimum.ok) {
        failures++;
        last = minimum.failure;
        continue;
      }
      const { x, value, gradientNorm, iterations, reason } = minimum.value;
      return {
        ...base,
        nllh: value,
        gradientNorm,
        iterations,
        parameters: naturalValues(estimated, x),
        reason: failures === 0 ? reason : reasons.afterFailures(reason, failures),
      };
    }
    const reason = last === undefined || last.reason === 'cancelled' ? reasons.cancelledEarly : reasons.unusable(last, failures);
    return { ...base, nllh: null, gradientNorm: null, iterations: 0, reason, parameters: {} };
  };
}
