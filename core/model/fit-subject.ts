/** What a fit's result depends on, so that a result can be told from a stale one. */
import { canonicalJson } from './canonical';
import { heldInterventions } from './held';
import type { Fit, Scenario } from './schema';
import { subjectName, variedIn, withoutOwnValues } from './subjects';

/**
 * Text that is equal before and after whatever leaves a fit valid: moving a node, renaming, adding an arm or an
 * intervention that no condition uses, adopting the fit's own values, running it again. Its hash is the provenance of a result.
 * @param fit the one whose result it is
 */
export function fitSubject(document: Scenario, fit?: Pick<Fit, 'regularisers'>): string {
  const bare = (item: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(item).filter(([key]) => !['name', 'position', 'note', 'source'].includes(key)));
  const used = heldInterventions(
    document,
    document.conditions.flatMap(({ interventions }) => interventions),
  );
  const estimated = document.parameters.filter(({ estimate }) => estimate);
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
    conditions: document.conditions.map((condition) => bare(withoutOwnValues({ parameters: estimated }, condition))),
    interventions: document.interventions.filter(({ id }) => used.has(id)).map(bare),
    measurements: document.data.measurements,
    solver: document.solver,
    regularisers: fit?.regularisers,
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
  for (const { id, overrides } of document.conditions) {
    for (const name of variedIn(document, id)) {
      const value = overrides[name] ?? present.get(name);
      if (typeof value === 'number') present.set(subjectName(name, id), value);
    }
  }
  return Object.entries(fitted)
    .filter(([name, value]) => {
      const now = present.get(name);
      return now === undefined || Math.abs(now - value) > SAME * Math.abs(value);
    })
    .map(([name]) => name);
}
