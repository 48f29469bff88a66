/**
 * How step sizes went along the trajectory: accepted and rejected ones of each method chosen, changes of method, and where the
 * model is stiff: where the steps that accuracy allows an L-stable method are longer than an explicit method's stability does.
 */
import { solvers, isExplicit, tsit5Solver } from '../../solve/methods';
import type { DenseSolution } from '../../solve/dense';
import type { Settings } from '../../solve/options';
import type { Recorder } from '../../solve/recorder';
import type { Solver } from '../../solve/solver';
import { sent } from '../failure';
import { limitedSolve, type Bench } from './measured-solve';
import type { ClinicProgress, StepHistory } from './schema';
import { fastestDecay, spectrum } from './spectrum';
import { stabilityBoundary } from './stability';
import type { Subject } from './subject';
import { AUTO, checkMethods, LIMITS, solverOf } from './work-precision';

/** Times along the trajectory at which the Jacobian's eigenvalues are taken; methods' points that are drawn. */
const MOST_SPECTRA = 240,
  MOST_POINTS = 1200,
  MOST_REJECTED = 400;

type MethodHistory = StepHistory['methods'][number];

/** |λ|max at times along a trajectory, ascending. */
interface Radius {
  readonly times: number[];
  readonly values: number[];
}

/** @throws DocumentError naming an unknown method */
export function stepHistory(
  subject: Subject,
  methods: readonly string[],
  bench: Bench,
  onProgress: (progress: ClinicProgress) => void,
): StepHistory {
  checkMethods(methods);
  const judge = judgeOf();
  const total = methods.length + 1;
  onProgress({ done: 0, total, title: judge.title });
  const { radius, stiff, boundary } = judged(subject, judge, bench);
  const histories: MethodHistory[] = [];
  for (const method of methods) {
    if (bench.cancelled()) break;
    onProgress({ done: histories.length + 1, total, title: titleOf(method) });
    const history = historyOf(subject, method, radius, bench);
    if (history !== null) histories.push(history);
  }
  const { rtol, atol } = subject.settings;
  return {
    methods: histories,
    stiff,
    judge: { title: judge.title, explicit: tsit5Solver.title, boundary },
    span: { from: subject.from, until: subject.until },
    settings: { rtol, atol },
    cancelled: bench.cancelled(),
  };
}

const titleOf = (method: string): string => solverOf(method)?.title ?? AUTO.title;

/** The implicit or Rosenbrock method of highest order that controls its steps. */
const judgeOf = (): Solver =>
  Object.values(solvers)
    .filter((solver) => solver.errorOrder > 0 && !isExplicit(solver))
    .reduce((best, solver) => (solver.order > best.order ? solver : best));

function settingsFor({ settings: { rtol, atol, step } }: Subject, solver: Solver | undefined): Omit<Settings, 'maxSteps'> {
  const fixed = solver?.errorOrder === 0 && step !== undefined;
  return { method: solver?.method ?? 'auto', rtol, atol, ...(fixed ? { step } : {}) };
}

function judged(
  subject: Subject,
  judge: Solver,
  bench: Bench,
): { radius: Radius; stiff: StepHistory['stiff']; boundary: number } {
  const boundary = stabilityBoundary(tsit5Solver) ?? 0;
  const run = limitedSolve(subject, settingsFor(subject, judge), bench, LIMITS, { keepDense: true });
  if (!run.ok) return { radius: { times: [], values: [] }, stiff: [], boundary };
  const dense = run.value.dense!;
  const radius = radiusAlong(subject, dense, bench);
  const stiff: { from: number; until: number }[] = [];
  for (let step = 0; step < dense.steps; step++) {
    const from = dense.starts[step],
      until = dense.ends[step];
    if (!((until - from) * (radiusAt(radius, from) ?? 0) > -boundary)) continue;
    const last = stiff.at(-1);
    if (last !== undefined && last.until === from) last.until = until;
    else stiff.push({ from, until });
  }
  // a shortened last step is no end of stiffness
  const tail = stiff.at(-1);
  if (tail !== undefined && dense.steps > 1 && tail.until === dense.starts[dense.steps - 1]) tail.until = dense.until;
  return { radius, stiff, boundary };
}

