/** A law in words of the expression language put in the place of a network, once one is known. */
import type { Action, Mechanism, Scenario } from '../schema';
import { changed } from './edited';
import { pruneNetworks } from './network';
import { dropActions, dropOrphans, slotNames } from './remove';
import { mentions } from './tokens';

/**
 * Makes the mechanism's law the expression. Causes that the expression does not read are causes no longer, and cuts and holds of their
 * arrows go; the network goes too where nothing else uses it.
 * @param expression of the mechanism's inputs and parameters, such as -0.9*x*y
 * @returns the same document when it has no such mechanism, or its law is not a network
 */
export function acceptSuggestion(document: Scenario, mechanism: string, expression: string): Scenario {
  const before = document.mechanisms.find(({ id }) => id === mechanism);
  if (before?.law.kind !== 'neural') return document;
  const law: Mechanism['law'] = { kind: 'custom', expression };
  const inputs = before.inputs.filter(({ variable }) => mentions(expression, variable));
  const causes = new Set([...inputs, ...before.regulators].map(({ variable }) => variable));
  const isGone = (action: Action): boolean =>
    (action.action === 'cut' || action.action === 'hold') && action.mechanism === mechanism && !causes.has(action.variable);
  const next = { ...document, mechanisms: changed(document.mechanisms, mechanism, (one) => ({ ...one, law, inputs })) };
  return pruneNetworks(dropOrphans(dropActions(next, isGone), slotNames(before)));
}
