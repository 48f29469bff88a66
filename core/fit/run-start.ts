/**
 * One start of a multi-start, whole or from barrier to barrier: from its index to its result. What a start needs to go on after a
 * barrier is plain data, so that another worker may take it up; nothing else travels between workers.
 */
import type { TensorFlow } from '../lower/tensor/tensorflow';
import type { Fit, FitStart, Scenario } from '../model/schema';
import { DocumentError } from '../model/problem';
import { failed, success, type Failure, type Result } from '../util/result';
import { naturalValues } from './estimated';
import { noiseMatcher } from './matched-noise';
import { faults, reasons } from './messages';
import { chooseMethod, createOptimiser, polishing } from './method';
import { createObjective, type FitObjective } from './objective';
import { checkResamples, isResampled, resampled } from './resample';
import { advance, type InformedObjective, type OptimiserState } from './optimiser';
import { startPoints, startSeed } from './start-points';
import { warmStarts } from './warm-start/warm-start';

export interface FitTask {
  readonly document: Scenario;
  /** id of an entry of the document's fits */
  readonly fit: string;
  readonly starts: number;
  readonly seed: number;
  /** where starts begin that tensors have trained, by index, float64[k] on the fit scale; null or absent: at their own points */
  readonly trained?: readonly (Float64Array | null)[];
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

/** A start that waits at a barrier. Plain data. */
export interface PausedStart {
  /** where it stands, as a result if it ended here */
  readonly result: StartResult;
  readonly state: OptimiserState;
  /** start points that could not be evaluated */
  readonly failures: number;
  readonly stiff: readonly boolean[];
}

/** What a start comes to by a barrier: a result at its end, or what it goes on from. */
export type StartRound = { readonly kind: 'done'; readonly result: StartResult } | ({ readonly kind: 'paused' } & PausedStart);

/** Runs a start, from its beginning or from where it paused, until its end or so many iterations in all. */
export type RoundRunner = (index: number, hooks: StartHooks, until: number, from?: PausedStart) => StartRound;

const reasonWith = (reason: string, failures: number, stiff: boolean): string => {
  const text = failures === 0 ? reason : reasons.afterFailures(reason, failures);
  return stiff ? reasons.stiff(text) : text;
};

/** So many candidates are tried until one can be evaluated. */
export const MAX_CANDIDATES = 25;
/** Candidates of the design that each start after the first compares, unless the fit says otherwise. */
export const CANDIDATES = 20;

/** @returns the fit of that id, or the first one  @throws DocumentError where there is none */
export function findFit(document: Scenario, id?: string): Fit {
  const found = id === undefined ? document.fits[0] : document.fits.find((fit) => fit.id === id);
  if (found !== undefined) return found;
  if (id === undefined) throw new DocumentError([{ severity: 'error', path: 'fits', message: faults.noFit }]);
  const advice = `fits: ${document.fits.map((fit) => fit.id).join(', ') || '(none)'}`;
  throw new DocumentError([{ severity: 'error', path: 'fits', message: faults.unknown('fit', id), advice }]);
}

/**
 * Lowers the document once; the runner then does any of its starts from beginning to end, in any order, with the same bits.
 * @param tf for tasks that need tensors
 * @throws DocumentError where document, fit and data do not fit together
 */
export function createStartRunner(task: FitTask, tf?: TensorFlow): (index: number, hooks: StartHooks) => StartResult {
  const run = createRoundRunner(task, tf);
  return (index, hooks) => run(index, hooks, Infinity).result;
}

/** A cost with what leads to its minimum. */
interface Preparation {
  readonly cost: FitObjective;
  readonly optimiser: ReturnType<typeof createOptimiser>;
  readonly matchNoise: ReturnType<typeof noiseMatcher>;
  readonly warmStart: ReturnType<typeof warmStarts>;
}

function prepare(document: Scenario, fit: Fit, isTrained: boolean, tf?: TensorFlow): Preparation {
  const cost = createObjective(document, fit),
    { method } = chooseMethod(document, fit, cost.estimated);
  const optimiser = createOptimiser(isTrained ? polishing(method) : method, document, fit, cost.estimated);
  return { cost, optimiser, matchNoise: noiseMatcher(document, cost), warmStart: warmStarts(document, fit, cost, optimiser, tf) };
}

/** @returns whether the starts of a task need tensors on their workers */
export const needsTensors = ({ document, fit }: FitTask): boolean =>
  findFit(document, fit).warmStart?.kind === 'physics-informed';

/** As `createStartRunner`, from barrier to barrier. */
export function createRoundRunner(task: FitTask, tf?: TensorFlow): RoundRunner {
  const { document, seed, starts } = task,
    fit = findFit(document, task.fit);
  checkResamples(document, fit);
  const whole = prepare(document, fit, task.trained !== undefined, tf),
    { estimated, size, lower, upper } = whole.cost;
  const { sampling = 'sobol', candidates = CANDIDATES } = fit;
  const pointsOf = startPoints(estimated, { sampling, seed, starts, candidates });
  return (index, hooks, until, from) => {
    const isSample = isResampled(fit, index);
    const { cost, optimiser, matchNoise, warmStart } = isSample
      ? prepare(resampled(document, fit, startSeed(seed, index)), fit, false, tf)
      : whole;
    /** the cost on all data, whatever the start fits */
    const wholeCost = (x: Float64Array): Result<number> => {
      whole.cost.restart(cost.stiffParts);
      return whole.cost.cost(x);
    };
    const objective: InformedObjective = {
      size,
      lower,
      upper,
      evaluate: (x) => cost.evaluate(x, hooks.cancelled),
      information: (x) => cost.information(x, hooks.cancelled),
    };
    const base = { index, seed: startSeed(seed, index) };
    const onIteration = ({ iteration, point }: OptimiserState): void => {
      const known = isSample ? wholeCost(point.x) : success(point.value);
      if (known.ok) hooks.onProgress({ iteration, nllh: known.value, parameters: naturalValues(estimated, point.x) });
    };
    cost.restart(from?.stiff);
    const screened = index === 0 ? 1 : candidates;
    const points = (): Generator<Result<Float64Array>, never> =>
      withFirst(task.trained?.[index], candidatesOf(cost, matchNoise, pointsOf(index), screened, hooks.cancelled));
    let warm = from?.result.warm;
    const init = (x: Float64Array): Result<OptimiserState> => {
      if (warmStart === null) return optimiser.init(objective, x);
      const warmed = warmStart(x, hooks.cancelled, hooks.onProgress);
      if (!warmed.ok) return warmed;
      ({ warm } = warmed.value);
      return success(warmed.value.state);
    };
    const begin = (): FirstState => firstState(points(), hooks.cancelled, init);
    const begun = from === undefined ? begin() : success(from);
    if (!begun.ok) {
      const { last, failures } = begun.failure;
      const reason =
        last === undefined || last.reason === 'cancelled' ? reasons.cancelledEarly : reasons.unusable(last, failures);
      return { kind: 'done', result: { ...base, nllh: null, gradientNorm: null, iterations: 0, reason, parameters: {} } };
    }
    const { failures } = begun.value;
    if (from === undefined) onIteration(begun.value.state);
    const { state, termination } = advance(optimiser, objective, begun.value.state, until, {
      onIteration,
      cancelled: hooks.cancelled,
    });
    const end = termination ?? { converged: false, reason: reasons.barrier(state.iteration) };
    const { x, value, gradientNorm, iterations, reason } = optimiser.postprocess(objective, state, end);
    const known = isSample ? wholeCost(x) : success(value);
    const result: StartResult = {
      ...base,
      nllh: known.ok ? known.value : null,
      gradientNorm,
      iterations,
      parameters: naturalValues(estimated, x),
      reason: reasonWith(known.ok ? reason : reasons.onAllData(reason, known.failure), failures, cost.stiff),
      ...(warm === undefined ? {} : { warm }),
      ...(isSample ? { resampled: true } : {}),
    };
    return termination !== null ? { kind: 'done', result } : { kind: 'paused', result, state, failures, stiff: cost.stiffParts };
  };
}

/**
 * The points to begin at, in the order in which they are to be tried: of those screened the ones that can be evaluated, the one of
 * lowest cost first, their noise matched to their residuals, and then why the others cannot; behind them the endless rest. A single
 * one is taken as it is.
 */
export function* candidatesOf(
  objective: FitObjective,
  matchNoise: (x: Float64Array) => Result<Float64Array>,
  points: Generator<Float64Array, never>,
  screened: number,
  cancelled: () => boolean,
): Generator<Result<Float64Array>, never> {
  const tried: { x: Float64Array; cost: number }[] = [],
    refused: Result<Float64Array>[] = [];
  for (let k = 0; screened > 1 && k < screened && !cancelled(); k++) {
    const matched = matchNoise(points.next().value),
      cost = matched.ok ? objective.cost(matched.value) : matched;
    if (matched.ok && cost.ok) tried.push({ x: matched.value, cost: cost.value });
    else if (!cost.ok) refused.push(cost);
  }
  // sorting is stable: of equal costs the earlier point
  for (const { x } of tried.sort((a, b) => a.cost - b.cost)) yield success(x);
  yield* refused;
  for (;;) yield success(points.next().value);
}

/** The candidates, after one that comes before them all. */
function* withFirst(
  first: Float64Array | null | undefined,
  rest: Generator<Result<Float64Array>, never>,
): Generator<Result<Float64Array>, never> {
  if (first !== undefined && first !== null) yield success(first);
  return yield* rest;
}

type FirstState = Result<
  { readonly state: OptimiserState; readonly failures: number },
  { readonly last: Failure | undefined; readonly failures: number }
>;

/** @returns the optimiser's state at the first candidate that can be evaluated; the last failure where too many could not */
function firstState(
  candidates: Generator<Result<Float64Array>, never>,
  cancelled: () => boolean,
  init: (x: Float64Array) => Result<OptimiserState>,
): FirstState {
  let failures = 0,
    last: Failure | undefined;
  while (failures < MAX_CANDIDATES && !cancelled()) {
    const candidate = candidates.next().value,
      state = candidate.ok ? init(candidate.value) : candidate;
    if (state.ok) return success({ state: state.value, failures });
    failures++;
    last = state.failure;
  }
  return failed({ last, failures });
}
