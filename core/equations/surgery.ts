/**
 * do() as surgery: interventions change the equations before they are compiled, piece of time by piece of time (Mooij,
 * Janzing, Schölkopf 2013, "From ordinary differential equations to structural causal models"). At one instant the order
 * is: release, clamp and set, dose, then the capture of values that cut arrows keep.
 */
import type { Action, Scenario } from '../model/schema';
import { substitute, type Expr } from './expression';
import { Faults } from './faults';
import { quantity } from './rate-law';
import { RATE, type EquationSystem } from './system';
import { doseTimes, instantsOf, schedule, type Scheduled } from './window';

/** The equations within one set of open windows. Replacement of every symbol that is not a plain state or parameter. */
export interface Regime {
  /** derivative of each state of the plan */
  readonly derivatives: readonly Expr[];
  /** rate of each mechanism */
  readonly rates: ReadonlyMap<string, Expr>;
  /** put an expression of variables into this regime's states, parameters and t */
  resolve(expr: Expr): Expr;
}

export interface SurgeryPiece {
  readonly from: number;
  readonly until: number;
  readonly regime: Regime;
  /** new value of each state at `from`; absent = unchanged */
  readonly jump?: readonly Expr[];
}

export interface Surgery {
  /** the system's states, then one captured value for each arrow that is cut at its current value */
  readonly states: readonly string[];
  readonly pieces: readonly SurgeryPiece[];
}

const captureName = (variable: string, mechanism: string): string => `${variable}@${mechanism}`;
type Of<K extends Action['action']> = Scheduled<Extract<Action, { action: K }>>;
const isKind =
  <K extends Action['action']>(kind: K) =>
  (item: Scheduled): item is Of<K> =>
    item.action.action === kind;

/**
 * @param until end of the time of interest; boundaries after it are left out
 * @throws DocumentError for unknown ids, empty windows, conflicts
 */
