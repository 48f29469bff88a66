/** The arm that is to be simulated, and the arms that it holds variables at the trajectories of. */
import type { Scenario } from '../model/schema';
import type { Faults } from './faults';
import { captureName, isKind } from './regime';
import type { SurgeryArm } from './regime';
import type { EquationSystem } from './system';
import { checkTargets } from './targets';
import { schedule } from './window';

/** @returns the arms, each after those that it holds; the last is the one asked for, whose states keep their names */
export function heldArms(
  document: Scenario,
  system: EquationSystem,
  interventions: readonly string[],
  always: readonly string[],
  faults: Faults,
): SurgeryArm[] {
  const arms: SurgeryArm[] = [],
    underway: string[] = [];
  const idsOf = (of: readonly string[]): string[] => [...new Set([...always, ...of])];
  const keyOf = (of: readonly string[]): string => idsOf(of).sort().join();
  const visit = (ids: readonly string[], isMain: boolean): void => {
    const key = keyOf(ids);
    if (arms.some((arm) => arm.key === key)) return;
    const items = schedule(document, ids, faults);
    checkTargets(document, items, faults);
    underway.push(key);
    for (const { action, path, intervention } of items.filter(isKind('hold'))) {
      if (underway.includes(keyOf(action.of)))
        faults.add(
          `${path}.of`,
          intervention,
          `"${action.variable}" is to be held at its trajectory in an arm that is itself held at this one's`,
          'name interventions that do not hold at this arm in turn; none at all is the baseline',
        );
      else visit(idsOf(action.of), false);
    }
    underway.pop();
    const captured = items
      .filter(isKind('cut'))
      .flatMap(({ action }) => (action.value === undefined ? [captureName(action.variable, action.mechanism)] : []));
    const suffix = isMain ? '' : `~${arms.length + 1}`;
    arms.push({
      key,
      items,
      states: [...system.states, ...new Set(captured)],
      name: (state) => state + suffix,
      holds: ({ action }) => keyOf(action.of),
    });
  };
  visit(idsOf(interventions), true);
  return arms;
}
