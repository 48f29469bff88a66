/** Plans with events, written by hand, for the tests of what the solver does with them. */
import { solve } from '../../core/solve/integrate';
import type { Settings, Solution } from '../../core/solve/options';
import type { Plan, PlanEvent, RightHandSide } from '../../core/solve/system';
import { constantInitial, rightHandSide, vectorFunction } from './problems';

export type Scalar = (t: number, y: Float64Array, p: Float64Array) => number;
export const single = (f: Scalar): PlanEvent['values'] =>
  vectorFunction(1, (t, y, p, out) => {
    out[0] = f(t, y, p);
  });

/** An event on one root function: it fires as that turns positive, and assigns `value` to a state. */
export function whenPositive(id: string, root: Scalar, target: number, value: Scalar, more: Partial<PlanEvent> = {}): PlanEvent {
  return {
    id,
    roots: single(root),
    trigger: (roots, offset) => roots[offset] > 0,
    persistent: true,
    initialValue: true,
    useTriggerValues: true,
    targets: Int32Array.of(target),
    values: single(value),
    ...more,
  };
}

export const planOf = (rhs: RightHandSide, y0: readonly number[], events: readonly PlanEvent[], m = 0): Plan => ({
  n: rhs.size,
  m,
  initial: constantInitial(y0),
  pieces: [{ from: -1, until: Infinity, rhs, jumps: [], events }],
});

export const tight: Settings = { method: 'tsit5', rtol: 1e-10, atol: 1e-12, maxSteps: 1e5 };
export function run(plan: Plan, until: number, settings: Partial<Settings> = {}, times?: readonly number[]): Solution {
  const solved = solve(plan, new Float64Array(plan.m), {
    from: 0,
    until,
    settings: { ...tight, ...settings },
    keepDense: true,
    ...(times === undefined ? {} : { times: Float64Array.from(times) }),
  });
  if (!solved.ok) throw new Error(solved.failure.message);
  return solved.value;
}
export const timesOf = ({ fired }: Solution, event?: string): number[] =>
  fired.filter((one) => event === undefined || one.event === event).map(({ time }) => time);

/** No state changes by itself. */
export const still = (n: number): RightHandSide =>
  rightHandSide({
    n,
    value(_t, _y, _p, out) {
      out.fill(0);
    },
  });
/** cos t and its derivative */
export const oscillator = rightHandSide({
  n: 2,
  value(_t, y, _p, out) {
    out[0] = y[1];
    out[1] = -y[0];
  },
});
