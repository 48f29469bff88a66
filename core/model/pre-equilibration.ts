/** What a pre-equilibration cannot be: one of a model with events, one that begins with another, or one of another subject. */
import type { Problem } from './problem';
import type { Scenario } from './schema';
import { isSubject } from './subjects';

/** @returns a problem a condition at fault; ids that do not exist are left to the check of references */
export function preEquilibrationProblems({ conditions, events, parameters }: Scenario): Problem[] {
  return conditions.flatMap(({ id, preEquilibration }, i): Problem[] => {
    if (preEquilibration === undefined) return [];
    const path = `conditions[${i}].preEquilibration`,
      before = conditions.find((one) => one.id === preEquilibration.condition);
    const problem = (field: string, message: string, advice: string): Problem => ({
      severity: 'error',
      path: field,
      about: id,
      message,
      advice,
    });
    if (events.length > 0)
      return [
        problem(
          path,
          'a model with events is not pre-equilibrated, since before the start there is no time for them to happen at',
          'take the events out, or give initial values in place of the pre-equilibration',
        ),
      ];
    if (before === undefined || before.id === id) return [];
    const apart = parameters.find((parameter) => isSubject(parameter, before.id) && !isSubject(parameter, id));
    if (apart !== undefined)
      return [
        problem(
          `${path}.condition`,
          `"${apart.id}" varies between conditions, and "${before.id}" has a value of its own but "${id}" has not`,
          `list both in its varies.conditions, or neither: the steady state is that of ${id}'s own values`,
        ),
      ];
    if (before.preEquilibration === undefined) return [];
    return [
      problem(
        `${path}.condition`,
        `"${before.id}" is pre-equilibrated itself, and steady states are not reached one after the other`,
        `name a condition without pre-equilibration, or ${id} itself`,
      ),
    ];
  });
}
