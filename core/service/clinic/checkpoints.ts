/**
 * Memory against time of one gradient: the discrete adjoint of the sum of all states at the end, with every step stored, with every k-th
 * state, and with so many states placed by revolve (Griewank & Walther, ACM TOMS 26:19, 2000).
 */
import { discreteAdjoint } from '../../gradient/discrete-adjoint';
import { StepRecording } from '../../gradient/recording';
import { keeper } from '../../gradient/step-reverse';
import type { Storage } from '../../gradient/storage';
import { solvers } from '../../solve/methods';
import type { Settings } from '../../solve/options';
import type { MethodName } from '../../solve/solver';
import { failed, success, type Result } from '../../util/result';
import { sent } from '../failure';
import type { CheckpointRow, Checkpoints } from './checkpoints-schema';
import { limitedSolve, type Bench, type Limits } from './measured-solve';
import { failures } from './messages';
import type { ClinicProgress } from './schema';
import type { Subject } from './subject';

/** Stored states, and steps between two, go up by this factor. */
const FACTOR = 4;
const FEWEST = 4;
/** A schedule that would hold more is told of and not tried. */
const MOST_BYTES = 2 ** 30;
/** A run is repeated until it has taken so long, but no more often. */
const LONG_ENOUGH = 0.2,
  MOST_RUNS = 5;
/** s of one solve */
const SECONDS = 60;
const NUMBER = 8;

interface Schedule {
  readonly storage: Storage;
  readonly row: Omit<CheckpointRow, 'again' | 'seconds' | 'same' | 'failure'>;
}

interface Gradient {
  readonly gradient: Float64Array;
  readonly again: number;
}
interface Timed<T> {
  readonly found: T;
  readonly seconds: number;
}

/**
 * After a cancel the answer holds the schedules measured until then.
 * @param steps equal ones over the subject's horizon
 * @returns a failure where the steps themselves cannot be taken
 */
export function checkpointSchedules(
  whole: Subject,
  steps: number,
  bench: Bench,
  onProgress: (progress: ClinicProgress) => void,
): Result<Checkpoints> {
  const { from, until, plan } = whole,
    subject: Subject = { ...whole, times: Float64Array.of(until) };
  const chosen = reversible(subject, bench);
  if (!chosen.ok) return chosen;
  const { method } = chosen.value,
    { rtol, atol } = whole.settings,
    settings: Settings = { method, rtol, atol, step: (until - from) / steps, maxSteps: 2 * steps + 1000 },
    limits: Limits = { steps: 2 * steps + 1000, seconds: SECONDS };
  const solved = fastest(bench, () => limitedSolve(subject, settings, bench, limits));
  if (!solved.ok) return solved.failure.reason === 'cancelled' ? solved : failed(failures.equalSteps(solved.failure, steps));
  const taken = solved.value.found.steps,
    numbersOfStep = plan.n + keeper(solvers[method], plan.n).length + 1;
  const schedules = schedulesOf(taken, plan.n, numbersOfStep),
    rows: CheckpointRow[] = [];
  let reference: Float64Array | undefined;
  for (const { storage, row } of schedules) {
    if (bench.cancelled()) break;
    onProgress({ done: rows.length, total: schedules.length, title: `${row.schedule}, ${row.stored} stored` });
    const found: Result<Timed<Gradient>> =
      row.bytes > MOST_BYTES
        ? failed(failures.memory(row.bytes, MOST_BYTES))
        : measured(subject, settings, storage, bench, limits);
    if (!found.ok) {
      if (found.failure.reason === 'cancelled') break;
      rows.push({ ...row, again: null, seconds: null, same: null, failure: sent(found.failure) });
      continue;
    }
    const { seconds, found: one } = found.value,
      { gradient, again } = one;
    reference ??= gradient;
    rows.push({ ...row, again, seconds, same: hasBits(gradient, reference) });
  }
  return success({
    method,
    title: solvers[method].title,
    span: { from, until },
    steps: taken,
    states: plan.n,
    parameters: plan.m,
    solveSeconds: solved.value.seconds,
    timesBytes: 2 * NUMBER * taken,
    rows,
    cancelled: rows.length < schedules.length,
  });
}

/** @returns the document's method, or what its automatic choice comes to; ESDIRK5(4) in place of one whose steps have no reverse */
function reversible(subject: Subject, bench: Bench): Result<{ method: MethodName }> {
  const { method, rtol, atol } = subject.settings;
  if (method !== 'auto') return success({ method: solvers[method].family === 'rosenbrock' ? 'esdirk54' : method });
  const recording = new StepRecording(subject.plan, { storage: { states: 1 } }),
    limits: Limits = { steps: 100_000, seconds: SECONDS };
  const solved = limitedSolve(subject, { method, rtol, atol }, bench, limits, { recorder: recording });
  if (!solved.ok) return solved;
  return success({ method: recording.withoutReverse === undefined ? solved.value.method : 'esdirk54' });
}

/** @param n states  @param numbersOfStep that a stored step takes */
function schedulesOf(steps: number, n: number, numbersOfStep: number): Schedule[] {
  const counts: number[] = [];
  for (let count = FEWEST; count < steps; count *= FACTOR) counts.push(count);
  return [
    { storage: 'full', row: { schedule: 'full', stored: steps, bytes: NUMBER * steps * numbersOfStep } },
    ...counts.map((every): Schedule => {
      const stored = Math.ceil(steps / every);
      return {
        storage: { uniform: every },
        row: { schedule: 'uniform', stored, every, bytes: NUMBER * (stored * n + every * numbersOfStep) },
      };
    }),
    ...counts.map((states): Schedule => ({
      storage: { states },
      row: { schedule: 'recursive', stored: states, bytes: NUMBER * (states * n + numbersOfStep) },
    })),
  ];
}

/** One solve and its sweep under a schedule. */
function measured(subject: Subject, settings: Settings, storage: Storage, bench: Bench, limits: Limits): Result<Timed<Gradient>> {
  const { plan, p, times } = subject,
    recorder = new StepRecording(plan, { storage }),
    cotangents = new Float64Array(plan.n).fill(1);
  return fastest(bench, () => {
    const solved = limitedSolve(subject, settings, bench, limits, { recorder });
    if (!solved.ok) return solved;
    const gp = new Float64Array(plan.m),
      adjoint = discreteAdjoint(plan, p, recorder, times, cotangents, gp);
    if (!adjoint.ok) return adjoint;
    const { initial, forwardSteps } = adjoint.value;
    return success({ gradient: Float64Array.of(...gp, ...initial), again: forwardSteps });
  });
}

/** @returns what it finds, with the time of the fastest of a few runs */
function fastest<T>(bench: Bench, run: () => Result<T>): Result<Timed<T>> {
  const begun = bench.seconds();
  let best: Timed<T> | undefined;
  for (let k = 0; k < MOST_RUNS; k++) {
    const started = bench.seconds(),
      found = run();
    if (!found.ok) return found;
    const seconds = bench.seconds() - started;
    if (best === undefined || seconds < best.seconds) best = { found: found.value, seconds };
    if (bench.cancelled() || bench.seconds() - begun > LONG_ENOUGH) break;
  }
  return success(best!);
}

/** 0 and −0 are not the same bits. */
const hasBits = (a: Float64Array, b: Float64Array): boolean => a.every((value, i) => Object.is(value, b[i]));
