/** What is left of a parameter's variation when its spread or one of its subjects is removed. */
import type { Parameter, Scenario } from '../schema';
import { compact } from './edited';

/** Parameters whose spread was the given one take its value; where that is no spread, they vary no more. */
export const withSpreadOf = (document: Scenario, { id, value }: Parameter): Scenario => ({
  ...document,
  parameters: document.parameters.map((one) =>
    one.varies?.spread === id ? compact({ ...one, varies: value > 0 ? { ...one.varies, spread: value } : undefined }) : one,
  ),
});

/** A parameter whose last subject goes varies no more. */
export function withoutSubject(parameter: Parameter, condition: string): Parameter {
  const { varies } = parameter;
  if (varies?.conditions?.includes(condition) !== true) return parameter;
  const conditions = varies.conditions.filter((one) => one !== condition);
  return compact({ ...parameter, varies: conditions.length === 0 ? undefined : { ...varies, conditions } });
}
