/** What a comparison can show: variables and observables with names and units, and the arms in the order of their strokes. */
import type { Arm, Comparison, Scenario } from '../../core/model/schema';

export interface Quantity {
  readonly id: string;
  readonly name: string;
  readonly unit?: string;
  readonly kind: 'variable' | 'observable';
}

export const quantitiesOf = (document: Scenario): Quantity[] => [
  ...document.variables.map(({ id, name, unit }): Quantity => ({ id, name, unit, kind: 'variable' })),
  ...document.observables.map(({ id, name, unit }): Quantity => ({ id, name, unit, kind: 'observable' })),
];

/** @returns what the comparison plots: its choice, or every state where it makes none */
export function shownOf(document: Scenario, comparison: Comparison): Quantity[] {
  const all = quantitiesOf(document);
  if (comparison.shown.length > 0) return comparison.shown.flatMap((id) => all.find((quantity) => quantity.id === id) ?? []);
  const states = new Set(document.variables.filter(({ kind }) => kind === 'state').map(({ id }) => id));
  return all.filter(({ id }) => states.has(id));
}

/** Baseline first: an arm's place in this list is its stroke. */
export const armsOf = ({ baseline, arms }: Comparison): Arm[] => [baseline, ...arms];
