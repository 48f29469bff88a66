/** What a fit's result depends on, so that a result can be told from a stale one. */
import { canonicalJson } from './canonical';
import { heldInterventions } from './held';
import type { Scenario } from './schema';

/**
 * Text that is equal before and after whatever leaves a fit valid: moving a node, renaming, adding an arm or an
 * intervention that no condition uses, adopting the fit's own values, running it again. Its hash is the provenance of a result.
 */
export function fitSubject(document: Scenario): string {
  const bare = (item: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(item).filter(([key]) => !['name', 'position', 'note', 'source'].includes(key)));
  const used = heldInterventions(
    document,
    document.conditions.flatMap(({ interventions }) => interventions),
  );
  return canonicalJson({
    start: document.about.time.start,
    variables: document.variables.map(bare),
    parameters: document.parameters.map((parameter) => ({
      ...bare(parameter),
      value: parameter.estimate ? undefined : parameter.value,
    })),
    mechanisms: document.mechanisms.map(bare),
    networks: document.networks.map((network) => ({ ...bare(network), weights: network.estimate ? undefined : network.weights })),
    events: document.events.length === 0 ? undefined : document.events.map(bare),
    observables: document.observables.map(bare),
    conditions: document.conditions.map(bare),
    interventions: document.interventions.filter(({ id }) => used.has(id)).map(bare),
    measurements: document.data.measurements,
    solver: document.solver,
  });
}

/** Fits agree with themselves to about this part of a value: where they stop depends on the optimiser and the solver's tolerance. */
const SAME = 1e-6;

/** Fitted values that the document no longer has, by name. Weights are compared too. */
export function departures(document: Scenario, fitted: Readonly<Record<string, number>>): string[] {
  const present = new Map<string, number>(document.parameters.map(({ id, value }) => [id, value]));
  for (const { id, weights } of document.networks)
    weights?.forEach((weight, i) => {
      present.set(`${id}.${i}`, weight);
    });
  return Object.entries(fitted)
    .filter(([name, value]) => {
      const now = present.get(name);
      return now === undefined || Math.abs(now - value) > SAME * Math.abs(value);
    })
    .map(([name]) => name);
}
