/**
 * Forward sensitivities as a larger system, dS/dt = ∂f/∂y·S + ∂f/∂p, solved with the states by an explicit method: the simultaneous
 * corrector's counterpart, in which the sensitivities may take part in the control of the error.
 */
import { solve } from '../solve/integrate';
import { solvers } from '../solve/methods';
import type { Solution, SolveOptions } from '../solve/options';
import type { MethodName } from '../solve/solver';
import type { Piece, Plan, RightHandSide, VectorFunction } from '../solve/system';
import { failed, success } from '../util/result';
import type { Result } from '../util/result';
import { checkIndices } from './forward-sensitivities';
import type { Sensitivities } from './forward-sensitivities';
import { failures } from './messages';
import { noDerivatives, underived } from './underived';

export interface AugmentedOptions extends Omit<SolveOptions, 'recorder' | 'keepDense'> {
  /** whose error sets the step: the states' alone, as without sensitivities, or also that of every column of S */
  readonly control: 'states' | 'both';
}

/** An absolute tolerance that no error reaches, with room to be squared. */
const ANY_ERROR = 1e150;

/**
 * @param parameters indices into p
 * @returns a failure for a plan with events or a method that is not explicit (`auto` is tsit5 here)
 * @throws RangeError where the call itself is at fault
 */
export function augmentedSensitivities(
  plan: Plan,
  p: Float64Array,
  { control, initialState, settings, ...options }: AugmentedOptions,
  parameters: readonly number[],
): Result<Sensitivities> {
  const { n, m } = plan,
    q = parameters.length,
    size = n * (1 + q);
  checkIndices(parameters, m);
  const method: MethodName = settings.method === 'auto' ? 'tsit5' : settings.method;
  if (solvers[method].family !== 'explicit') return failed(failures.augmentedExplicit(solvers[method].title));
  if (plan.pieces.some(({ events = [] }) => events.length > 0)) return failed(failures.augmentedEvents());
  const augmented: Plan = {
    n: size,
    m,
    initial: augment(plan.initial, n, m, parameters, true),
    pieces: plan.pieces.map(({ from, until, rhs, jumps }): Piece => ({
      from,
      until,
      rhs: augmentRhs(rhs, n, m, parameters),
      jumps: jumps.map((jump) => augment(jump, n, m, parameters, false)),
    })),
  };
  // The error is a mean over all components: what no one looks at must not dilute it.
  const share = control === 'states' ? 1 / Math.sqrt(1 + q) : 1;
  const atol = new Float64Array(size).fill(
    control === 'states' ? ANY_ERROR : typeof settings.atol === 'number' ? settings.atol : 0,
  );
  for (let j = 0; j < n; j++) atol[j] = share * (typeof settings.atol === 'number' ? settings.atol : settings.atol[j]);
  if (typeof settings.atol !== 'number' && control === 'both')
    for (let i = n; i < size; i++) atol[i] = settings.atol[Math.floor((i - n) / q)];
  const state = initialState === undefined ? undefined : new Float64Array(size);
  state?.set(initialState!);
  const solved = solve(augmented, p, {
    ...options,
    settings: { ...settings, method, rtol: share * settings.rtol, atol },
    ...(state === undefined ? {} : { initialState: state }),
  });
  if (!solved.ok) return solved;
  return success(split(solved.value, n, q));
}

/** @returns states and sensitivities apart */
function split(solution: Solution, n: number, q: number): Sensitivities {
  const { times, states, final } = solution,
    size = n * (1 + q);
  const own = new Float64Array(times.length * n),
    values = new Float64Array(times.length * n * q);
  for (let k = 0; k < times.length; k++) {
    own.set(states.subarray(k * size, k * size + n), k * n);
    values.set(states.subarray(k * size + n, (k + 1) * size), k * n * q);
  }
  return { solution: { ...solution, states: own, final: final.slice(0, n) }, values };
}

/**
 * (y, S) → (f(y), ∂f/∂y·S + ∂f/∂p), S row by row behind y.
 * @param initial f does not depend on y, and S before it is zero
 */
function augment(f: VectorFunction, n: number, m: number, parameters: readonly number[], initial: boolean): VectorFunction {
  const q = parameters.length;
  const y = new Float64Array(n),
    column = new Float64Array(n),
    out1 = new Float64Array(n),
    dp = new Float64Array(m);
  return {
    ...underived,
    size: n * (1 + q),
    value(t, z, p, out) {
      for (let j = 0; j < n; j++) y[j] = initial ? 0 : z[j];
      f.value(t, y, p, out1);
      for (let j = 0; j < n; j++) out[j] = out1[j];
      for (let l = 0; l < q; l++) {
        for (let j = 0, at = n + l; j < n; j++, at += q) column[j] = initial ? 0 : z[at];
        dp[parameters[l]] = 1;
        f.jvp(t, y, p, column, dp, out1);
        dp[parameters[l]] = 0;
        for (let j = 0, at = n + l; j < n; j++, at += q) out[at] = out1[j];
      }
    },
  };
}

function augmentRhs(rhs: RightHandSide, n: number, m: number, parameters: readonly number[]): RightHandSide {
  return {
    ...augment(rhs, n, m, parameters, false),
    get pattern() {
      return noDerivatives();
    },
    jacobian: noDerivatives,
    ...(rhs.blame === undefined
      ? {}
      : { blame: (t: number, z: Float64Array, p: Float64Array) => rhs.blame!(t, z.slice(0, n), p) }),
  };
}
