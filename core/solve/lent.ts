/**
 * Workspaces of explicit methods, lent to one solve of a plan after the other: on a small model twenty steps take no longer than
 * making one. A solve within a solve, from a recorder, finds it lent and is given another.
 */
import type { ExplicitSolver, ExplicitWorkspace } from './explicit';
import type { Plan } from './system';

interface Lent {
  readonly solver: ExplicitSolver;
  readonly workspace: ExplicitWorkspace;
  free: boolean;
}

/** So many are kept for a plan: its methods are few, and more solves within solves than this are rare. */
const MOST = 4;
const kept = new WeakMap<Plan, Lent[]>();

/** @returns a workspace of the method for the plan's number of states, its counts at 0, its numbers of no meaning */
export function lend(plan: Plan, solver: ExplicitSolver): ExplicitWorkspace {
  let all = kept.get(plan);
  if (all === undefined) kept.set(plan, (all = []));
  for (let i = 0; i < all.length; i++) {
    const one = all[i];
    if (one.free && one.solver === solver) {
      one.free = false;
      one.workspace.evaluations = 0;
      return one.workspace;
    }
  }
  const workspace = solver.workspace(plan.n);
  if (all.length < MOST) all.push({ solver, workspace, free: false });
  return workspace;
}

/** Takes it back: the solve that had it is over, and nothing that it answered refers to it. */
export function takeBack(plan: Plan, workspace: ExplicitWorkspace): void {
  for (const one of kept.get(plan) ?? []) if (one.workspace === workspace) one.free = true;
}
