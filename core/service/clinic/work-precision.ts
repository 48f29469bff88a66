/**
 * The work–precision diagram (Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, II.10) on the user's own
 * model: every method of the registry over its tolerances or steps, the error that it achieves, and what it costs.
 */
import { solvers } from '../../solve/methods';
import type { Settings, Solution } from '../../solve/options';
import type { Solver } from '../../solve/solver';
import { failed, success, type Result } from '../../util/result';
import { sent } from '../failure';
import { limitedSolve, type Bench, type Limits } from './measured-solve';
import { failures, misuse, notTried } from './messages';
import { FLOOR, largestError, referenceSolution, type Reference } from './reference';
import type { WorkPrecision, WorkPrecisionProgress, WorkPrecisionRun } from './schema';
import { invalid, type Subject } from './subject';

export const TOLERANCES: readonly number[] = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10];
/** Numbers of fixed steps from one end to the other. */
export const STEP_COUNTS: readonly number[] = [10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000];
export const LIMITS: Limits = { steps: 200_000, seconds: 2 };
/** A run is repeated for so long and the fastest counts, since all that can go wrong with a time makes it longer; a slow run is believed at once. */
const REPEAT_SECONDS = 0.015,
  FEWEST_REPEATS = 5,
  MOST_REPEATS = 500;
/** A method's code is run for so long at each of three settings before it is timed. */
const WARM_UP_SECONDS = 0.03,
  WARM_UP_LIMITS: Limits = { steps: 200_000, seconds: 0.1 };
export const AUTO = { method: 'auto', title: 'Automatic', family: 'automatic' } as const;

type Setting = Omit<Settings, 'maxSteps'>;

/** One method's settings from easy to hard: once one runs out of steps or time, those after it would too. */
interface Series {
  readonly title: string;
  readonly family: string;
  readonly settings: readonly Setting[];
}

/** names of all methods that can be asked for */
const methodNames: readonly string[] = [AUTO.method, ...Object.keys(solvers)];

/** @returns undefined for the automatic choice */
export const solverOf = (method: string): Solver | undefined => (solvers as Partial<Record<string, Solver>>)[method];

const takesSteps = (solver: Solver | undefined): boolean => solver !== undefined && solver.errorOrder === 0;

/** @throws DocumentError naming an unknown method */
export function checkMethods(methods: readonly string[] | undefined): void {
  for (const method of methods ?? [])
    if (!methodNames.includes(method)) throw invalid('methods', misuse.method(method, methodNames));
}

function seriesOf({ from, until, settings: { rtol, atol } }: Subject, methods: readonly string[]): Series[] {
  return methods.map((name): Series => {
    const solver = solverOf(name),
      method = solver?.method ?? 'auto';
    const settings = takesSteps(solver)
      ? STEP_COUNTS.map((count): Setting => ({ method, rtol, atol, step: (until - from) / count }))
      : TOLERANCES.map((tolerance): Setting => ({ method, rtol: tolerance, atol: absolute(tolerance, rtol, atol) }));
    return { title: solver?.title ?? AUTO.title, family: solver?.family ?? AUTO.family, settings };
  });
}

/** The absolute tolerance keeps its ratio to the relative one, as the document has it; rounded, since both are read by people. */
const absolute = (tolerance: number, rtol: number, atol: number): number => Number(((tolerance * atol) / rtol).toPrecision(3));

/**
 * Runs all methods, or those named. A cancel keeps the runs that are done.
 * @param onProgress hears each run as it ends
 * @returns the failure where the model has no reference solution
 * @throws DocumentError naming an unknown method
 */
