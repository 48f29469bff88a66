/**
 * The equations of one arm within one set of open windows. Everything is put in terms of the arm's states, parameters and t;
 * an arm that runs alongside another for its trajectory has states of its own, under names of its own.
 */
import type { Action } from '../model/schema';
import { mapEvent, type EventEquation } from './events';
import { substitute, symbolsOf, type Expr } from './expression';
import type { Faults } from './faults';
import { topologicalOrder } from './order';
import { quantity } from './rate-law';
import { RATE, type EquationSystem } from './system';
import type { Scheduled } from './window';

export type Of<K extends Action['action']> = Scheduled<Extract<Action, { action: K }>>;
export const isKind =
  <K extends Action['action']>(kind: K) =>
  (item: Scheduled): item is Of<K> =>
    item.action.action === kind;

/** The actions that put something in the place of a variable, for all that it acts on. */
export type Replacing = Of<'clamp'> | Of<'policy'> | Of<'hold'>;
export const replacesVariable = (item: Scheduled): item is Replacing =>
  item.action.action === 'clamp' ||
  item.action.action === 'policy' ||
  (item.action.action === 'hold' && item.action.mechanism === undefined);

export const captureName = (variable: string, mechanism: string): string => `${variable}@${mechanism}`;

/** One arm of a surgery: the actions in force, and how its states are called in the plan. */
export interface SurgeryArm {
  /** sorted ids of its interventions */
  readonly key: string;
  readonly items: readonly Scheduled[];
  /** the system's states, then one captured value for each arrow that is cut at its current value */
  readonly states: readonly string[];
  /** a state's name in the plan */
  name(state: string): string;
  /** key of the arm that a hold takes its trajectory from */
  holds(item: Of<'hold'>): string;
}

/** What one mechanism, or an infusion, adds to the derivative of a state, by the state's name in the plan. */
export interface Contribution {
  readonly mechanism?: string;
  readonly state: string;
  readonly derivative: Expr;
}

export interface ArmRegime {
  /** derivative of each state of the arm, by its name in the plan */
  readonly derivatives: ReadonlyMap<string, Expr>;
  /** what the derivatives are the sums of */
  readonly contributions: readonly Contribution[];
  /** rate of each mechanism */
  readonly rates: ReadonlyMap<string, Expr>;
  /** its events, what they assign by its name in the plan; null where a clamp, a policy or a hold is stronger */
  readonly events: readonly RegimeEvent[];
  /** an expression of variables in the arm's states, parameters and t */
  resolve(expr: Expr): Expr;
}
export interface RegimeEvent extends EventEquation {
  readonly targets: readonly (string | null)[];
}

/** What a quantity of an action says. */
export type ReadQuantity = (item: Scheduled, field: 'value' | 'amount' | 'rate', raw: number | string) => Expr;
export const quantityReader =
  (system: EquationSystem, faults: Faults): ReadQuantity =>
  (item, field, raw) =>
    quantity({ ...system.scope, faults }, raw, `${item.path}.${field}`, item.intervention);

/**
 * @param open the arm's actions whose windows are open
 * @param held regime of the arm that a hold takes its trajectory from
 */