function radiusAlong({ plan, p }: Subject, dense: DenseSolution, bench: Bench): Radius {
  const times: number[] = [],
    values: number[] = [],
    y = new Float64Array(plan.n);
  const stride = Math.max(1, Math.ceil(dense.steps / MOST_SPECTRA));
  for (let step = 0; step < dense.steps && !bench.cancelled(); step += stride) {
    const { rhs } = plan.pieces[dense.pieceOf[step]],
      entries = new Float64Array(rhs.pattern.column.length);
    dense.evaluateStep(step, 0, y);
    rhs.jacobian(dense.starts[step], y, p, entries);
    const found = spectrum(rhs.pattern, entries);
    if (found === null) continue;
    times.push(dense.starts[step]);
    values.push(fastestDecay(found));
  }
  return { times, values };
}

/** @returns |λ|max by linear interpolation, held beyond the ends; null where none is known */
function radiusAt({ times, values }: Radius, t: number): number | null {
  if (times.length === 0) return null;
  let low = 0,
    high = times.length - 1;
  if (t <= times[0]) return values[0];
  if (t >= times[high]) return values[high];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] <= t) low = middle;
    else high = middle;
  }
  const theta = (t - times[low]) / (times[high] - times[low]);
  return values[low] + theta * (values[high] - values[low]);
}

/** Watches a solve: sizes of its steps, and changes of its method. */
class StepWatch implements Recorder {
  readonly times: number[] = [];
  readonly sizes: number[] = [];
  readonly rejectedTimes: number[] = [];
  readonly rejectedSizes: number[] = [];
  readonly switches: { time: number; from: string; to: string }[] = [];
  #solver: Solver | undefined;

  begin(): void {}

  enter(): void {}

  accepted(_piece: number, solver: Solver, _w: unknown, t: number, _end: number, h: number): void {
    if (this.#solver !== undefined && this.#solver !== solver)
      this.switches.push({ time: t, from: this.#solver.title, to: solver.title });
    this.#solver = solver;
    this.times.push(t);
    this.sizes.push(h);
  }

  rejected(t: number, h: number): void {
    this.rejectedTimes.push(t);
    this.rejectedSizes.push(h);
  }
}

/** @returns null after a cancel */
function historyOf(subject: Subject, method: string, radius: Radius, bench: Bench): MethodHistory | null {
  const watch = new StepWatch();
  const run = limitedSolve(subject, settingsFor(subject, solverOf(method)), bench, LIMITS, { recorder: watch });
  if (!run.ok && run.failure.reason === 'cancelled') return null;
  const seen = thinned(watch.times, watch.sizes, MOST_POINTS),
    rejected = thinned(watch.rejectedTimes, watch.rejectedSizes, MOST_REJECTED);
  return {
    method,
    title: titleOf(method),
    why: run.ok ? run.value.why : '',
    steps: watch.times.length,
    times: seen.times,
    sizes: seen.sizes,
    stiffness: seen.sizes.map((h, i) => {
      const value = radiusAt(radius, seen.times[i]);
      return value === null ? null : h * value;
    }),
    rejected: { count: watch.rejectedTimes.length, ...rejected },
    switches: watch.switches,
    ...(run.ok ? {} : { failure: sent(run.failure) }),
  };
}

/** All of the first points, for time on a logarithmic axis; then the smallest and largest size of each of so many stretches. */
function thinned(times: number[], sizes: number[], most: number): { times: number[]; sizes: number[] } {
  if (times.length <= most) return { times, sizes };
  const first = Math.floor(most / 4),
    kept = Array.from({ length: first }, (_unused, i) => i),
    stretches = (most - first) / 2,
    rest = times.length - first;
  for (let k = 0; k < stretches; k++) {
    const begin = first + Math.floor((k * rest) / stretches),
      end = first + Math.floor(((k + 1) * rest) / stretches);
    let least = begin,
      largest = begin;
    for (let i = begin; i < end; i++) {
      if (sizes[i] < sizes[least]) least = i;
      if (sizes[i] > sizes[largest]) largest = i;
    }
    kept.push(Math.min(least, largest));
    if (least !== largest) kept.push(Math.max(least, largest));
  }
  return { times: kept.map((i) => times[i]), sizes: kept.map((i) => sizes[i]) };
}
