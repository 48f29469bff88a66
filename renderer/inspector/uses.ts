/** Which parts of a document name a parameter or variable in their numbers and expressions. */
import { mentions, slotNames } from '../../core/model/edit';
import type { Mechanism, Scenario } from '../../core/model/schema';

export interface Use {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

export function usesOf(document: Scenario, id: string): Use[] {
  const inMechanism = ({ law, effects, regulators }: Mechanism): boolean =>
    [
      ...('parameters' in law
        ? Object.values(law.parameters)
        : law.kind === 'custom'
          ? [law.expression]
          : law.kind === 'potential'
            ? [law.potential]
            : []),
      ...effects.map(({ coefficient }) => coefficient),
      ...regulators.flatMap((one) =>
        one.law.kind === 'hill' ? [one.law.K, one.law.h] : one.law.kind === 'custom' ? [one.law.expression] : [],
      ),
    ].some((quantity) => mentions(quantity, id));
  return [
    ...document.mechanisms
      .filter((one) => slotNames(one).includes(id) || inMechanism(one))
      .map((one) => ({ id: one.id, name: one.name, kind: 'mechanism' })),
    ...document.variables
      .filter((one) => mentions(one.kind === 'state' ? one.initial : one.expression, id))
      .map((one) => ({ id: one.id, name: one.name, kind: one.kind === 'state' ? 'initial value' : 'expression' })),
    ...document.events
      .filter(({ trigger, delay, priority, assignments }) =>
        [trigger, delay, priority, ...assignments.flatMap(({ variable, value }) => [variable, value])].some((text) =>
          mentions(text, id),
        ),
      )
      .map((one) => ({ id: one.id, name: one.name, kind: 'event' })),
    ...document.observables
      .filter(({ expression, scaling, offset, noise }) =>
        [expression, scaling, offset, noise.sigma].some((quantity) => mentions(quantity, id)),
      )
      .map((one) => ({ id: one.id, name: one.name, kind: 'observable' })),
    ...document.parameters
      .filter(({ varies }) => varies?.spread === id)
      .map((one) => ({ id: one.id, name: one.name ?? one.id, kind: 'spread' })),
  ];
}
