/** The events of a document as expressions in symbols of variables, parameters and t (SBML Level 3 Version 2 Core, 4.11). */
import type { Event, Scenario } from '../model/schema';
import type { Expr } from './expression';
import { quantity, type Scope } from './rate-law';
import { splitTrigger, type Logic, type Trigger } from './trigger';

export interface EventEquation {
  readonly id: string;
  readonly roots: readonly Expr[];
  readonly logic: Logic;
  readonly delay?: Expr;
  readonly priority?: Expr;
  readonly assignments: readonly { readonly state: string; readonly value: Expr }[];
  readonly flags: Pick<Event, 'persistent' | 'initialValue' | 'useTriggerValues'>;
}

const never: Trigger = { roots: [], logic: { kind: 'constant', value: false } };

/** Adds a fault for what cannot be read, for a trigger that is not true or false, and for what is assigned and is no state. */
export function eventEquations(document: Scenario, scope: Scope): EventEquation[] {
  const { pool, faults } = scope;
  const kinds = new Map(document.variables.map(({ id, kind }) => [id, kind]));
  const known = [...kinds.keys()];
  return document.events.map((event, i) => {
    const path = `events[${i}]`,
      { id, persistent, initialValue, useTriggerValues } = event;
    const read = (field: string, value: number | string): Expr => quantity(scope, value, `${path}.${field}`, id, known);
    const trigger = faults.attempt(`${path}.trigger`, id, never, () => splitTrigger(pool, read('trigger', event.trigger)));
    return {
      id,
      ...trigger,
      ...(event.delay === undefined ? {} : { delay: read('delay', event.delay) }),
      ...(event.priority === undefined ? {} : { priority: read('priority', event.priority) }),
      assignments: event.assignments.flatMap(({ variable, value }, k) => {
        const expr = read(`assignments[${k}].value`, value);
        if (kinds.get(variable) === 'state') return [{ state: variable, value: expr }];
        faults.add(
          `${path}.assignments[${k}].variable`,
          id,
          kinds.has(variable) ? `"${variable}" is not a state, so an event cannot assign it` : `no state "${variable}"`,
          'make it a state, which no mechanism need change, or assign another',
        );
        return [];
      }),
      flags: { persistent, initialValue, useTriggerValues },
    };
  });
}

/** @param change applied to every expression */
export const mapEvent = (event: EventEquation, change: (expr: Expr) => Expr): EventEquation => ({
  ...event,
  roots: event.roots.map(change),
  ...(event.delay === undefined ? {} : { delay: change(event.delay) }),
  ...(event.priority === undefined ? {} : { priority: change(event.priority) }),
  assignments: event.assignments.map(({ state, value }) => ({ state, value: change(value) })),
});

/** Every expression of an event. */
export const expressionsOf = ({ roots, delay, priority, assignments }: EventEquation): Expr[] => [
  ...roots,
  ...(delay === undefined ? [] : [delay]),
  ...(priority === undefined ? [] : [priority]),
  ...assignments.map(({ value }) => value),
];
