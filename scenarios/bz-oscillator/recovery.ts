/** The fits of this scenario from a clean state, what they cost at given values, and how well they say that they know them. */
import { cramerRao } from '../../core/fit/cramer-rao';
import { scaledValue } from '../../core/fit/estimated';
import { createObjective, type FitObjective } from '../../core/fit/objective';
import { rankedStarts } from '../../core/fit/ranked-starts';
import { regulariserShares } from '../../core/fit/regularisers/shares';
import { findFit } from '../../core/fit/run-start';
import { setValues, untrained } from '../../core/model/edit';
import type { Fit, RegulariserKind, Scenario } from '../../core/model/schema';
import type { Result } from '../../core/util/result';

export type Values = Readonly<Record<string, number>>;

export interface Found {
  /** what was minimised */
  readonly cost: number;
  readonly values: Values;
}

/** @returns the scenario as before any fit, each parameter in the middle of its bounds on its scale, which is the first start */
export function untouched(document: Scenario): Scenario {
  const middles = document.parameters.flatMap(({ id, estimate, bounds }): [string, number][] =>
    estimate && bounds !== undefined ? [[id, Math.sqrt(bounds[0] * bounds[1])]] : [],
  );
  return untrained(setValues(document, Object.fromEntries(middles)));
}

/** @returns the starts that have a cost, best first  @throws Error where none has */
export const starts = (document: Scenario, id: string): Found[] =>
  rankedStarts(document, id).map(({ nllh, parameters }) => ({ cost: nllh, values: parameters }));

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
};
const scaledPoint = ({ estimated }: FitObjective, values: Values): Float64Array =>
  Float64Array.from(estimated, (one) => scaledValue(one, values));

/** @returns what the fit minimises, at these values */
export function costAt(document: Scenario, id: string, values: Values): number {
  const objective = createObjective(document, findFit(document, id));
  return valueOf(objective.cost(scaledPoint(objective, values)));
}

/** @returns what of it one of its regularisers is, at these values */
export function shareOf(document: Scenario, id: string, kind: RegulariserKind, values: Values): number {
  const shares = valueOf(regulariserShares(document, findFit(document, id), values));
  return shares.find((share) => share.kind === kind)!.value;
}

/** @returns the lowest cost of a fit with one parameter held at a value, the others from where they are */
export function costWithHeld(document: Scenario, id: string, values: Values, held: Values): number {
  const { warmStart: _from, ...fit } = findFit(document, id);
  const parameters = Object.keys(values).filter((name) => !(name in held)),
    alone: Fit = { ...fit, parameters, starts: 1 };
  const placed = { ...setValues(document, { ...values, ...held }), fits: [alone] };
  return starts(placed, id)[0].cost;
}

/** @returns each parameter's standard error on its scale, by the expected Fisher information with that of the regularisers */
export function standardErrors(document: Scenario, id: string, values: Values): Values {
  const objective = createObjective(document, findFit(document, id)),
    { deviation } = valueOf(cramerRao(objective, scaledPoint(objective, values)));
  return Object.fromEntries(
    objective.estimated.map(({ name }, i) => [name, deviation(objective.estimated.map((_, k) => (k === i ? 1 : 0)))]),
  );
}