export function operate(
  document: Scenario,
  system: EquationSystem,
  interventions: readonly string[],
  from: number,
  until: number,
): Surgery {
  const { pool } = system,
    faults = new Faults();
  const items = schedule(document, interventions, faults);
  checkTargets(document, items, faults);
  faults.raise();
  const scope = { ...system.scope, faults };
  const value = (item: Scheduled, field: 'value' | 'amount' | 'rate', raw: number | string): Expr =>
    quantity(scope, raw, `${item.path}.${field}`, item.intervention);

  const cuts = items.filter(isKind('cut'));
  const captured = [
    ...new Set(
      cuts.filter(({ action }) => action.value === undefined).map(({ action }) => captureName(action.variable, action.mechanism)),
    ),
  ];
  const states = [...system.states, ...captured];
  const times = [from, ...instantsOf(items, from, until)];

  const makeRegime = (open: readonly Scheduled[]): Regime => {
    const settings = new Map<string, Expr>();
    for (const item of open.filter(isKind('set'))) settings.set(item.action.parameter, value(item, 'value', item.action.value));
    const clamps = new Map(
      open
        .filter(isKind('clamp'))
        .map((item) => [item.action.variable, substitute(pool, value(item, 'value', item.action.value), settings)]),
    );
    const full = new Map([...settings, ...clamps]);
    for (const [id, expr] of system.assigned) if (!clamps.has(id)) full.set(id, substitute(pool, expr, full));
    const sums = new Map<string, Expr>(states.map((state) => [state, pool.zero]));
    const rates = new Map<string, Expr>();
    for (const mechanism of system.mechanisms) {
      const replaced = new Map<string, Expr>();
      let factor = pool.one;
      for (const { action } of open.filter(isKind('scale')))
        if (action.mechanism === mechanism.id) factor = pool.number(action.factor);
      for (const item of open.filter(isKind('cut'))) {
        const { action } = item;
        if (action.mechanism === mechanism.id)
          replaced.set(
            action.variable,
            action.value === undefined
              ? pool.symbol(captureName(action.variable, mechanism.id))
              : value(item, 'value', action.value),
          );
      }
      const rate = substitute(pool, pool.mul(factor, substitute(pool, mechanism.rate, replaced)), full);
      rates.set(mechanism.id, rate);
      full.set(RATE, rate);
      for (const { state, derivative } of mechanism.terms) {
        const sum = sums.get(state);
        if (sum !== undefined) sums.set(state, pool.add(sum, substitute(pool, derivative, full)));
      }
    }
    full.delete(RATE);
    for (const item of open.filter(isKind('infuse'))) {
      const { variable, rate } = item.action;
      sums.set(variable, pool.add(sums.get(variable)!, substitute(pool, value(item, 'rate', rate), full)));
    }
    return {
      derivatives: states.map((state) => (clamps.has(state) ? pool.zero : sums.get(state)!)),
      rates,
      resolve: (expr) => substitute(pool, expr, full),
    };
  };

  const regimes = new Map<string, Regime>();
  const doses = items.filter(isKind('dose'));
  let before: { open: readonly Scheduled[]; regime: Regime } | undefined;
  const pieces = times.map((time, i): SurgeryPiece => {
    const open = items.filter((item) => item.action.action !== 'dose' && item.from <= time && time < item.until);
    const key = open.map((item) => items.indexOf(item)).join();
    let regime = regimes.get(key);
    if (regime === undefined) regimes.set(key, (regime = makeRegime(open)));
    const now = new Map<string, Expr>();
    const variable = (name: string, inRegime: Regime): Expr => inRegime.resolve(pool.symbol(name));
    for (const item of before?.open.filter(isKind('clamp')) ?? []) {
      if (!open.includes(item) && states.includes(item.action.variable))
        now.set(item.action.variable, variable(item.action.variable, before!.regime));
    }
    for (const item of open.filter(isKind('clamp'))) {
      if (before?.open.includes(item) !== true && states.includes(item.action.variable))
        now.set(item.action.variable, variable(item.action.variable, regime));
    }
    for (const item of doses) {
      const { action } = item,
        held = open.some((other) => other.action.action === 'clamp' && other.action.variable === action.variable);
      if (held || !doseTimes(action).includes(time)) continue;
      now.set(
        action.variable,
        pool.add(now.get(action.variable) ?? pool.symbol(action.variable), regime.resolve(value(item, 'amount', action.amount))),
      );
    }
    const jumped = new Map(now);
    for (const { action } of open
      .filter(isKind('cut'))
      .filter((item) => before?.open.includes(item) !== true && item.action.value === undefined)) {
      now.set(captureName(action.variable, action.mechanism), substitute(pool, variable(action.variable, regime), jumped));
    }
    before = { open, regime };
    const end = i + 1 < times.length ? times[i + 1] : Infinity;
    return {
      from: time,
      until: end,
      regime,
      ...(now.size === 0 ? {} : { jump: states.map((state) => now.get(state) ?? pool.symbol(state)) }),
    };
  });
  faults.raise();
  return { states, pieces };
}

function checkTargets(document: Scenario, items: readonly Scheduled[], faults: Faults): void {
  const kinds = new Map(document.variables.map(({ id, kind }) => [id, kind]));
  for (const { action, path, intervention } of items) {
    if ('variable' in action) {
      const kind = kinds.get(action.variable);
      if (kind === undefined) faults.add(`${path}.variable`, intervention, `no variable "${action.variable}"`);
      else if (kind !== 'state' && (action.action === 'dose' || action.action === 'infuse'))
        faults.add(
          `${path}.variable`,
          intervention,
          `"${action.variable}" is ${kind === 'input' ? 'an input' : 'assigned'}; only a state can be given a ${action.action === 'dose' ? 'dose' : 'rate'}`,
          'use clamp instead, or make it a state',
        );
    }
    if (action.action === 'set' && !document.parameters.some(({ id }) => id === action.parameter))
      faults.add(`${path}.parameter`, intervention, `no parameter "${action.parameter}"`);
    if ('mechanism' in action) {
      const mechanism = document.mechanisms.find(({ id }) => id === action.mechanism);
      if (mechanism === undefined) faults.add(`${path}.mechanism`, intervention, `no mechanism "${action.mechanism}"`);
      else if (
        action.action === 'cut' &&
        ![...mechanism.inputs, ...mechanism.regulators].some(({ variable }) => variable === action.variable)
      ) {
        faults.add(
          `${path}.variable`,
          intervention,
          `"${action.variable}" is not a cause of "${action.mechanism}", so there is no arrow to cut`,
          `its causes are ${[...mechanism.inputs, ...mechanism.regulators].map(({ variable }) => variable).join(', ') || 'none'}`,
        );
      }
    }
  }
}
