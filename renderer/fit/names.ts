/** What a name of a fit's result is for people, and the scale on which the fit moved it. */
import type { Parameter, Scenario } from '../../core/model/schema';

/** @param name such as `k`, `k@patient1` for a subject's own value, or `X.initial` */
export function parameterName(document: Scenario, name: string): string {
  const [id, subject] = name.split('@');
  const parameter = document.parameters.find((one) => one.id === id);
  if (parameter !== undefined) {
    const shown = parameter.name ?? id;
    return subject === undefined ? shown : `${shown}, ${document.conditions.find((one) => one.id === subject)?.name ?? subject}`;
  }
  const variable = document.variables.find((one) => `${one.id}.initial` === name);
  return variable === undefined ? name : `${variable.name} at the start`;
}

export const estimatedScale = (document: Scenario, name: string): Parameter['scale'] =>
  document.parameters.find(({ id }) => id === name.split('@')[0])?.scale ?? 'linear';
