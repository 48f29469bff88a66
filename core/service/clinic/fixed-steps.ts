/**
 * Stability made visible: one-step methods at a fixed step beside the adaptive solution, with hλ against each method's own
 * stability boundary (Hairer & Wanner, Solving Ordinary Differential Equations II, IV.1–3).
 */
import { StepRecording } from '../../gradient/recording';
import type { Lowered } from '../../lower/lowered';
import type { Scenario } from '../../model/schema';
import { solvers } from '../../solve/methods';
import type { Recorder } from '../../solve/recorder';
import type { Solver, Workspace } from '../../solve/solver';
import type { Plan } from '../../solve/system';
import { evenly } from '../../util/grid';
import type { SparsityPattern } from '../../util/sparsity';
import { sent } from '../failure';
import { limitedSolve, type Bench, type Limits } from './measured-solve';
import { misuse } from './messages';
import type { FixedSteps } from './schema';
import { mostNegative, spectrum } from './spectrum';
import { amplification, stabilityBoundary } from './stability';
import { gradientThroughSteps } from './step-gradient';
import { invalid, type Subject } from './subject';

/** The classics of this lesson. */
const METHODS: readonly Solver['method'][] = ['euler', 'heun', 'rk4', 'backward-euler', 'trapezoidal'];
/** The view shows so many times 1/|λ|; a slider of the step goes from a thousandth of the view to half of it. */
const VIEW = 100,
  FINEST = 1000;
/** Just beyond the boundary of Euler's method, −2. */
const DEFAULT_PRODUCT = 2.1;
const LIMITS: Limits = { steps: 5000, seconds: 0.5 };
/** So many steps of the adaptive solve are the start. */
const FIRST_STEPS = 30;
const POINTS = 401;

export interface FixedStepsOptions {
  readonly document: Scenario;
  readonly lowered: Lowered;
  readonly variable?: string;
  readonly step?: number;
}

/** @throws DocumentError where the document has no such variable */
export function fixedStepCurves(
  whole: Subject,
  { document, lowered, variable: asked, step }: FixedStepsOptions,
  bench: Bench,
): FixedSteps {
  const watch = watchStart(whole, bench);
  const states = document.variables.filter(({ kind }) => kind === 'state').map(({ id }) => id);
  // hidden states, such as the stages of a delay, cannot be drawn
  const variable = asked ?? states.find((id) => id === lowered.states[watch.state]) ?? states[0];
  const output = variable === undefined ? -1 : lowered.outputs.indexOf(variable);
  if (output < 0) throw invalid('variables', misuse.variable(variable ?? ''));
  const eigenvalue = watch.most,
    lambda = eigenvalue?.re ?? null;
  const length = whole.until - whole.from,
    shown = lambda === null ? length : Math.min(length, rounded(VIEW / -lambda, 2));
  const until = shown === length ? whole.until : whole.from + shown;
  const range = { min: shown / FINEST, max: shown / 2 };
  const h = clamp(step ?? rounded(lambda === null ? shown / 20 : DEFAULT_PRODUCT / -lambda, 3), range.min, range.max);
  const times = evenly(whole.from, until, POINTS);
  const subject: Subject = { ...whole, until, times };
  const read = reader(subject, lowered, output);
  const adaptive = adaptiveValues(subject, read, bench);
  const largest = adaptive.values.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
  const drawn = { read, state: lowered.states.indexOf(variable) };
  const curves = METHODS.map((name) => curveOf(subject, solvers[name], h, lambda, drawn, { ...adaptive, largest }, bench));
  const { title, values } = adaptive;
  return {
    variable,
    step: h,
    range,
    view: { from: whole.from, until },
    lambda,
    oscillates: (eigenvalue?.im ?? 0) !== 0,
    curves,
    adaptive: { title, values, times: values.length === 0 ? [] : Array.from(times) },
  };
}

/** Numbers that people read off a slider and an axis. */
const rounded = (x: number, digits: number): number => Number(x.toPrecision(digits));
const clamp = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x));

/** Watches the first steps of a solve: the Jacobian's eigenvalue with the most negative real part, before each of them. */
class EigenvalueWatch implements Recorder {
  most: { re: number; im: number } | null = null;
  /** the state that by itself decays fastest there */
  state = 0;
  steps = 0;
  readonly #subject: Subject;

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  begin(): void {}

  enter(): void {}

