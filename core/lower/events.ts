/** The events of one regime as the solver sees them. */
import type { Expr, Expressions } from '../equations/expression';
import type { RegimeEvent } from '../equations/regime';
import { truthOf } from '../equations/trigger';
import type { PlanEvent, VectorFunction } from '../solve/system';
import { compileVector } from './kernel/compile';
import type { Slots } from './slots';

export function compileEvents(pool: Expressions, events: readonly RegimeEvent[], slots: Slots): PlanEvent[] {
  const compile = (exprs: readonly Expr[]): VectorFunction => compileVector(pool, exprs, slots);
  return events.map(({ id, roots, logic, delay, priority, assignments, flags, targets }) => ({
    id,
    roots: compile(roots),
    trigger: truthOf(logic),
    ...(delay === undefined ? {} : { delay: compile([delay]) }),
    ...(priority === undefined ? {} : { priority: compile([priority]) }),
    ...flags,
    targets: Int32Array.from(targets, (name) => (name === null ? -1 : slots.states.get(name)!)),
    values: compile(assignments.map(({ value }) => value)),
  }));
}
