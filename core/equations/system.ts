/** The equations of a document under one condition: what every state starts from and how every mechanism changes it. */
import type { Condition, Scenario } from '../model/schema';
import { ownValues } from '../model/subjects';
import { eventEquations, type EventEquation } from './events';
import { Expressions, substitute, symbolsOf, type Expr } from './expression';
import { Faults } from './faults';
import { initialWeights, weightCount, weightName } from './network';
import { checkNetworks } from './network-check';
import { delayStages, lawExpression, quantity, regulatorExpression, type Scope } from './rate-law';
import { topologicalOrder } from './order';

/** Stands for a mechanism's rate in its terms, so that surgery may change the rate and the terms follow. */
export const RATE = '@rate';

export interface MechanismEquation {
  readonly id: string;
  /** law times regulators, in symbols of variables, parameters and t */
  readonly rate: Expr;
  /** contributions to the derivatives of states, in symbols and RATE */
  readonly terms: readonly { readonly state: string; readonly derivative: Expr }[];
}

export interface EquationSystem {
  readonly pool: Expressions;
  readonly scope: Scope;
  /** the document's states, then hidden stages of delays */
  readonly states: readonly string[];
  readonly initial: ReadonlyMap<string, Expr>;
  /** assigned variables and inputs in an order in which each follows what it reads */
  readonly assigned: ReadonlyMap<string, Expr>;
  readonly mechanisms: readonly MechanismEquation[];
  readonly events: readonly EventEquation[];
  readonly parameters: readonly string[];
  readonly nominal: Float64Array;
  /** what the condition says of parameters; initial values are so already, all else where surgery has had its say */
  readonly overrides: ReadonlyMap<string, Expr>;
}

export const initialName = (state: string): string => `${state}.initial`;
const stageName = (mechanism: string, stage: number): string => `${mechanism}.stage${stage}`;

/**
 * @param condition overrides to apply; its interventions are the caller's
 * @throws DocumentError with every fault found, each with its path
 */
export function buildSystem(document: Scenario, condition?: Condition): EquationSystem {
  const pool = new Expressions(),
    faults = new Faults();
  const names: string[] = [],
    nominal: number[] = [];
  const slot = (name: string, value: number): void => {
    names.push(name);
    nominal.push(value);
  };
  const own = condition === undefined ? new Map<string, number>() : ownValues(document, condition);
  document.parameters.forEach(({ id, value }) => {
    slot(id, own.get(id) ?? value);
  });
  const overrides = new Map(Object.entries(condition?.overrides ?? {}));
  for (const variable of document.variables) {
    const initial = variable.kind === 'state' ? (overrides.get(variable.id) ?? variable.initial) : undefined;
    if (typeof initial === 'number') slot(initialName(variable.id), initial);
  }
  checkNetworks(document, faults);
  for (const network of document.networks) {
    const weights = network.weights ?? initialWeights(network);
    const needed = weightCount(network);
    if (weights.length !== needed)
      faults.add(
        `networks[${document.networks.indexOf(network)}].weights`,
        network.id,
        `the network has ${needed} weights, and ${weights.length} are given`,
        'leave "weights" out to start from the seed',
      );
    weights.forEach((weight, i) => {
      slot(weightName(network.id, i), weight);
    });
  }
  const scope: Scope = {
    pool,
    faults,
    parameters: new Set(names),
    networks: new Map(document.networks.map((network) => [network.id, network])),
  };

  const states: string[] = [],
    initial = new Map<string, Expr>(),
    raw = new Map<string, Expr>();
  const variables = new Set(document.variables.map(({ id }) => id));
  document.variables.forEach((variable, i) => {
    const path = `variables[${i}]`;
    if (variable.kind === 'state') {
      const value = overrides.get(variable.id) ?? variable.initial;
      states.push(variable.id);
      initial.set(
        variable.id,
        typeof value === 'number'
          ? pool.symbol(initialName(variable.id))
          : quantity(scope, value, `${path}.initial`, variable.id, [], true),
      );
    } else {
      const others = variable.kind === 'input' ? [] : variables;
      raw.set(variable.id, quantity(scope, variable.expression, `${path}.expression`, variable.id, others));
    }
  });
  const { order, cycle } = topologicalOrder(raw.keys(), (id) => [...symbolsOf(raw.get(id)!)].filter((name) => raw.has(name)));
  if (cycle.length > 0) {
    faults.add(
      `variables[${document.variables.findIndex(({ id }) => id === cycle[0])}].expression`,
      cycle[0],
      `assigned variables read each other in a circle: ${[...cycle, cycle[0]].join(' → ')}`,
      'make one of them a state, or give it an expression without the others',
    );
  }
  const mechanisms = document.mechanisms.map((mechanism, i): MechanismEquation => {
    const path = `mechanisms[${i}]`;
    const factors = mechanism.regulators.map((regulator, k) =>
      regulatorExpression(scope, mechanism, regulator, `${path}.regulators[${k}]`),
    );
    const rate = pool.product([lawExpression(scope, mechanism, path), ...factors]);
    const terms: { state: string; derivative: Expr }[] = [],
      flow = pool.symbol(RATE);
    let arrival = flow;
    if (mechanism.law.kind === 'delay-chain') {
      const { count, rate: stageRate } = delayStages(scope, mechanism, path);
      for (let stage = 1; stage <= count; stage++) {
        const state = stageName(mechanism.id, stage),
          outflow = pool.mul(stageRate, pool.symbol(state));
        states.push(state);
        initial.set(state, pool.zero);
        terms.push({ state, derivative: pool.sub(arrival, outflow) });
        arrival = outflow;
      }
    }
    mechanism.effects.forEach((effect, k) => {
      const coefficient = quantity(scope, effect.coefficient, `${path}.effects[${k}].coefficient`, mechanism.id);
      const leaves = coefficient.kind === 'number' && coefficient.value < 0;
      terms.push({ state: effect.variable, derivative: pool.mul(coefficient, leaves ? flow : arrival) });
    });
    return { id: mechanism.id, rate, terms };
  });

  const events = eventEquations(document, scope);
  const replaced = new Map<string, Expr>();
  for (const [name, value] of overrides) {
    if (scope.parameters.has(name) && !own.has(name))
      replaced.set(
        name,
        quantity(
          scope,
          value,
          `conditions[${condition === undefined ? 0 : document.conditions.indexOf(condition)}].overrides.${name}`,
          condition?.id ?? name,
          [],
          true,
        ),
      );
  }
  faults.raise();
  return {
    pool,
    scope,
    states,
    initial: new Map([...initial].map(([id, expr]) => [id, substitute(pool, expr, replaced)])),
    assigned: new Map(order.map((id) => [id, raw.get(id)!])),
    mechanisms,
    events,
    parameters: names,
    nominal: Float64Array.from(nominal),
    overrides: replaced,
  };
}
