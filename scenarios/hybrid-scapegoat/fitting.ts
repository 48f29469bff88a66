/** A fit of this scenario from untrained weights, its constrained variants, and how much of its cost the data make up. */
import { createObjective } from '../../core/fit/objective';
import { findFit } from '../../core/fit/run-start';
import { scaledValue } from '../../core/fit/estimated';
import { untrained as cleared } from '../../core/model/edit';
import type { Network, Scenario } from '../../core/model/schema';

/** round numbers from which the first start goes */
const ROUND: Readonly<Record<string, number>> = { k: 0.1, s: 0 };

/** @returns the scenario as it was before its network was trained */
export const untrained = (document: Scenario): Scenario => ({
  ...cleared(document),
  parameters: document.parameters.map((one) => ({ ...one, value: ROUND[one.id] })),
});

/** @returns the scenario with k at a value, which its fits leave there */
export const holding = (document: Scenario, k: number): Scenario => ({
  ...document,
  parameters: document.parameters.map((one) => (one.id === 'k' ? { ...one, value: k } : one)),
  fits: document.fits.map((fit) => ({ ...fit, parameters: fit.parameters!.filter((id) => id !== 'k') })),
});

/** @returns the scenario with something else built into its network, which is untrained */
export const constrained = (document: Scenario, constraint: Network['constraint']): Scenario => ({
  ...document,
  networks: document.networks.map(({ weights: _free, ...network }) => ({ ...network, constraint })),
});

/** @param parameters natural values by name  @returns −log L of a fit's data alone, without what regularisers add */
export function dataCost(document: Scenario, fit: string, parameters: Readonly<Record<string, number>>): number {
  const { regularisers: _none, ...plain } = findFit(document, fit),
    objective = createObjective(document, plain);
  const cost = objective.cost(Float64Array.from(objective.estimated, (one) => scaledValue(one, parameters)));
  if (!cost.ok) throw new Error(cost.failure.message);
  return cost.value;
}
