/** Measurements of two states at one time: points in the plane of the two, for each arm that they were made under. */
import type { Arm, Comparison, Condition, Observable, Scenario } from './schema';

export interface PlaneMeasurement {
  readonly condition: string;
  readonly time: number;
  readonly x: number;
  readonly y: number;
}

/** @returns whether the observable is the variable itself, without a scaling or an offset */
const shows = ({ expression, scaling }: Observable, variable: string): boolean =>
  expression.trim() === variable && scaling === undefined;

/**
 * @param plane ids of two states
 * @returns what was measured of both at one time in one replicate, uncensored, under conditions whose equations are those of the arm; their
 * initial values may be others
 */
export function planeMeasurements(
  document: Scenario,
  comparison: Comparison,
  arm: Arm,
  plane: readonly [string, string],
): PlaneMeasurement[] {
  const states = new Set(document.variables.map(({ id }) => id)),
    seen = plane.map((id) => new Set(document.observables.filter((one) => shows(one, id)).map((one) => one.id)));
  const equations = ({ overrides, interventions }: Pick<Condition, 'overrides' | 'interventions'>, added: readonly string[]) =>
    JSON.stringify([
      Object.entries(overrides)
        .filter(([id]) => !states.has(id))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
      [...new Set([...interventions, ...added])].sort(),
    ]);
  const own = document.conditions.find(({ id }) => id === comparison.condition) ?? { overrides: {}, interventions: [] },
    wanted = equations(own, arm.interventions),
    conditions = new Set(document.conditions.filter((one) => equations(one, []) === wanted).map(({ id }) => id));
  const found = new Map<string, { condition: string; time: number; values: (number | undefined)[] }>();
  for (const { condition, observable, time, value, replicate, censored } of document.data.measurements) {
    if (!conditions.has(condition) || censored !== undefined) continue;
    const key = JSON.stringify([condition, replicate, time]),
      point = found.get(key) ?? { condition, time, values: [undefined, undefined] };
    seen.forEach((observables, k) => {
      if (observables.has(observable)) point.values[k] ??= value;
    });
    found.set(key, point);
  }
  return [...found.values()].flatMap(({ condition, time, values: [x, y] }) =>
    x === undefined || y === undefined ? [] : [{ condition, time, x, y }],
  );
}
