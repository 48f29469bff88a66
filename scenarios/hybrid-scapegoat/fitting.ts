/** A fit of this scenario from untrained weights, its constrained variants, and how much of its cost the data make up. */
import { createObjective } from '../../core/fit/objective';
import { createStartRunner, findFit } from '../../core/fit/run-start';
import { scaledValue } from '../../core/fit/estimated';
import type { FitStart, Network, Scenario } from '../../core/model/schema';

const quiet = { onProgress: () => undefined, cancelled: () => false };

/** round numbers from which the first start goes */
const ROUND: Readonly<Record<string, number>> = { k: 0.1, s: 0 };

/** @returns the scenario as it was before its network was trained */
export const untrained = (document: Scenario): Scenario => ({
  ...document,
  parameters: document.parameters.map((one) => ({ ...one, value: ROUND[one.id] })),
  networks: document.networks.map(({ weights: _trained, ...network }) => network),
  fits: document.fits.map(({ result: _found, ...fit }) => fit),
});

/** @returns the scenario with something else built into its network, which is untrained */
export const constrained = (document: Scenario, constraint: Network['constraint']): Scenario => ({
  ...document,
  networks: document.networks.map(({ weights: _free, ...network }) => ({ ...network, constraint })),
});

export type Done = FitStart & { readonly nllh: number };

/** @returns so many starts of a fit, all its own unless told, best first  @throws Error where none has a cost */
export function fitted(document: Scenario, fit: string, starts = findFit(document, fit).starts): Done[] {
  const { seed } = findFit(document, fit),
    run = createStartRunner({ document, fit, starts, seed });
  const done = Array.from({ length: starts }, (_, index) => run(index, quiet)).flatMap((start) =>
    start.nllh === null ? [] : [{ ...start, nllh: start.nllh }],
  );
  if (done.length === 0) throw new Error('no start has a cost');
  return done.sort((a, b) => a.nllh - b.nllh);
}

/** @param parameters natural values by name  @returns −log L of a fit's data alone, without what regularisers add */
export function dataCost(document: Scenario, fit: string, parameters: Readonly<Record<string, number>>): number {
  const { regularisers: _none, ...plain } = findFit(document, fit),
    objective = createObjective(document, plain);
  const cost = objective.cost(Float64Array.from(objective.estimated, (one) => scaledValue(one, parameters)));
  if (!cost.ok) throw new Error(cost.failure.message);
  return cost.value;
}
