/**
 * The exact gradient of the discretised loss: reverse through the very steps that an explicit Runge–Kutta method took, their
 * sizes held constant (W. Hager, "Runge–Kutta methods in optimal control and the transformed adjoint system", Numerische
 * Mathematik 87 (2000) 247–282). Outputs within a step are reversed through the interpolant's stages.
 */
import { bindRow, combine, tableauRow } from '../solve/combine';
import type { BoundRow } from '../solve/combine';
import type { ExplicitSolver } from '../solve/explicit';
import { isExplicit, tsit5Solver } from '../solve/methods';
import type { Plan } from '../solve/system';
import { weightAt } from '../solve/tableau';
import type { ExplicitTableau } from '../solve/tableau';
import { failed, success } from '../util/result';
import type { Result } from '../util/result';
import { failures } from './messages';
import { outputsByStep } from './outputs';
import type { StepRecording } from './recording';

export interface AdjointResult {
  /** gradient with respect to the state at `from`, before the jumps there, float64[n] */
  readonly initial: Float64Array;
}

/** Scratch memory of one reverse sweep. */
interface Sweep {
  readonly plan: Plan;
  readonly p: Float64Array;
  readonly gp: Float64Array;
  readonly recording: StepRecording;
  readonly tableau: ExplicitTableau;
  readonly times: Float64Array;
  readonly cotangents: Float64Array;
  /** cotangent of the state, float64[n] */
  readonly lambda: Float64Array;
  /** state at the start of a step */
  readonly y: Float64Array;
  readonly argument: Float64Array;
  readonly argumentCotangent: Float64Array;
  /** stage derivatives of one step and their cotangents */
  readonly k: Float64Array[];
  readonly kCotangents: Float64Array[];
  readonly rows: readonly StageRow[];
}
interface StageRow extends BoundRow {
  readonly targets: readonly Float64Array[];
}

/**
 * Adds to gp the gradient of Σ_k cotangents[k]·y(times[k]), with y as the recorded solve put it out.
 * @param recording of a solve with the same plan, p and output times
 * @param cotangents float64[times.length·n], row-major
 * @param gp float64[m], added to; includes the dependence of jumps and of plan.initial on p
 * @param initialGiven the solve had an `initialState`, so that plan.initial has no part in the gradient
 */
export function discreteAdjoint(
  plan: Plan,
  p: Float64Array,
  recording: StepRecording,
  times: Float64Array,
  cotangents: Float64Array,
  gp: Float64Array,
  initialGiven = false,
): Result<AdjointResult> {
  const { n } = plan,
    { log, entries } = recording;
  const implicit = log.solvers.findIndex((solver) => !isExplicit(solver));
  if (implicit >= 0) return failed(failures.stiff(log.start[implicit]));
  // A solve has one explicit method; one without steps needs none.
  const [solver = tsit5Solver] = log.solvers;
  const { tableau } = solver as ExplicitSolver;
  const vectors = (): Float64Array[] => Array.from({ length: tableau.stages }, () => new Float64Array(n));
  const k = vectors(),
    kCotangents = vectors();
  const sweep: Sweep = {
    plan,
    p,
    gp,
    recording,
    tableau,
    times,
    cotangents,
    lambda: new Float64Array(n),
    y: new Float64Array(n),
    argument: new Float64Array(n),
    argumentCotangent: new Float64Array(n),
    k,
    kCotangents,
    rows: tableau.a.map(tableauRow).map((row) => ({ ...bindRow(row, k), targets: bindRow(row, kCotangents).vectors })),
  };
  const { lambda } = sweep;
  const upTo = outputsByStep(recording, times);
  for (let o = log.length > 0 ? upTo[log.length - 1] : 0; o < times.length; o++) addOutput(sweep, o, 1, lambda);
  let entry = entries.length - 1;
  for (let step = log.length - 1; ; step--) {
    for (; entry >= 0 && entries[entry].steps === step + 1; entry--) reverseJumps(sweep, entry);
    if (step < 0) break;
    reverseStep(sweep, step, step > 0 ? upTo[step - 1] : 0, upTo[step]);
  }
  const initial = Float64Array.from(lambda);
  if (!initialGiven) {
    sweep.argumentCotangent.fill(0);
    plan.initial.vjp(recording.from, sweep.argument.fill(0), p, lambda, sweep.argumentCotangent, gp);
  }
  return initial.every(Number.isFinite) && gp.every(Number.isFinite) ? success({ initial }) : failed(failures.nonFinite());
}