export function workPrecision(
  subject: Subject,
  methods: readonly string[] | undefined,
  bench: Bench,
  onProgress: (progress: WorkPrecisionProgress) => void,
): Result<WorkPrecision> {
  checkMethods(methods);
  // the automatic choice last: it runs other methods' code, which is optimised by then
  const names = (methods ?? methodNames).toSorted((a, b) => Number(a === AUTO.method) - Number(b === AUTO.method));
  const series = seriesOf(subject, names);
  const total = series.reduce((sum, { settings }) => sum + settings.length, 1);
  let done = 0;
  onProgress({ done, total, title: 'reference solution' });
  const found = referenceSolution(subject, bench);
  if (!found.ok) return found;
  const reference = found.value,
    runs: WorkPrecisionRun[] = [];
  const keep = (run: WorkPrecisionRun): void => {
    runs.push(run);
    onProgress({ done: ++done, total, title: run.title, run });
  };
  for (const { title, family, settings } of series) {
    warmUp(subject, settings, bench);
    let exhausted = false;
    for (const setting of settings) {
      if (bench.cancelled()) break;
      if (exhausted) {
        keep({ ...blank(setting, { title, family }, false), failure: notTried });
        continue;
      }
      const run = tryOut(subject, reference, setting, { title, family }, bench, false);
      if (run === null) break;
      keep(run);
      exhausted = run.failure?.reason === 'too-many-steps';
    }
  }
  // last, so that it is measured by code as warm as the others are
  const { method, rtol, atol, step } = subject.settings;
  const own = { method, rtol, atol, ...(step === undefined ? {} : { step }) };
  const current = bench.cancelled() ? null : tryOut(subject, reference, own, solverOf(method) ?? AUTO, bench, true);
  if (current !== null) keep(current);
  return success({
    runs,
    reference: { title: reference.title, rtol: reference.rtol, uncertainty: reference.uncertainty, against: reference.against },
    floor: FLOOR,
    limits: LIMITS,
    span: { from: subject.from, until: subject.until, outputs: subject.times.length, states: subject.plan.n },
    cancelled: bench.cancelled(),
  });
}

function blank({ method, rtol, atol, step }: Setting, { title, family }: Titled, current: boolean): WorkPrecisionRun {
  const control = step === undefined ? { rtol, atol: atol as number } : { step };
  return { method, title, family, ...control, current, error: null, seconds: 0, evaluations: 0, steps: 0, rejected: 0 };
}

type Titled = { readonly title: string; readonly family: string };

/** @returns null after a cancel */
function tryOut(
  subject: Subject,
  reference: Reference,
  setting: Setting,
  titled: Titled,
  bench: Bench,
  current: boolean,
): WorkPrecisionRun | null {
  const run = blank(setting, titled, current);
  const { result, seconds } = timed(subject, setting, bench);
  if (!result.ok) {
    const { failure } = result;
    if (failure.reason === 'cancelled') return null;
    return { ...run, seconds, failure: sent(failure) };
  }
  const { states, evaluations, steps, rejected } = result.value,
    error = largestError(states, reference.states, reference.floor);
  const counted = { ...run, seconds, evaluations, steps, rejected };
  return error < 1 ? { ...counted, error } : { ...counted, failure: sent(failures.useless(error)) };
}

/** Runs a loose, a middle and a tight setting for a while, so that the first point is not that of code yet to be optimised. */
function warmUp(subject: Subject, settings: readonly Setting[], bench: Bench): void {
  for (const index of [0, settings.length >> 1, settings.length - 1]) {
    const until = bench.seconds() + WARM_UP_SECONDS;
    for (let runs = 0; runs < MOST_REPEATS && bench.seconds() < until && !bench.cancelled(); runs++)
      if (!limitedSolve(subject, settings[index], bench, WARM_UP_LIMITS).ok) break;
  }
}

/** The first run tells how often to repeat. */
function timed(subject: Subject, setting: Setting, bench: Bench): { result: Result<Solution>; seconds: number } {
  const once = (): { result: Result<Solution>; seconds: number } => {
    const began = bench.seconds();
    const result = limitedSolve(subject, setting, bench, LIMITS);
    return { result, seconds: bench.seconds() - began };
  };
  const first = once();
  if (!first.result.ok || first.seconds > 10 * REPEAT_SECONDS) return first;
  let fastest = Infinity;
  for (let spent = 0, repeats = 0; repeats < FEWEST_REPEATS || (spent < REPEAT_SECONDS && repeats < MOST_REPEATS); repeats++) {
    const { result, seconds } = once();
    if (!result.ok) return { result: failed(result.failure), seconds };
    fastest = Math.min(fastest, seconds);
    spent += seconds;
  }
  return { result: first.result, seconds: fastest };
}
