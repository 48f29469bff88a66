/**
 * Pre-equilibration: a trajectory begins at the steady state that the model comes to under other circumstances. It is found by
 * following the model from its initial values by an L-stable method whose steps grow without bound, which is Newton's method in the
 * end and keeps to the basin of the initial values (pseudo-transient continuation; Kelley & Keyes, SIAM J Numer Anal 35:508, 1998),
 * and where the Jacobian is regular a Newton step has to agree.
 * Derivatives go back through the very steps that were taken: at rest these give what the implicit function theorem would, and
 * conserved totals, for which the Jacobian is singular, need no case of their own, as the steps hand them down from the initial values.
 */
import { solve } from '../solve/integrate';
import type { Settings } from '../solve/options';
import type { InitialState, Plan, RightHandSide } from '../solve/system';
import type { Failure } from '../util/result';
import { discreteAdjoint } from './discrete-adjoint';
import { forwardSensitivities } from './forward-sensitivities';
import { failures } from './messages';
import { StepRecording } from './recording';
import { watchRest } from './rest';
import { rootDistance } from './root-distance';

/** The run that leads to the steady state, and how it hangs together with the trajectory that starts there. */
export interface PreRun {
  /** what happens at its start and goes on for ever: the piece at `from` of this plan, in which time stands still */
  readonly plan: Plan;
  /** names of its states, for blame */
  readonly names: readonly string[];
  /** its parameters, float64[plan.m], … */
  readonly nominal: Float64Array;
  /** … in place of which stands the trajectory's parameter of this index, where it is not −1 */
  readonly parameters: Int32Array;
  /** for each state of the trajectory the state of the run that it starts from; −1: it starts from its own initial value */
  readonly states: Int32Array;
  readonly from: number;
  /** length of the trajectory, for which it must rest at the least */
  readonly span: number;
  readonly settings: Pick<Settings, 'rtol' | 'maxSteps'> & { readonly atol: number };
}

/** A run may last for so many times the trajectory. */
const LONGEST = 1e9;
/** Steps of so many are enough for any way to rest; an oscillation takes them all. */
const MOST_STEPS = 10_000;
/** A Newton step from rest may be so large a part of a state: far above what rounding makes of slow rates, far below a way to go. */
const NEAR = 1e-4;
/** Bytes of steps that are kept for derivatives. */
const MEMORY = 32 * 2 ** 20;

