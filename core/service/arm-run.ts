/** One arm simulated: its curves for drawing and its dense readers for functionals. */
import type { ArmRun } from '../effect/compare';
import type { DenseReader } from '../effect/dense';
import type { Lowered } from '../lower/lowered';
import type { DenseSolution } from '../solve/dense';
import { solve } from '../solve/integrate';
import type { Solution } from '../solve/options';
import type { SolverSettings } from '../model/schema';
import { success, type Result } from '../util/result';
import { armSlice, type ArmSlice } from './arm-slice';
import type { Series } from './contract';

export interface ArmTrajectory extends ArmRun {
  readonly solution: Solution;
  /** @param shown output ids to give  @param marked puts the instants of events in, twice each: just before, and after */
  series(shown: readonly string[], marked?: boolean): Series;
  /** @param plane ids of two states  @param others ids of the other states  @param time within the arm's span */
  slice(plane: readonly [string, string], others: readonly string[], time: number): ArmSlice;
}
export interface ArmSpan {
  readonly from: number;
  readonly until: number;
  readonly times: Float64Array;
  readonly settings: SolverSettings;
  readonly cancelled?: () => boolean;
}

/** @param p parameters, float64[lowered.plan.m] */
export function runArm(lowered: Lowered, p: Float64Array, span: ArmSpan): Result<ArmTrajectory> {
  const solved = solve(lowered.plan, p, { ...span, keepDense: true });
  if (!solved.ok) return solved;
  const solution = solved.value,
    index = new Map(lowered.outputs.map((name, i) => [name, i]));
  return success({
    solution,
    reader(outcome) {
      const column = index.get(outcomeOutput(outcome));
      if (column === undefined) throw new Error(`the outcome ${outcome} was not lowered`);
      return denseReader(lowered, p, solution.dense!, column);
    },
    meanRates: (mechanisms) =>
      meanOutputs(
        lowered,
        p,
        solution.dense!,
        mechanisms.map((id) => index.get(id)),
      ),
    slice: (plane, others, time) => armSlice(lowered, p, solution.dense!, plane, others, time),
    series: (shown, marked = false) =>
      readSeries(
        lowered,
        p,
        solution,
        shown.map((name) => [name, index.get(name)!]),
        marked,
      ),
  });
}

/** An outcome's output has a name that no id can take. */
export const outcomeOutput = (outcome: string): string => `outcome:${outcome}`;

function denseReader(lowered: Lowered, p: Float64Array, dense: DenseSolution, column: number): DenseReader {
  const state = new Float64Array(lowered.plan.n),
    out = new Float64Array(1);
  const read = (piece: number, t: number): number => {
    lowered.readOne(piece, column).value(t, state, p, out);
    return out[0];
  };
  return {
    from: dense.from,
    until: dense.until,
    knots: dense.starts,
    at: (t) => read(dense.evaluate(t, state), t),
    before: (t) => read(evaluateBefore(dense, t, state), t),
  };
}

/** State just before t. @param out float64[n], overwritten  @returns the piece that holds there */
function evaluateBefore(dense: DenseSolution, t: number, out: Float64Array): number {
  let low = 0,
    high = dense.steps - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (dense.ends[middle] < t) low = middle + 1;
    else high = middle;
  }
  dense.evaluateStep(low, (t - dense.starts[low]) / (dense.ends[low] - dense.starts[low]), out);
  return dense.pieceOf[low];
}

/** Three-point Gauss–Legendre in each step: exact to the order of the solution itself. */
const GAUSS: readonly (readonly [theta: number, weight: number])[] = [
  [0.5 - Math.sqrt(0.15), 5 / 18],
  [0.5, 4 / 9],
  [0.5 + Math.sqrt(0.15), 5 / 18],
];

function meanOutputs(
  lowered: Lowered,
  p: Float64Array,
  dense: DenseSolution,
  columns: readonly (number | undefined)[],
): (number | null)[] {
  const state = new Float64Array(lowered.plan.n),
    row = new Float64Array(lowered.outputs.length),
    sums = new Float64Array(columns.length);
  for (let step = 0; step < dense.steps; step++) {
    const start = dense.starts[step],
      size = dense.ends[step] - start,
      read = lowered.read[dense.pieceOf[step]];
    for (const [theta, weight] of GAUSS) {
      dense.evaluateStep(step, theta, state);
      read.value(start + theta * size, state, p, row);
      for (let i = 0; i < sums.length; i++) sums[i] += weight * size * row[columns[i] ?? 0];
    }
  }
  const span = dense.until - dense.from;
  return columns.map((column, i) => (column === undefined || !(span > 0) || !Number.isFinite(sums[i]) ? null : sums[i] / span));
}

/** More events than this are not told apart in a picture, and are left to its grid of times. */
const MOST_MARKED = 500;

/** @param marked whether the instants of events are put in, twice each */
function readSeries(
  lowered: Lowered,
  p: Float64Array,
  solution: Solution,
  shown: readonly (readonly [string, number])[],
  marked: boolean,
): Series {
  const { times, states, pieceOf, fired, method, why, steps, rejected, evaluations } = solution,
    { n } = lowered.plan,
    dense = solution.dense!;
  const out = new Float64Array(lowered.outputs.length),
    state = new Float64Array(n);
  const columns = shown.map((): (number | null)[] => []),
    all: number[] = [];
  const put = (t: number, piece: number, y: Float64Array): void => {
    all.push(t);
    lowered.read[piece].value(t, y, p, out);
    shown.forEach(([, column], i) => columns[i].push(Number.isFinite(out[column]) ? out[column] : null));
  };
  const listed = new Set(times);
  const instants = [...new Set(fired.map(({ time }) => time))].filter(
    (time) => !listed.has(time) && time > dense.from && time < dense.until,
  );
  let next = marked && instants.length <= MOST_MARKED ? 0 : instants.length;
  times.forEach((t, k) => {
    for (; next < instants.length && instants[next] < t; next++) {
      put(instants[next], evaluateBefore(dense, instants[next], state), state);
      put(instants[next], dense.evaluate(instants[next], state), state);
    }
    // A time that is listed twice is a boundary: its first entry shows the value just before.
    if (t === times[k + 1] && t > dense.from) put(t, evaluateBefore(dense, t, state), state);
    else put(t, pieceOf[k], states.subarray(k * n, (k + 1) * n));
  });
  return {
    times: all,
    values: Object.fromEntries(shown.map(([name], i) => [name, columns[i]])),
    fired: fired
      .filter(({ index }) => index < lowered.events.length)
      .map(({ event, triggered, time }) => ({ event, triggered, time })),
    solver: { method, why, steps, rejected, evaluations },
  };
}
