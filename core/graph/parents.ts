/**
 * Causal links between variables, with the mechanism each one goes through. The causal parents of a variable are the
 * inputs and regulators of all mechanisms that change it, itself included where it is one of them, and what an event reads
 * that assigns it.
 */
import { networkReads } from '../model/network-variables';
import type { Regulator, Scenario } from '../model/schema';
import { eventLinks } from './event-links';
import { effectSigns } from './graph';
import { identifiers } from './identifiers';
import { inputSign, parameterValues, rateSign, times } from './sign';
import type { Sign } from './sign';

export interface CausalLink {
  readonly from: string;
  readonly to: string;
  /** null for an assigned variable's dependency, an event's and a policy's */
  readonly mechanism: string | null;
  readonly role: 'input' | 'regulator' | 'assignment';
  /** sign of ∂(dx/dt)/∂from; 0 where it is not known or depends on the state */
  readonly sign: Sign;
}

/** One link for each cause, mechanism and effect; references to missing variables are left out. */
export function causalLinks(document: Scenario): CausalLink[] {
  const known = new Set(document.variables.map(({ id }) => id));
  const parameters = parameterValues(document);
  const links: CausalLink[] = [];
  for (const variable of document.variables) {
    if (variable.kind === 'state') continue;
    for (const from of identifiers(variable.expression)) {
      if (known.has(from)) links.push({ from, to: variable.id, mechanism: null, role: 'assignment', sign: 0 });
    }
  }
  for (const { from, to } of eventLinks(document)) links.push({ from, to, mechanism: null, role: 'assignment', sign: 0 });
  for (const mechanism of document.mechanisms) {
    const regulated = mechanism.regulators.filter(({ variable }) => known.has(variable));
    for (const { variable: to, sign } of effectSigns(mechanism, parameters)) {
      if (!known.has(to)) continue;
      const causes = new Map<string, { role: 'input' | 'regulator'; signs: Set<Sign> }>();
      const note = (from: string, role: 'input' | 'regulator', s: Sign): void => {
        const cause = causes.get(from) ?? { role, signs: new Set<Sign>() };
        cause.signs.add(s);
        causes.set(from, cause);
      };
      for (const { variable } of mechanism.inputs) {
        if (known.has(variable))
          note(variable, 'input', times(inputSign(mechanism, variable, parameters, document.networks), sign));
      }
      for (const { variable, kind } of regulated) {
        note(
          variable,
          'regulator',
          times(times(kind === 'activation' ? 1 : -1, rateSign(mechanism, parameters, document.networks)), sign),
        );
      }
      // an input that a factor reads as well acts in two ways
      for (const { variable } of mechanism.inputs)
        if (regulated.some((regulator) => regulator.variable !== variable && factorReads(regulator, document).includes(variable)))
          note(variable, 'input', 0);
      for (const [from, { role, signs }] of causes) {
        links.push({ from, to, mechanism: mechanism.id, role, sign: signs.size === 1 ? [...signs][0] : 0 });
      }
    }
  }
  return links;
}

/** @returns what a regulator's factor names, where it is no Hill factor of its own variable */
function factorReads({ law }: Regulator, { networks }: Scenario): string[] {
  if (law.kind === 'custom') return identifiers(law.expression);
  const network = law.kind === 'neural' ? networks.find(({ id }) => id === law.network) : undefined;
  return network === undefined ? [] : networkReads(network);
}

/** @returns ids of the causal parents, in the order of the document's variables */
export function causalParents(document: Scenario, variable: string): string[] {
  const parents = new Set(
    causalLinks(document)
      .filter(({ to }) => to === variable)
      .map(({ from }) => from),
  );
  return document.variables.map(({ id }) => id).filter((id) => parents.has(id));
}
