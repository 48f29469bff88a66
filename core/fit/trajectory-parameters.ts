/** Where a trajectory has its parameters from: the estimated ones, a subject's own before the population's, and the document's. */
import type { Scenario } from '../model/schema';
import { ownValues, subjectName, variedIn } from '../model/subjects';
import type { Estimated } from './estimated';
import type { Trajectory } from './trajectories';

/**
 * The slot of each estimated parameter in a trajectory: −1 where it is another subject's, or the population's and the trajectory is
 * of a subject.
 */
export function estimatedSlots({ conditions: [condition], lowered }: Trajectory, estimated: readonly Estimated[]): number[] {
  const own = new Set(estimated.flatMap(({ subject }) => (subject?.condition === condition ? [subject.parameter] : [])));
  return estimated.map(({ name, subject }) => {
    if (subject === undefined) return own.has(name) ? -1 : lowered.parameters.indexOf(name);
    return subject.condition === condition ? lowered.parameters.indexOf(subject.parameter) : -1;
  });
}

/**
 * @param values name → natural value, over the document's; names of other things are ignored
 * @returns the trajectory's parameters, float64[lowered.plan.m]
 */
export function parametersOf(
  document: Scenario,
  { conditions: [id], lowered: { nominal, parameters } }: Trajectory,
  values: Readonly<Record<string, number>>,
): Float64Array {
  const condition = document.conditions.find((one) => one.id === id)!,
    own = ownValues(document, condition),
    varied = new Set(variedIn(document, id));
  return nominal.map((value, i) => {
    const name = parameters[i];
    return (varied.has(name) ? (values[subjectName(name, id)] ?? own.get(name)) : undefined) ?? values[name] ?? value;
  });
}