export function makeRegime(
  system: EquationSystem,
  arm: SurgeryArm,
  open: readonly Scheduled[],
  held: (item: Of<'hold'>) => ArmRegime,
  faults: Faults,
): ArmRegime {
  const { pool } = system,
    read = quantityReader(system, faults);
  // A set is stronger than the condition's override, and its own value reads the parameters that are not set.
  const settings = new Map<string, Expr>();
  for (const item of open.filter(isKind('set')))
    settings.set(item.action.parameter, substitute(pool, read(item, 'value', item.action.value), system.overrides));
  const full = new Map([...system.overrides].map(([name, expr]) => [name, substitute(pool, expr, settings)]));
  for (const [name, expr] of settings) full.set(name, expr);
  const parameters = new Map(full);
  for (const state of arm.states) if (arm.name(state) !== state) full.set(state, pool.symbol(arm.name(state)));
  const replacing = open.filter(replacesVariable),
    replaced = new Set(replacing.map(({ action }) => action.variable));
  // What is defined by other variables: assigned ones and policies; these may read each other, in no circle.
  const defined = new Map([...system.assigned].filter(([id]) => !replaced.has(id)));
  for (const item of replacing) {
    const { action } = item;
    if (action.action === 'clamp') full.set(action.variable, substitute(pool, read(item, 'value', action.value), parameters));
    else if (action.action === 'hold') full.set(action.variable, held(item as Of<'hold'>).resolve(pool.symbol(action.variable)));
    else defined.set(action.variable, policyExpression(system, item, action.value, faults));
  }
  for (const id of definitionOrder(system, defined, replacing, faults)) full.set(id, substitute(pool, defined.get(id)!, full));

  const sums = new Map<string, Expr>(arm.states.map((state) => [state, pool.zero]));
  const rates = new Map<string, Expr>(),
    contributions: Contribution[] = [];
  for (const mechanism of system.mechanisms) {
    const seen = new Map<string, Expr>();
    let factor = pool.one;
    for (const { action } of open.filter(isKind('scale')))
      if (action.mechanism === mechanism.id) factor = pool.number(action.factor);
    for (const item of open.filter(isKind('cut'))) {
      const { action } = item;
      if (action.mechanism !== mechanism.id) continue;
      const value =
        action.value === undefined ? pool.symbol(captureName(action.variable, mechanism.id)) : read(item, 'value', action.value);
      seen.set(action.variable, substitute(pool, value, full));
    }
    for (const item of open.filter(isKind('hold'))) {
      const { variable } = item.action;
      if (item.action.mechanism === mechanism.id) seen.set(variable, held(item).resolve(pool.symbol(variable)));
    }
    const rate = substitute(pool, pool.mul(factor, mechanism.rate), seen.size === 0 ? full : new Map([...full, ...seen]));
    rates.set(mechanism.id, rate);
    full.set(RATE, rate);
    for (const { state, derivative } of mechanism.terms) {
      const sum = sums.get(state);
      if (sum === undefined) continue;
      const term = substitute(pool, derivative, full);
      sums.set(state, pool.add(sum, term));
      if (!replaced.has(state)) contributions.push({ mechanism: mechanism.id, state: arm.name(state), derivative: term });
    }
  }
  full.delete(RATE);
  for (const item of open.filter(isKind('infuse'))) {
    const { variable, rate } = item.action;
    const term = substitute(pool, read(item, 'rate', rate), full);
    sums.set(variable, pool.add(sums.get(variable)!, term));
    if (!replaced.has(variable)) contributions.push({ state: arm.name(variable), derivative: term });
  }
  const resolve = (expr: Expr): Expr => substitute(pool, expr, full);
  return {
    derivatives: new Map([...sums].map(([state, sum]) => [arm.name(state), replaced.has(state) ? pool.zero : sum])),
    contributions,
    rates,
    events: system.events.map((event) => ({
      ...mapEvent(event, resolve),
      targets: event.assignments.map(({ state }) => (replaced.has(state) ? null : arm.name(state))),
    })),
    resolve,
  };
}

function policyExpression(system: EquationSystem, item: Scheduled, text: string, faults: Faults): Expr {
  const variables = [...system.states, ...system.assigned.keys()];
  return quantity({ ...system.scope, faults }, text, `${item.path}.value`, item.intervention, variables);
}

/** Order in which each definition follows what it reads; a circle is a fault of a policy, as assigned variables have none. */
function definitionOrder(
  { assigned }: EquationSystem,
  defined: ReadonlyMap<string, Expr>,
  replacing: readonly Replacing[],
  faults: Faults,
): string[] {
  const policies = replacing.filter(isKind('policy'));
  if (policies.length === 0) return [...assigned.keys()].filter((id) => defined.has(id));
  const { order, cycle } = topologicalOrder(defined.keys(), (id) =>
    [...symbolsOf(defined.get(id)!)].filter((name) => defined.has(name)),
  );
  const item = policies.find(({ action }) => cycle.includes(action.variable));
  if (item !== undefined)
    faults.add(
      `${item.path}.value`,
      item.intervention,
      `the policy for "${item.action.variable}" reads ${cycle.length === 1 ? 'it itself' : `what follows from it: ${[...cycle, cycle[0]].join(' → ')}`}`,
      'let it read other states, which follow from it through their rates only',
    );
  return order;
}
