/** The service's problems of one intervention, sorted to the actions they are about. */
import type { Problem } from '../../core/model/problem';
import type { Intervention, Scenario } from '../../core/model/schema';

export interface InterventionProblems {
  readonly own: readonly Problem[];
  readonly byAction: readonly (readonly Problem[])[];
}

/** A problem is the action's when its path leads into it, the intervention's own when it is only about it. */
export function problemsOf(document: Scenario, intervention: Intervention, problems: readonly Problem[]): InterventionProblems {
  const index = document.interventions.findIndex(({ id }) => id === intervention.id);
  const root = `interventions[${index}]`;
  const within = (path: string, start: string): boolean =>
    path === start || path.startsWith(`${start}.`) || path.startsWith(`${start}[`);
  const byAction = intervention.actions.map((_, i) => problems.filter(({ path }) => within(path, `${root}.actions[${i}]`)));
  const claimed = new Set(byAction.flat());
  const isOwn = (problem: Problem): boolean =>
    !claimed.has(problem) && (within(problem.path, root) || problem.about === intervention.id);
  return { own: problems.filter(isOwn), byAction };
}
