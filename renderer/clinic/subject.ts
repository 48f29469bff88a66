/** What a result of the clinic depends on, as a text: while it is the same, the result is up to date. */
import type { Arm, Comparison, Scenario } from '../../core/model/schema';

/** sections of the document that no solve depends on, or that are looked at one by one */
const apart = new Set(['about', 'solver', 'data', 'fits', 'comparisons', 'observables']);
const looks = new Set(['name', 'position', 'note', 'source', 'estimate', 'bounds', 'prior', 'scale']);

/** @returns text that changes with the equations, their values or the run, and not with looks, data, fits or the solver */
export function clinicSubject(
  document: Scenario,
  comparison: Comparison | null,
  arm: Arm | null,
  overrides: Readonly<Record<string, number>>,
): string {
  const model = Object.entries(document).filter(([section]) => !apart.has(section));
  return JSON.stringify(
    [document.about.time.start, model, comparison?.condition, comparison?.horizon, arm?.interventions, overrides],
    (key, value: unknown) => (looks.has(key) ? undefined : value),
  );
}
