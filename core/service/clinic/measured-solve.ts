/** One solve under the clinic's limits of steps and of time, on a clock that the host hands in. */
import { solve } from '../../solve/integrate';
import type { Settings, Solution, SolveOptions } from '../../solve/options';
import { failed, type Result } from '../../util/result';
import { failures } from './messages';
import type { Subject } from './subject';

/** What a computation of the clinic is given beside its subject. */
export interface Bench {
  /** seconds on a clock that only goes forward */
  seconds(): number;
  /** true once what was found so far will do */
  cancelled(): boolean;
}
export interface Limits {
  /** tried steps of one run */
  readonly steps: number;
  /** seconds of one run */
  readonly seconds: number;
}

/** A solve's failure is one of the run, `failure.reason` 'cancelled' of the whole computation. */
export function limitedSolve(
  { plan, p, from, until, times }: Subject,
  settings: Omit<Settings, 'maxSteps'>,
  bench: Bench,
  limits: Limits,
  more: Partial<SolveOptions> = {},
): Result<Solution> {
  const deadline = bench.seconds() + limits.seconds;
  let late = false;
  const result = solve(plan, p, {
    from,
    until,
    times,
    ...more,
    settings: { ...settings, maxSteps: limits.steps },
    cancelled: () => bench.cancelled() || (late = bench.seconds() > deadline),
  });
  if (!result.ok && result.failure.reason === 'cancelled' && late)
    return failed(failures.outOfTime(limits.seconds, result.failure.time ?? from));
  return result;
}
