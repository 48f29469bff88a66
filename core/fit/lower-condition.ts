/**
 * A document under one condition, lowered with the start that the condition asks for: its initial values, or the steady state under
 * another condition.
 */
import { initialName } from '../equations/system';
import { steadyStart } from '../gradient/steady-start';
import { lowerScenario, type LowerOptions } from '../lower/lower';
import type { Lowered } from '../lower/lowered';
import { preEquilibrationProblems } from '../model/pre-equilibration';
import { DocumentError } from '../model/problem';
import type { Condition, Scenario } from '../model/schema';

/** @throws DocumentError with every fault found, each with its path */
export function lowerCondition(document: Scenario, options: LowerOptions): Lowered {
  const lowered = lowerScenario(document, options),
    condition = document.conditions.find(({ id }) => id === options.condition);
  if (condition?.preEquilibration === undefined) return lowered;
  const problems = preEquilibrationProblems(document).filter(({ about }) => about === condition.id);
  if (problems.length > 0) throw new DocumentError(problems);
  return startingAtRest(document, lowered, condition, options);
}

function startingAtRest(document: Scenario, lowered: Lowered, condition: Condition, { from, until }: LowerOptions): Lowered {
  const before = document.conditions.find(({ id }) => id === condition.preEquilibration?.condition),
    run = lowerScenario(document, { condition: before?.id, from, until });
  const { plan, states, parameters } = lowered;
  const isOwn = (name: string): boolean => [condition, before].some((one) => Object.hasOwn(one?.overrides ?? {}, name)),
    initials = new Set(document.variables.filter(({ id }) => isOwn(id)).map(({ id }) => initialName(id)));
  const initial = steadyStart(plan.initial, {
    plan: run.plan,
    names: run.states,
    nominal: run.nominal,
    parameters: Int32Array.from(run.parameters, (name) => (initials.has(name) ? -1 : parameters.indexOf(name))),
    states: Int32Array.from(states, (name) => {
      const base = withoutArm(name);
      return Object.hasOwn(condition.overrides, base) ? -1 : run.states.indexOf(base);
    }),
    from,
    // a single instant has no length to rest for
    span: until - from || 1,
    settings: document.solver,
  });
  return { ...lowered, plan: { ...plan, initial } };
}

/** A state of an arm that runs alongside starts as its namesake does (core/equations/arms.ts). */
const withoutArm = (name: string): string => name.replace(/~\d+$/, '');
