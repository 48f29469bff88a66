/**
 * Depth per input: what an adaptive solver spends on the way from each of a grid of initial values, beside Euler's method with equal
 * steps, each of which is a residual layer of the same weights (He et al. 2016; Chen et al., Neural Ordinary Differential Equations, 2018).
 */
import type { Lowered } from '../../lower/lowered';
import type { MethodName } from '../../solve/solver';
import { evenly } from '../../util/grid';
import { sent } from '../failure';
import type { DepthMap } from './depth-schema';
import { limitedSolve, type Bench, type Limits } from './measured-solve';
import { misuse } from './messages';
import type { ClinicProgress } from './schema';
import { invalid, type Subject } from './subject';
import { AUTO, solverOf } from './work-precision';

export interface DepthAxis {
  /** id of a state of the document */
  readonly variable: string;
  readonly from: number;
  readonly until: number;
}

/** Equal steps of Euler's method, doubled; each count is tried on every input. */
const LAYERS: readonly number[] = [4, 8, 16, 32, 64, 128, 256];
const LIMITS: Limits = { steps: 100_000, seconds: 1 };
/** Errors of Euler's method are measured against solutions with this relative tolerance. */
const REFERENCE = 1e-10;
/** Ways through the plane that are kept: at most so many inputs along an axis, of so many times each. */
const PATHS = 6,
  PATH_TIMES = 81;

/** What one input came to. */
interface Input {
  readonly final: Float64Array;
  /** |Euler − reference| of each state by layers, float64[layers·n]; NaN where a run failed */
  readonly apart: Float64Array;
}

/**
 * After a cancel the inputs not reached are null.
 * @param axes one state, or two different ones  @param points initial values along each
 * @throws DocumentError where an axis is no state of the document, or has no extent
 */
export function depthMap(
  subject: Subject,
  lowered: Lowered,
  axes: readonly DepthAxis[],
  points: number,
  bench: Bench,
  onProgress: (progress: ClinicProgress) => void,
): DepthMap {
  const places = axes.map((axis, k) => placeOf(lowered, axes, axis, k)),
    values = axes.map(({ from, until }) => evenly(from, until, points)),
    count = points ** axes.length;
  const { settings, plan, p } = subject,
    { method, rtol, atol, step } = settings,
    own = { method, rtol, atol, ...(step === undefined ? {} : { step }) };
  const evaluations = new Array<number | null>(count).fill(null),
    steps = [...evaluations],
    inputs = new Array<Input | null>(count).fill(null);
  const failures: DepthMap['failures'] = [],
    paths: DepthMap['paths'] = [];
  const title = solverOf(method)?.title ?? AUTO.title;
  const start = new Float64Array(plan.n);
  plan.initial.value(subject.from, new Float64Array(plan.n), p, start);
  let done = 0;
  for (; done < count && !bench.cancelled(); done++) {
    if (done % points === 0) onProgress({ done, total: count, title });
    const initialState = start.slice(),
      at = [done % points, Math.floor(done / points)];
    places.forEach((place, k) => {
      initialState[place] = values[k][at[k]];
    });
    const pathWanted = axes.length === 2 && isSparse(at[0], points) && isSparse(at[1], points);
    const run = limitedSolve({ ...subject, times: NO_TIMES }, own, bench, LIMITS, { initialState, keepDense: pathWanted });
    if (!run.ok) {
      if (run.failure.reason === 'cancelled') break;
      failures.push({ index: done, failure: sent(run.failure) });
      continue;
    }
    evaluations[done] = run.value.evaluations;
    steps[done] = run.value.steps;
    const { dense } = run.value;
    if (dense !== undefined) {
      const states = Array.from(evenly(subject.from, subject.until, PATH_TIMES), (t) => {
        const y = new Float64Array(plan.n);
        dense.evaluate(t, y);
        return y;
      });
      const [x, y] = places.map((place) => states.map((state) => state[place]));
      paths.push({ index: done, x, y });
    }
    inputs[done] = layersOf(subject, initialState, bench);
  }
  const layers = errorsOf(inputs, plan.n),
    [before, last] = layers.slice(-2).map(({ median }) => median);
  return {
    axes: axes.map(({ variable }, k) => ({ variable, values: Array.from(values[k]) })),
    solver: { title, rtol, atol, ...(step === undefined ? {} : { step }) },
    span: { from: subject.from, until: subject.until },
    evaluations,
    steps,
    failures,
    layers,
    order: before !== null && last !== null && before > 0 && last > 0 ? Math.log2(before / last) : null,
    paths,
    cancelled: done < count,
  };
}

const NO_TIMES = new Float64Array(0);

function placeOf({ states }: Lowered, axes: readonly DepthAxis[], { variable, from, until }: DepthAxis, k: number): number {
  const place = states.indexOf(variable);
  if (place < 0) throw invalid(`axes[${k}].variable`, misuse.state(variable, states));
  if (axes.some((other, i) => i < k && other.variable === variable)) throw invalid(`axes[${k}].variable`, misuse.twice(variable));
  if (!(from < until && Number.isFinite(from) && Number.isFinite(until)))
    throw invalid(`axes[${k}]`, misuse.extent(variable, from, until));
  return place;
}

/** @returns whether an index is one of a few, evenly apart, ends left out */
function isSparse(index: number, points: number): boolean {
  const stride = Math.max(1, Math.ceil(points / PATHS));
  return index % stride === stride >> 1;
}

/** @returns null where there is no reference to hold Euler's method against */
function layersOf(subject: Subject, initialState: Float64Array, bench: Bench): Input | null {
  const { rtol, atol } = subject.settings,
    { n } = subject.plan,
    whole = { ...subject, times: NO_TIMES };
  const tight = { method: 'auto' as const, rtol: REFERENCE, atol: (atol / rtol) * REFERENCE };
  const reference = limitedSolve(whole, tight, bench, LIMITS, { initialState });
  if (!reference.ok) return null;
  const { final } = reference.value,
    apart = new Float64Array(LAYERS.length * n).fill(NaN),
    method: MethodName = 'euler';
  LAYERS.forEach((count, l) => {
    const step = (subject.until - subject.from) / count;
    const run = limitedSolve(whole, { method, rtol, atol, step }, bench, LIMITS, { initialState });
    if (run.ok) for (let j = 0; j < n; j++) apart[l * n + j] = Math.abs(run.value.final[j] - final[j]);
  });
  return { final, apart };
}

function errorsOf(inputs: readonly (Input | null)[], n: number): DepthMap['layers'] {
  const sizes = new Float64Array(n);
  for (const input of inputs)
    input?.final.forEach((value, j) => {
      sizes[j] = Math.max(sizes[j], Math.abs(value));
    });
  return LAYERS.map((count, l) => {
    const errors = inputs.map((input) => {
      if (input === null) return null;
      let most = 0;
      for (let j = 0; j < n; j++) {
        const error = input.apart[l * n + j] / (sizes[j] || 1);
        if (!(error < Infinity)) return null;
        most = Math.max(most, error);
      }
      return most;
    });
    const known = errors.filter((error) => error !== null).sort((a, b) => a - b);
    return { count, errors, median: known[known.length >> 1] ?? null };
  });
}
