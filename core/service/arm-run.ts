/** One arm simulated: its curves for drawing and its dense readers for functionals. */
import type { ArmRun } from '../effect/compare';
import type { DenseReader } from '../effect/dense';
import type { Lowered } from '../lower/lowered';
import type { DenseSolution } from '../solve/dense';
import { solve } from '../solve/integrate';
import type { Solution } from '../solve/options';
import type { SolverSettings } from '../model/schema';
import { success, type Result } from '../util/result';
import type { Series } from './contract';

export interface ArmTrajectory extends ArmRun {
  readonly solution: Solution;
  /** @param shown output ids to give */
  series(shown: readonly string[]): Series;
}
export interface ArmSpan { readonly from: number; readonly until: number; readonly times: Float64Array; readonly settings: SolverSettings; readonly cancelled?: () => boolean }

/** @param p parameters, float64[lowered.plan.m] */
export function runArm(lowered: Lowered, p: Float64Array, span: ArmSpan): Result<ArmTrajectory> {
  const solved = solve(lowered.plan, p, { ...span, keepDense: true });
  if (!solved.ok) return solved;
  const solution = solved.value, index = new Map(lowered.outputs.map((name, i) => [name, i]));
  const sampler = denseSampler(lowered, p, solution.dense!);
  const reader = (output: string): DenseReader | undefined => {
    const column = index.get(output);
    return column === undefined ? undefined : {
      from: span.from, until: span.until, knots: solution.dense!.starts, at: (t) => sampler.at(t)[column], before: (t) => sampler.before(t)[column],
    };
  };
  return success({
    solution,
    reader(outcome) {
      const found = reader(outcomeOutput(outcome));
      if (found === undefined) throw new Error(`the outcome ${outcome} was not lowered`);
      return found;
    },
    rate: reader,
    series: (shown) => readSeries(lowered, p, solution, shown.map((name) => [name, index.get(name)!])),
  });
}

/** An outcome's output has a name that no id can take. */
export const outcomeOutput = (outcome: string): string => `outcome:${outcome}`;

interface Sampler { at(t: number): Float64Array; before(t: number): Float64Array }

/** Rows of outputs at times, kept: the readers of one arm ask for the same times one after another. */
function denseSampler(lowered: Lowered, p: Float64Array, dense: DenseSolution): Sampler {
  const state = new Float64Array(lowered.plan.n), right = new Map<number, Float64Array>(), left = new Map<number, Float64Array>();
  const row = (kept: Map<number, Float64Array>, t: number, evaluate: () => number): Float64Array => {
    let values = kept.get(t);
    if (values === undefined) {
      values = new Float64Array(lowered.outputs.length);
      lowered.read[evaluate()].value(t, state, p, values);
      kept.set(t, values);
    }
    return values;
  };
  const stepBefore = (t: number): number => {
    let low = 0, high = dense.steps;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (dense.ends[middle] < t) low = middle + 1; else high = middle;
    }
    return Math.min(low, dense.steps - 1);
  };
  return {
    at: (t) => row(right, t, () => dense.evaluate(t, state)),
    before: (t) => row(left, t, () => {
      const step = stepBefore(t);
      dense.evaluateStep(step, (t - dense.starts[step]) / (dense.ends[step] - dense.starts[step]), state);
      return dense.pieceOf[step];
    }),
  };
}

function readSeries(lowered: Lowered, p: Float64Array, solution: Solution, shown: readonly (readonly [string, number])[]): Series {
  const { times, states, pieceOf, method, why, steps, rejected, evaluations } = solution, { n } = lowered.plan;
  const out = new Float64Array(lowered.outputs.length);
  const columns = shown.map(() => new Array<number | null>(times.length).fill(null));
  times.forEach((t, k) => {
    lowered.read[pieceOf[k]].value(t, states.subarray(k * n, (k + 1) * n), p, out);
    shown.forEach(([, column], i) => { columns[i][k] = Number.isFinite(out[column]) ? out[column] : null; });
  });
  return { times: Array.from(times), values: Object.fromEntries(shown.map(([name], i) => [name, columns[i]])), solver: { method, why, steps, rejected, evaluations } };
}
