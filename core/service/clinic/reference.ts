/**
 * A reference solution: the tightest tolerance that a method of high order reaches, every output time at the end of a step,
 * so that no interpolation enters; and a second one of another method, whose distance says how far the first is to be trusted.
 */
import { solvers, isExplicit } from '../../solve/methods';
import type { Solution } from '../../solve/options';
import type { Solver } from '../../solve/solver';
import type { Plan } from '../../solve/system';
import { failed, success, type Failure, type Result } from '../../util/result';
import { limitedSolve, type Bench, type Limits } from './measured-solve';
import type { Subject } from './subject';

/** Errors are relative to a value, but at least to this part of the largest value of its state. */
export const FLOOR = 1e-3;
const TOLERANCES = [1e-12, 1e-11, 1e-10] as const;
const LIMITS: Limits = { steps: 1_000_000, seconds: 10 };

export interface Reference {
  /** float64[times·n], row-major */
  readonly states: Float64Array;
  /** what the error of each state is at least relative to, float64[n] */
  readonly floor: Float64Array;
  readonly title: string;
  readonly rtol: number;
  readonly uncertainty: number | null;
  readonly against: string;
}

/** The plan with its pieces cut at the output times, so that steps end there. */
export function cutAt(plan: Plan, times: Float64Array): Plan {
  return {
    ...plan,
    pieces: plan.pieces.flatMap((piece) => {
      const inside = times.filter((t, i) => t > piece.from && t < piece.until && t !== times[i - 1]);
      const starts = [piece.from, ...inside];
      return starts.map((from, i) => ({
        ...piece,
        from,
        until: starts[i + 1] ?? piece.until,
        jumps: i === 0 ? piece.jumps : [],
      }));
    }),
  };
}

/** @returns what errors are at least relative to, a state; a state that stays at zero takes the smallest of the others' */
export function errorFloor(states: Float64Array, n: number): Float64Array {
  const floor = new Float64Array(n);
  for (let i = 0; i < states.length; i++) floor[i % n] = Math.max(floor[i % n], FLOOR * Math.abs(states[i]));
  const smallest = floor.reduce((least, value) => (value > 0 && value < least ? value : least), Infinity);
  return floor.map((value) => (value > 0 ? value : smallest < Infinity ? smallest : 1));
}

/** @returns the largest |y − r| / max(|r|, floor) over all entries; Infinity where y is not finite */
export function largestError(y: Float64Array, reference: Float64Array, floor: Float64Array): number {
  const n = floor.length;
  let worst = 0;
  for (let i = 0; i < y.length; i++) {
    const error = Math.abs(y[i] - reference[i]) / Math.max(Math.abs(reference[i]), floor[i % n]);
    if (!(error <= worst)) worst = error < Infinity ? error : Infinity;
  }
  return worst;
}

interface Tight {
  readonly solver: Solver;
  readonly rtol: number;
  readonly states: Float64Array;
}

/** @returns the failure where no method reaches a tight tolerance */
export function referenceSolution(subject: Subject, bench: Bench): Result<Reference> {
  const { n } = subject.plan,
    { rtol, atol } = subject.settings;
  const rough = limitedSolve(subject, { method: 'auto', rtol: Math.min(1e-6, rtol), atol: Math.min(1e-8, atol) }, bench, LIMITS);
  if (!rough.ok) return rough;
  const cut: Subject = { ...subject, plan: cutAt(subject.plan, subject.times) };
  const scale = errorFloor(rough.value.states, n),
    stiff = !isExplicit(solvers[rough.value.method]);
  const tight = (solver: Solver, tolerances: readonly number[]): Result<Tight> => {
    let run: Result<Solution> | undefined;
    for (const tolerance of tolerances) {
      const settings = { method: solver.method, rtol: tolerance, atol: scale.map((size) => size * tolerance) };
      run = limitedSolve(cut, settings, bench, LIMITS);
      if (run.ok) return success({ solver, rtol: tolerance, states: run.value.states });
      if (run.failure.reason === 'cancelled' || run.failure.reason === 'too-many-steps') break;
    }
    return run as Extract<typeof run, { ok: false }>;
  };
  const candidates = Object.values(solvers)
    .filter(({ errorOrder }) => errorOrder > 0)
    .sort((a, b) => Number(isExplicit(a) === stiff) - Number(isExplicit(b) === stiff) || b.order - a.order);
  let best: Tight | undefined, last: Failure | undefined;
  for (const solver of candidates) {
    const run = tight(solver, TOLERANCES);
    if (run.ok && best !== undefined) return success(judged(best, run.value, run.value.solver.title, n));
    if (run.ok) best = run.value;
    else if (run.failure.reason === 'cancelled') return run;
    else last = run.failure;
    // an explicit method that starves on a stiff model says nothing of the reference
    if (best !== undefined && stiff && candidates.every((one) => isExplicit(one) || one === solver)) break;
  }
  if (best === undefined) return failed(last!);
  const again = tight(best.solver, [10 * best.rtol]);
  return success(judged(best, again.ok ? again.value : undefined, `${best.solver.title} at ten times the tolerance`, n));
}

function judged({ solver, rtol, states }: Tight, second: Tight | undefined, against: string, n: number): Reference {
  const floor = errorFloor(states, n);
  const uncertainty = second === undefined ? null : largestError(second.states, states, floor);
  return { states, floor, rtol, uncertainty, title: solver.title, against: second === undefined ? '' : against };
}