/** @param initial the trajectory's own initial values, for what does not come from the run */
export function steadyStart(initial: InitialState, run: PreRun): InitialState {
  const { parameters, states, nominal, from, settings, names } = run,
    plan = atRest(run.plan, from),
    { n, m } = plan;
  const until = from + LONGEST * Math.max(run.span, Number.MIN_VALUE),
    times = Float64Array.of(until);
  const implicit: Settings = {
    method: 'esdirk54',
    newton: 'rounding',
    rtol: settings.rtol,
    atol: settings.atol,
    maxSteps: Math.min(settings.maxSteps, MOST_STEPS),
  };
  const recording = new StepRecording(plan, { storage: { bytes: MEMORY } });
  const q = Float64Array.from(nominal),
    steady = new Float64Array(n),
    cotangents = new Float64Array(n),
    own = new Float64Array(initial.size),
    gq = new Float64Array(m);
  /** sensitivities by index of the trajectory's parameter, at the parameters of the last run */
  const tangents = new Map<number, Float64Array>();
  let failure: Failure | undefined,
    isFresh = false;

  const place = (p: Float64Array): boolean => {
    let same = isFresh;
    parameters.forEach((index, i) => {
      if (index < 0 || Object.is(q[i], p[index])) return;
      q[i] = p[index];
      same = false;
    });
    return same;
  };
  const rest = () => {
    const y0 = new Float64Array(n);
    plan.initial.value(from, y0, q, y0);
    return watchRest(from, y0, settings.rtol, settings.atol, run.span);
  };
  /** Whether Newton's method, where it applies, would leave the state where it is: a slow rate does not show in what moves. */
  const isRoot = (y: Float64Array): boolean => (rootDistance(plan.pieces[0].rhs, from, y, q, settings.atol) ?? 0) <= NEAR;
  /** Comes to rest, unless it has at these parameters already. */
  const settle = (p: Float64Array): void => {
    if (place(p)) return;
    isFresh = true;
    tangents.clear();
    const watch = rest();
    let isAtRest = false;
    const stop = (t: number, y: Float64Array): boolean => (isAtRest = watch.reached(t, y) && isRoot(y));
    const solved = solve(plan, q, { from, until, settings: implicit, times, recorder: recording, stop });
    failure = undefined;
    if (!solved.ok) {
      const { reason } = solved.failure;
      failure = reason === 'too-many-steps' ? restless(watch.moving(), watch.elapsed) : failures.unsettled(solved.failure);
    } else if (!isAtRest) failure = restless(watch.moving(), watch.elapsed);
    else steady.set(solved.value.final);
    if (failure !== undefined) steady.fill(NaN);
  };
  const restless = (moving: readonly number[], elapsed: number): Failure =>
    failures.restless(
      moving.slice(0, 3).map((j) => names[j]),
      elapsed,
    );
  /** Sensitivities of the steady state by those of the trajectory's parameters that it does not have yet. */
  const follow = (p: Float64Array, indices: readonly number[]): void => {
    settle(p);
    const wanted = [...parameters.keys()].filter((i) => indices.includes(parameters[i]) && !tangents.has(parameters[i]));
    if (wanted.length === 0) return;
    const watch = rest(),
      stop = (t: number, y: Float64Array): boolean => watch.reached(t, y) && isRoot(y);
    const followed =
      failure === undefined ? forwardSensitivities(plan, q, { from, until, settings: implicit, times, stop }, wanted) : null;
    wanted.forEach((i, l) => {
      const column = new Float64Array(n).fill(NaN);
      if (followed?.ok === true) for (let j = 0; j < n; j++) column[j] = followed.value.values[j * wanted.length + l];
      tangents.set(parameters[i], column);
    });
  };
  return {
    ...initial,
    failure: () => failure,
    prepare: (_t, p, indices) => follow(p, indices),
    value(t, y, p, out) {
      initial.value(t, y, p, out);
      settle(p);
      states.forEach((source, j) => {
        if (source >= 0) out[j] = steady[source];
      });
    },
    vjp(t, y, p, lambda, gy, gp) {
      settle(p);
      cotangents.fill(0);
      states.forEach((source, j) => {
        own[j] = source < 0 ? lambda[j] : 0;
        if (source >= 0) cotangents[source] += lambda[j];
      });
      initial.vjp(t, y, p, own, gy, gp);
      if (cotangents.every((slope) => slope === 0)) return;
      gq.fill(0);
      if (failure !== undefined || !discreteAdjoint(plan, q, recording, times, cotangents, gq).ok) gq.fill(NaN);
      parameters.forEach((index, i) => {
        if (index >= 0) gp[index] += gq[i];
      });
    },
    jvp(t, y, p, dy, dp, out) {
      initial.jvp(t, y, p, dy, dp, out);
      const moved = [...dp.keys()].filter((index) => dp[index] !== 0);
      follow(p, moved);
      states.forEach((source, j) => {
        if (source >= 0) out[j] = moved.reduce((sum, index) => sum + dp[index] * (tangents.get(index)?.[source] ?? 0), 0);
      });
    },
  };
}

/** The plan's piece at `from`, for ever and with time standing still. */
function atRest({ n, m, pieces, initial }: Plan, from: number): Plan {
  const piece = pieces.findLast((one) => one.from <= from)!,
    { rhs, jumps } = piece;
  const still: RightHandSide = {
    size: rhs.size,
    pattern: rhs.pattern,
    names: rhs.names,
    value: (_t, y, p, out) => rhs.value(from, y, p, out),
    vjp: (_t, y, p, lambda, gy, gp) => rhs.vjp(from, y, p, lambda, gy, gp),
    jvp: (_t, y, p, dy, dp, out) => rhs.jvp(from, y, p, dy, dp, out),
    jacobian: (_t, y, p, out) => rhs.jacobian(from, y, p, out),
    timeDerivative: (_t, _y, _p, out) => void out.fill(0),
    ...(rhs.blame === undefined ? {} : { blame: (_t: number, y: Float64Array, p: Float64Array) => rhs.blame!(from, y, p) }),
  };
  return { n, m, initial, pieces: [{ from, until: Infinity, rhs: still, jumps: piece.from === from ? jumps : [] }] };
}