/** target ← target + scale · cotangent of output o */
function addOutput({ cotangents, plan: { n } }: Sweep, o: number, scale: number, target: Float64Array): void {
  for (let j = 0, at = o * n; j < n; j++, at++) target[j] += scale * cotangents[at];
}

/**
 * Reverses one step: on entry λ is the cotangent of the state at its end, on return of the state at its start.
 * @param first, last the outputs first … last − 1 lie within the step
 */
function reverseStep(sweep: Sweep, step: number, first: number, last: number): void {
  const {
    plan,
    p,
    gp,
    recording: { log },
    tableau,
    times,
    lambda,
    y,
    argument,
    argumentCotangent,
    k,
    kCotangents,
    rows,
  } = sweep;
  const { n } = plan,
    { rhs } = plan.pieces[log.piece[step]];
  const { stages, b, c, interpolant } = tableau;
  const t = log.start[step],
    h = log.size[step];
  for (let j = 0, at = step * n; j < n; j++, at++) y[j] = log.y[at];
  for (let i = 0, at = log.offset[step]; i < stages; i++) {
    const ki = k[i],
      cotangent = kCotangents[i],
      weight = h * b[i];
    for (let j = 0; j < n; j++, at++) {
      ki[j] = log.content[at];
      cotangent[j] = weight * lambda[j];
    }
  }
  for (let o = first; o < last; o++) {
    const theta = (times[o] - t) / h;
    for (let i = 0; i < stages; i++) addOutput(sweep, o, h * weightAt(interpolant.weights[i], theta), kCotangents[i]);
    addOutput(sweep, o, 1, lambda);
  }
  for (let i = stages - 1; i >= 0; i--) {
    const cotangent = kCotangents[i];
    if (isZero(cotangent, n)) continue;
    const row = rows[i];
    combine(argument, y, h, row.weights, row.vectors, n);
    for (let j = 0; j < n; j++) argumentCotangent[j] = 0;
    rhs.vjp(t + c[i] * h, argument, p, cotangent, argumentCotangent, gp);
    for (let j = 0; j < n; j++) lambda[j] += argumentCotangent[j];
    for (let l = 0; l < row.targets.length; l++) {
      const target = row.targets[l],
        weight = h * row.weights[l];
      for (let j = 0; j < n; j++) target[j] += weight * argumentCotangent[j];
    }
  }
}

function isZero(v: Float64Array, n: number): boolean {
  for (let j = 0; j < n; j++) if (v[j] !== 0) return false;
  return true;
}

/** Reverses the jumps of an entry, last first, from the states that they were applied to. */
function reverseJumps(sweep: Sweep, entry: number): void {
  const { plan, p, gp, recording, lambda, argumentCotangent } = sweep;
  const { piece, t } = recording.entries[entry],
    { jumps } = plan.pieces[piece];
  const states = [recording.before(entry)];
  for (const jump of jumps.slice(0, -1)) {
    const after = new Float64Array(plan.n);
    jump.value(t, states[states.length - 1], p, after);
    states.push(after);
  }
  for (let i = jumps.length - 1; i >= 0; i--) {
    argumentCotangent.fill(0);
    jumps[i].vjp(t, states[i], p, lambda, argumentCotangent, gp);
    lambda.set(argumentCotangent);
  }
}
