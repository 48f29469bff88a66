/**
 * The continuous adjoint: λ' = −(∂f/∂y)ᵀλ backward in time, by a solver and tolerances of its own, along the interpolated forward
 * states or, with constant memory, along states that are integrated backward with it (Y. Cao, S. Li, L. Petzold, R. Serban,
 * "Adjoint sensitivity analysis for differential-algebraic equations", SIAM J. Sci. Comput. 24 (2003) 1076–1089).
 */
import { solve } from '../solve/integrate';
import type { Solution } from '../solve/options';
import { solvers } from '../solve/methods';
import type { MethodName } from '../solve/solver';
import type { Plan } from '../solve/system';
import { failed, success } from '../util/result';
import type { Result } from '../util/result';
import { backwardPlan } from './backward-plan';
import { firstMovingEvent } from './fixed-events';
import type { JumpRecording } from './jump-recording';
import { Stops, largestOf } from './stops';
import type { Drift } from './stops';
import { failures, misuse } from './messages';
import { ParameterQuadrature } from './parameter-quadrature';

export interface ContinuousAdjointOptions {
  /** where the forward states come from: the dense solution, or a backward solve that keeps nothing */
  readonly states: 'interpolated' | 'backward';
  /** `auto`: explicit until the adjoint turns out stiff; along backward states, where no stiff method helps, tsit5 */
  readonly method: 'auto' | MethodName;
  /** tolerances of the adjoint; where atol is not given, it is a small part of rtol by the sizes of states and cotangents */
  readonly rtol: number;
  readonly atol?: number;
  /** limit on tried steps of the way back */
  readonly maxSteps: number;
  readonly cancelled?: () => boolean;
}

export interface ContinuousAdjoint {
  /** gradient with respect to the state at `from`, before the jumps there, float64[n] */
  readonly initial: Float64Array;
  /** the method of the way back in use at its end, its steps and its evaluations of (∂f/∂y)ᵀλ; those of λᵀ∂f/∂p for the parameters */
  readonly method: MethodName;
  readonly steps: number;
  readonly rejected: number;
  readonly evaluations: number;
  readonly quadrature: number;
  /** where the states were integrated backward */
  readonly drift?: Drift;
}

/** Absolute tolerance as a part of the relative one times the size of what it is for. */
const SMALL_PART = 1e-3;

/**
 * Absolute tolerances, (y, λ) or λ: a component of λ weighs by its state, λ_j y_j being in the units of the loss whatever those
 * of y_j.
 */
function absoluteTolerances(
  { states }: Solution,
  cotangents: Float64Array,
  { rtol, atol }: ContinuousAdjointOptions,
  n: number,
  first: number,
): Float64Array {
  const sizes = new Float64Array(n);
  let loss = 0;
  states.forEach((value, i) => {
    sizes[i % n] = Math.max(sizes[i % n], Math.abs(value));
    loss = Math.max(loss, Math.abs(value * cotangents[i]));
  });
  const out = new Float64Array(first + n),
    least = SMALL_PART * rtol * (largestOf(cotangents) || 1);
  for (let j = 0; j < n; j++) {
    if (first > 0) out[j] = SMALL_PART * rtol * (sizes[j] || largestOf(sizes) || 1);
    const own = (SMALL_PART * rtol * loss) / sizes[j];
    out[first + j] = atol ?? (own > 0 && own < Infinity ? own : least);
  }
  return out;
}

/**
 * Adds to gp the gradient of Σ_k cotangents[k]·y(times[k]) of the plan's exact solution, to the tolerances of both solves.
 * @param forward the solution of the plan from its own initial state at `times`, dense where its states are to be interpolated
 * @param jumps the recorder of that solve
 * @param cotangents float64[times.length·n], row-major
 * @param gp float64[m], added to; includes the dependence of jumps and of plan.initial on p
 * @throws RangeError where the forward solution is not dense though it is to be interpolated
 */
export function continuousAdjoint(
  plan: Plan,
  p: Float64Array,
  forward: Solution,
  jumps: JumpRecording,
  cotangents: Float64Array,
  gp: Float64Array,
  options: ContinuousAdjointOptions,
): Result<ContinuousAdjoint> {
  const { states, rtol, maxSteps, cancelled } = options,
    { n } = plan,
    { times } = forward,
    { from, entries } = jumps;
  const backward = states === 'backward';
  if (!backward && forward.dense === undefined) throw new RangeError(misuse.notDense);
  const moving = firstMovingEvent(plan, p, jumps);
  if (moving !== undefined) return failed(failures.eventInContinuous(moving));
  const method = backward && options.method === 'auto' ? 'tsit5' : options.method;
  if (backward && method !== 'auto' && solvers[method].family === 'rosenbrock') {
    return failed(failures.rosenbrockBackward(solvers[method].title));
  }
  const first = backward ? n : 0,
    z = new Float64Array(first + n),
    last = times.length - 1;
  const way = new Stops(plan, p, forward, jumps, cotangents, first);
  const until = last >= 0 ? times[last] : from;
  if (backward && last >= 0) z.set(forward.states.subarray(last * n), 0);
  const unused = new Float64Array(plan.m);
  const back = backwardPlan({
    plan,
    entries,
    times,
    pieceOf: forward.pieceOf,
    until,
    ...(backward ? {} : { dense: forward.dense }),
    pass(stop, at, _p, out) {
      out.set(at);
      way.pass(stop, out, unused);
    },
  });
  const scratch = new Float64Array(z.length);
  const quadrature = new ParameterQuadrature(plan, back, p, gp, (passed, at) => {
    scratch.set(at);
    for (const stop of passed) {
      way.measure(stop, scratch);
      way.pass(stop, scratch, gp);
    }
  });
  let spent: Pick<ContinuousAdjoint, 'method' | 'steps' | 'rejected' | 'evaluations'> = {
    method: method === 'auto' ? 'tsit5' : method,
    steps: 0,
    rejected: 0,
    evaluations: 0,
  };
  const { pieces } = back.plan;
  if (pieces.length > 0) {
    const atol = absoluteTolerances(forward, cotangents, options, n, first);
    const solved = solve(back.plan, p, {
      from: pieces[0].from,
      until: pieces[pieces.length - 1].until,
      settings: { method, rtol, atol, maxSteps },
      initialState: z,
      recorder: quadrature,
      cancelled,
    });
    if (!solved.ok) return failed(failures.wayBack(solved.failure, backward ? way.drift().largest : undefined));
    z.set(solved.value.final);
    spent = solved.value;
  }
  for (const stop of back.last) {
    way.measure(stop, z);
    way.pass(stop, z, gp);
  }
  const initial = z.slice(first);
  plan.initial.vjp(from, new Float64Array(n), p, initial, new Float64Array(n), gp);
  if (!initial.every(Number.isFinite) || !gp.every(Number.isFinite)) return failed(failures.nonFinite());
  return success({
    initial,
    method: spent.method,
    steps: spent.steps,
    rejected: spent.rejected,
    evaluations: spent.evaluations,
    quadrature: quadrature.evaluations,
    ...(backward ? { drift: way.drift() } : {}),
  });
}
