/** Subjects: conditions that have a value of their own of a parameter that varies, as a number among their overrides. */
import type { Condition, Parameter, Scenario } from './schema';

/** Joins the names; no id has this sign, so that the name is no other's. */
const AT = '@';

/** @returns the name of a subject's value among fitted ones, such as `k@patient3` */
export const subjectName = (parameter: string, condition: string): string => `${parameter}${AT}${condition}`;

/** @returns the parts of a subject's name; null where it is the name of something else */
export function splitSubjectName(name: string): { parameter: string; condition: string } | null {
  const at = name.indexOf(AT);
  return at < 0 ? null : { parameter: name.slice(0, at), condition: name.slice(at + 1) };
}

export const isSubject = ({ varies }: Pick<Parameter, 'varies'>, condition: string): boolean =>
  varies !== undefined && (varies.conditions?.includes(condition) ?? true);

/** @returns ids of the parameters of which the condition has a value of its own */
export const variedIn = ({ parameters }: Pick<Scenario, 'parameters'>, condition: string): string[] =>
  parameters.filter((parameter) => isSubject(parameter, condition)).map(({ id }) => id);

/** @returns parameter id → the condition's own value, where it has one already */
export function ownValues(document: Pick<Scenario, 'parameters'>, { id, overrides }: Condition): Map<string, number> {
  const values = new Map<string, number>();
  for (const parameter of variedIn(document, id)) {
    const value = overrides[parameter];
    if (typeof value === 'number') values.set(parameter, value);
  }
  return values;
}

/** The condition without its own values: what shapes its equations. */
export function withoutOwnValues(document: Pick<Scenario, 'parameters'>, condition: Condition): Condition {
  const own = ownValues(document, condition);
  if (own.size === 0) return condition;
  return { ...condition, overrides: Object.fromEntries(Object.entries(condition.overrides).filter(([name]) => !own.has(name))) };
}
