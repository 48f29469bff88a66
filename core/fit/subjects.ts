/** The estimated values of subjects: one for each condition that has fitted measurements and a value of its own of the parameter. */
import type { Problem } from '../model/problem';
import type { Fit, Parameter, Scenario } from '../model/schema';
import { isSubject, ownValues, subjectName } from '../model/subjects';
import type { Estimated } from './estimated';
import { isIn } from './holdout';
import { faults } from './messages';
import { flatRange } from './prior';
import { holds, scales } from './scale';

/**
 * @param fit absent: every condition with measurements has its value estimated
 * @param parameter one that is estimated  @param centre its entry, which is number `index`
 * @param problems what is wrong is added: a value that the scale cannot hold, a spread that is none, or is not held from 0
 */
export function subjectsOf(
  document: Scenario,
  fit: Fit | undefined,
  parameter: Parameter,
  centre: Estimated,
  index: number,
  problems: Problem[],
): Estimated[] {
  const { id, scale, varies } = parameter;
  if (varies === undefined) return [];
  const spread = spreadOf(document, fit, parameter, problems);
  const measured = new Set(
    document.data.measurements
      .filter((one) => fit === undefined || ((fit.conditions?.includes(one.condition) ?? true) && isIn('fitted', fit, one)))
      .map(({ condition }) => condition),
  );
  return document.conditions.flatMap((condition, k): Estimated[] => {
    if (!isSubject(parameter, condition.id) || !measured.has(condition.id)) return [];
    const own = ownValues(document, condition).get(id);
    if (own !== undefined && !holds(scale, own)) {
      const path = `conditions[${k}].overrides.${id}`;
      problems.push({ severity: 'error', path, about: condition.id, ...faults.outsideScale(own, scale) });
      return [];
    }
    return [
      {
        name: subjectName(id, condition.id),
        subject: { parameter: id, condition: condition.id },
        scale,
        nominal: own === undefined ? centre.nominal : scales[scale].toScaled(own),
        lower: centre.lower,
        upper: centre.upper,
        around: index,
        low: -spread,
        high: spread,
      },
    ];
  });
}

/** @returns the spread at the document's values */
function spreadOf(document: Scenario, fit: Fit | undefined, { id, varies }: Parameter, problems: Problem[]): number {
  const { spread } = varies!;
  if (typeof spread === 'number') return spread;
  const at = document.parameters.findIndex((one) => one.id === spread),
    held = document.parameters[at] as Parameter | undefined;
  const refuse = (path: string, fault: { message: string; advice: string }, about: string): number => {
    problems.push({ severity: 'error', path, about, ...fault });
    return 1;
  };
  if (held === undefined || held.varies !== undefined) {
    const path = `parameters[${document.parameters.findIndex((one) => one.id === id)}].varies.spread`;
    return refuse(path, faults.noSpread(spread), id);
  }
  if (!(held.value > 0)) return refuse(`parameters[${at}].value`, faults.spreadNotPositive(spread, held.value), spread);
  if (!(fit?.parameters?.includes(spread) ?? held.estimate)) return held.value;
  const isHeld =
    held.bounds !== undefined && held.bounds[0] > 0 && held.prior !== undefined && flatRange(held.prior, held.scale) === null;
  return isHeld ? held.value : refuse(`parameters[${at}]`, faults.spreadEstimated(spread, id), spread);
}