  accepted(piece: number, _solver: unknown, _w: unknown, t: number, _end: number, _h: number, y: Float64Array): void {
    if (this.steps++ >= FIRST_STEPS) return;
    const { rhs } = this.#subject.plan.pieces[piece],
      entries = new Float64Array(rhs.pattern.column.length);
    rhs.jacobian(t, y, this.#subject.p, entries);
    const found = spectrum(rhs.pattern, entries),
      here = found === null ? null : mostNegative(found);
    if (here === null || here.re >= (this.most?.re ?? 0)) return;
    this.most = here;
    this.state = steepest(rhs.pattern, entries);
  }
}

/** @returns the row with the most negative entry on the diagonal */
function steepest({ n, rowStart, column }: SparsityPattern, entries: Float64Array): number {
  let row = 0,
    least = Infinity;
  for (let i = 0; i < n; i++)
    for (let at = rowStart[i]; at < rowStart[i + 1]; at++)
      if (column[at] === i && entries[at] < least) {
        row = i;
        least = entries[at];
      }
  return row;
}

/** At the start alone a species that is not there yet hides its fast mode; so the first steps of the adaptive solve count too. */
function watchStart(subject: Subject, bench: Bench): EigenvalueWatch {
  const watch = new EigenvalueWatch(subject),
    { rtol, atol } = subject.settings;
  const enough: Bench = { ...bench, cancelled: () => bench.cancelled() || watch.steps >= FIRST_STEPS };
  limitedSolve(subject, { method: 'auto', rtol, atol }, enough, LIMITS, { recorder: watch });
  return watch;
}

type Read = (piece: number, t: number, y: Float64Array) => number | null;

function reader({ p }: Subject, lowered: Lowered, output: number): Read {
  const out = new Float64Array(1);
  return (piece, t, y) => {
    lowered.readOne(piece, output).value(t, y, p, out);
    return Number.isFinite(out[0]) ? out[0] : null;
  };
}

interface Adaptive {
  readonly title: string;
  readonly values: (number | null)[];
  /** the output at any time; absent where the adaptive solve failed */
  readonly at?: (t: number) => number | null;
}

function adaptiveValues(subject: Subject, read: Read, bench: Bench): Adaptive {
  const { rtol, atol } = subject.settings,
    y = new Float64Array(subject.plan.n);
  const tight = { method: 'auto', rtol: Math.min(rtol, 1e-8), atol: Math.min(atol, 1e-10) } as const;
  const run = limitedSolve(subject, tight, bench, { steps: 100_000, seconds: 2 }, { keepDense: true });
  if (!run.ok) return { title: run.failure.message, values: [] };
  const { dense, method } = run.value;
  const at = (t: number): number | null => read(dense!.evaluate(t, y), t, y);
  return { title: solvers[method].title, values: Array.from(subject.times, at), at };
}

/** Records a solve, and reads one output at the ends of its steps. */
class OutputWatch extends StepRecording {
  readonly times: number[] = [];
  readonly values: (number | null)[] = [];
  readonly #read: Read;

  constructor(plan: Plan, read: Read) {
    super(plan, { storage: 'full' });
    this.#read = read;
  }

  override accepted(piece: number, solver: Solver, w: Workspace, t: number, end: number, h: number, y: Float64Array): void {
    super.accepted(piece, solver, w, t, end, h, y);
    if (this.times.length === 0) this.note(piece, t, y);
    this.note(piece, end, w.next);
  }

  private note(piece: number, t: number, y: Float64Array): void {
    this.times.push(t);
    this.values.push(this.#read(piece, t, y));
  }
}

function curveOf(
  subject: Subject,
  solver: Solver,
  step: number,
  lambda: number | null,
  { read, state }: { readonly read: Read; readonly state: number },
  adaptive: Adaptive & { readonly largest: number },
  bench: Bench,
): FixedSteps['curves'][number] {
  const watch = new OutputWatch(subject.plan, read),
    { rtol, atol } = subject.settings;
  const run = limitedSolve(subject, { method: solver.method, rtol, atol, step }, bench, LIMITS, { recorder: watch });
  const growth = lambda === null ? null : Math.abs(amplification(solver, step * lambda));
  let deviation: number | null = null;
  if (run.ok && adaptive.at !== undefined && adaptive.largest > 0) {
    const { at, largest } = adaptive;
    deviation = watch.times.reduce(
      (most, t, i) => Math.max(most, Math.abs((watch.values[i] ?? NaN) - (at(t) ?? NaN)) / largest),
      0,
    );
  }
  return {
    method: solver.method,
    title: solver.title,
    times: watch.times,
    values: watch.values,
    steps: Math.max(0, watch.times.length - 1),
    growth: growth !== null && Number.isFinite(growth) ? growth : null,
    boundary: stabilityBoundary(solver),
    deviation: Number.isNaN(deviation) ? null : deviation,
    gradient: (run.ok && state >= 0 ? gradientThroughSteps(subject.plan, subject.p, watch, state) : undefined) ?? null,
    ...(run.ok ? {} : { failure: sent(run.failure) }),
  };
}
