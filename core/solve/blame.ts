/** Who is to blame for a failure, by the names that the right-hand side gives to its states. */
import type { Workspace } from './solver';
import type { Plan, RightHandSide } from './system';

interface Tried {
  readonly plan: Plan;
  readonly y: Float64Array;
  readonly rtol: number;
  readonly atol: Float64Array;
  readonly workspace: Workspace;
}

/** @returns id of the state whose scaled error was the largest in the step last tried; none where that cannot be told */
export function hardestState({ plan, y, rtol, atol, workspace: { error, next } }: Tried, piece: number): string[] {
  const { names } = plan.pieces[piece].rhs;
  let worst = -1,
    largest = 0;
  for (let i = 0; i < y.length; i++) {
    const scaled = Math.abs(error[i]) / (atol[i] + rtol * Math.max(Math.abs(y[i]), Math.abs(next[i])));
    if (!Number.isFinite(scaled)) return [];
    if (scaled > largest) {
      worst = i;
      largest = scaled;
    }
  }
  return names === undefined || worst < 0 ? [] : [names[worst]];
}

/** @returns the finite components of a state by id; undefined where the states have no names */
export const namedState = (y: Float64Array, { names }: RightHandSide): Record<string, number> | undefined =>
  names === undefined
    ? undefined
    : Object.fromEntries(names.map((name, i) => [name, y[i]] as const).filter(([, value]) => Number.isFinite(value)));
