/**
 * An audit of the discrete adjoint on the user's own model: central differences that replay the accepted steps, sizes held,
 * with each parameter moved in turn. Both differentiate the same function, so they agree to the differences' own error.
 */
import type { Solver, Workspace } from '../solve/solver';
import type { Plan } from '../solve/system';
import type { Result } from '../util/result';
import { failed, success } from '../util/result';
import { discreteAdjoint } from './discrete-adjoint';
import { outputsByStep } from './outputs';
import type { StepRecording } from './recording';

/**
 * Outputs of the recorded steps at other parameters: same starts, sizes, methods and jumps.
 * @param p float64[m]  @param initialState in place of plan.initial, as the recorded solve had it
 * @returns float64[times.length·n], row-major
 */
export function replay(
  plan: Plan,
  p: Float64Array,
  recording: StepRecording,
  times: Float64Array,
  initialState?: Float64Array,
): Float64Array {
  const { n } = plan,
    { log, entries } = recording;
  const states = new Float64Array(times.length * n),
    y = new Float64Array(n),
    scratch = new Float64Array(n);
  const workspaces = new Map<Solver, Workspace>();
  const upTo = outputsByStep(recording, times);
  if (initialState === undefined) plan.initial.value(recording.from, scratch, p, y);
  else y.set(initialState);
  let entry = 0,
    output = 0;
  for (let step = 0; ; step++) {
    for (; entry < entries.length && entries[entry].steps === step; entry++) {
      for (const jump of plan.pieces[entries[entry].piece].jumps) {
        jump.value(entries[entry].t, y, p, scratch);
        y.set(scratch);
      }
    }
    if (step === log.length) break;
    const solver = log.solvers[step],
      h = log.size[step],
      t = log.start[step],
      { rhs } = plan.pieces[log.piece[step]];
    const w = workspaces.get(solver) ?? solver.workspace(n);
    workspaces.set(solver, w);
    solver.begin(w, rhs, t, y, p);
    solver.step(w, rhs, t, y, p, h);
    if (output < upTo[step]) {
      const dense = new Float64Array(solver.denseLength(n));
      solver.pack(w, dense, 0);
      for (; output < upTo[step]; output++) solver.interpolate(dense, 0, y, 0, n, h, (times[output] - t) / h, states, output * n);
    }
    y.set(w.next);
  }
  for (; output < times.length; output++) states.set(y, output * n);
  return states;
}

export interface Audit {
  /** float64[m] each */
  readonly adjoint: Float64Array;
  readonly differences: Float64Array;
  /** the largest difference between them, relative to the largest entry */
  readonly worst: number;
  /** index of the parameter where it lies */
  readonly parameter: number;
}

/** Step of the differences relative to the parameter: with Richardson's extrapolation the truncation is of order step⁴. */
const RELATIVE_STEP = 1e-3,
  SMALLEST_STEP = 1e-6;

/**
 * Gradient of Σ_k cotangents[k]·y(times[k]) both ways.
 * @param recording of a solve with the same plan, p and output times  @param cotangents float64[times.length·n], row-major
 * @returns the adjoint's failure, if it has one
 */
export function auditGradient(
  plan: Plan,
  p: Float64Array,
  recording: StepRecording,
  times: Float64Array,
  cotangents: Float64Array,
  initialState?: Float64Array,
): Result<Audit> {
  const adjoint = new Float64Array(plan.m),
    differences = new Float64Array(plan.m);
  const result = discreteAdjoint(plan, p, recording, times, cotangents, adjoint, initialState !== undefined);
  if (!result.ok) return failed(result.failure);
  const moved = Float64Array.from(p);
  const loss = (parameter: number, value: number): number => {
    moved[parameter] = value;
    const total = replay(plan, moved, recording, times, initialState).reduce((sum, state, i) => sum + state * cotangents[i], 0);
    moved[parameter] = p[parameter];
    return total;
  };
  for (let i = 0; i < plan.m; i++) {
    const step = Math.max(Math.abs(p[i]) * RELATIVE_STEP, SMALLEST_STEP);
    const central = (h: number): number => (loss(i, p[i] + h) - loss(i, p[i] - h)) / (2 * h);
    differences[i] = (4 * central(step / 2) - central(step)) / 3;
  }
  const largest = differences.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  let worst = 0,
    parameter = 0;
  for (let i = 0; i < plan.m; i++) {
    const gap = Math.abs(adjoint[i] - differences[i]) / (largest > 0 ? largest : 1);
    if (!(gap <= worst)) {
      worst = gap;
      parameter = i;
    }
  }
  return success({ adjoint, differences, worst, parameter });
}
