/** Results of fits in the document: kept with their fit, and taken over as values when asked. */
import type { FitResult, Scenario, Source } from '../schema';
import { subjectName, variedIn } from '../subjects';
import { changed } from './edited';

export function setFitResult(document: Scenario, fit: string, result: FitResult): Scenario {
  return { ...document, fits: changed(document.fits, fit, (one) => ({ ...one, result })) };
}

/**
 * Writes fitted values into the document and marks where they come from.
 * @param values parameter id → value, `k@c` → the value of condition c's own, `X.initial` → initial value of a state, `net.3` → a
 *   weight of a network
 */
export function applyFit(document: Scenario, values: Readonly<Record<string, number>>): Scenario {
  // what was said of the value before, such as the literature it came from, stays beside it
  const fitted = (source: Source | undefined): Source => ({ ...source, kind: 'fitted' });
  return {
    ...document,
    parameters: document.parameters.map((parameter) =>
      values[parameter.id] === undefined
        ? parameter
        : { ...parameter, value: values[parameter.id], source: fitted(parameter.source) },
    ),
    variables: document.variables.map((variable) => {
      const value = values[`${variable.id}.initial`];
      return variable.kind !== 'state' || value === undefined
        ? variable
        : { ...variable, initial: value, source: fitted(variable.source) };
    }),
    conditions: document.conditions.map((condition) => {
      const own = variedIn(document, condition.id).flatMap((name) => {
        const value = values[subjectName(name, condition.id)];
        return value === undefined ? [] : [[name, value] as const];
      });
      return own.length === 0 ? condition : { ...condition, overrides: { ...condition.overrides, ...Object.fromEntries(own) } };
    }),
    networks: document.networks.map((network) => {
      const weights: number[] = [];
      for (let i = 0; values[`${network.id}.${i}`] !== undefined; i++) weights.push(values[`${network.id}.${i}`]);
      return weights.length === 0 ? network : { ...network, weights };
    }),
  };
}

/** @returns the document as before any fit: its networks without weights, its fits without results; parameters keep their values */
export const untrained = (document: Scenario): Scenario => ({
  ...document,
  networks: document.networks.map(({ weights: _trained, ...network }) => network),
  fits: document.fits.map(({ result: _found, ...fit }) => fit),
});
