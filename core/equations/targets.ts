/** What actions act on must be there. */
import type { Scenario } from '../model/schema';
import type { Faults } from './faults';
import type { Scheduled } from './window';

/** Adds a fault for each action whose variable, parameter, mechanism or arrow is not there, or cannot be acted on so. */
export function checkTargets(document: Scenario, items: readonly Scheduled[], faults: Faults): void {
  const kinds = new Map(document.variables.map(({ id, kind }) => [id, kind]));
  for (const { action, path, intervention } of items) {
    if ('variable' in action) {
      const kind = kinds.get(action.variable);
      if (kind === undefined) faults.add(`${path}.variable`, intervention, `no variable "${action.variable}"`);
      else if (kind !== 'state' && (action.action === 'dose' || action.action === 'infuse'))
        faults.add(
          `${path}.variable`,
          intervention,
          `"${action.variable}" is ${kind === 'input' ? 'an input' : 'assigned'}; only a state can be given a ${action.action === 'dose' ? 'dose' : 'rate'}`,
          'use clamp instead, or make it a state',
        );
    }
    if (action.action === 'set' && !document.parameters.some(({ id }) => id === action.parameter))
      faults.add(`${path}.parameter`, intervention, `no parameter "${action.parameter}"`);
    if ('mechanism' in action && action.mechanism !== undefined) {
      const mechanism = document.mechanisms.find(({ id }) => id === action.mechanism);
      if (mechanism === undefined) faults.add(`${path}.mechanism`, intervention, `no mechanism "${action.mechanism}"`);
      else if (
        (action.action === 'cut' || action.action === 'hold') &&
        ![...mechanism.inputs, ...mechanism.regulators].some(({ variable }) => variable === action.variable)
      ) {
        faults.add(
          `${path}.variable`,
          intervention,
          `"${action.variable}" is not a cause of "${action.mechanism}", so there is no arrow to ${action.action}`,
          `its causes are ${[...mechanism.inputs, ...mechanism.regulators].map(({ variable }) => variable).join(', ') || 'none'}`,
        );
      }
    }
  }
}
