/** Rate laws and regulators as expressions of their inputs: the meaning of core/model/laws.ts. */
import type { Mechanism, Network, Regulator } from '../model/schema';
import { laws } from '../model/laws';
import { networkReads } from '../model/network-variables';
import { derivative } from './differentiate';
import { hill, parseExpression, ExpressionError, type Names } from './parse';
import { isNumber, type Expr, type Expressions } from './expression';
import { networkExpression } from './network';
import type { Faults } from './faults';

/** What a mechanism may name. */
export interface Scope {
  readonly pool: Expressions;
  /** parameters and weights */
  readonly parameters: ReadonlySet<string>;
  readonly networks: ReadonlyMap<string, Network>;
  readonly faults: Faults;
}

/** The parameters and some variables, without a copy of the parameters for every expression. */
function visible({ parameters }: Scope, variables: Iterable<string>): Names {
  const others = new Set(variables);
  return {
    has: (name) => parameters.has(name) || others.has(name),
    *keys() {
      yield* parameters;
      yield* others;
    },
  };
}

/** A quantity of the document as an expression of parameters (and of the variables listed). */
export function quantity(
  scope: Scope,
  value: number | string,
  path: string,
  about: string,
  variables: Iterable<string> = [],
  timeless = false,
): Expr {
  if (typeof value === 'number') return scope.pool.number(value);
  return scope.faults.attempt(path, about, scope.pool.one, () =>
    parseExpression(scope.pool, value, visible(scope, variables), timeless),
  );
}

function neural(scope: Scope, parents: readonly string[], id: string, output: number, path: string): Expr {
  const network = scope.networks.get(id);
  if (network === undefined) throw new ExpressionError(`no network "${id}"`, "choose one of the document's networks");
  const strangers = networkReads(network).filter((name) => !parents.includes(name));
  if (strangers.length > 0)
    throw new ExpressionError(
      `network "${id}" reads ${strangers.join(', ')}, which ${strangers.length === 1 ? 'is' : 'are'} not among the causes`,
      `draw the arrow, or take ${strangers.join(', ')} out of the network (${path})`,
    );
  if (output >= network.outputs)
    throw new ExpressionError(
      `network "${id}" has ${network.outputs} output${network.outputs === 1 ? '' : 's'}, numbered from 0; there is no output ${output}`,
    );
  return networkExpression(scope.pool, network, output);
}

/** The rate of a mechanism's law alone, without its regulators. */
export function lawExpression(scope: Scope, mechanism: Mechanism, path: string): Expr {
  const { pool, faults } = scope,
    { law, id } = mechanism;
  const inputs = mechanism.inputs.map(({ variable }) => variable);
  return faults.attempt(`${path}.law`, id, pool.zero, () => {
    switch (law.kind) {
      case 'custom':
        return parseExpression(pool, law.expression, visible(scope, inputs));
      case 'potential': {
        if (!inputs.includes(law.of))
          throw new ExpressionError(
            `the potential is to be differentiated by "${law.of}", which is not among the inputs`,
            `list "${law.of}" as an input`,
          );
        const potential = parseExpression(pool, law.potential, visible(scope, inputs));
        return pool.neg(derivative(pool, potential, law.of));
      }
      case 'neural':
        return neural(scope, inputs, law.network, law.output, path);
    }
    const entry = laws[law.kind];
    const unknown = Object.keys(law.parameters).filter((name) => !entry.slots.some((slot) => slot.name === name));
    if (unknown.length > 0)
      throw new ExpressionError(
        `the law ${law.kind} has no parameter "${unknown[0]}"`,
        `its parameters are ${entry.slots.map(({ name }) => name).join(', ')}`,
      );
    const slot = (name: string): Expr => {
      const value = law.parameters[name];
      if (value === undefined)
        throw new ExpressionError(
          `the law ${law.kind} needs its parameter "${name}"`,
          entry.slots.find((s) => s.name === name)?.text,
        );
      return quantity(scope, value, `${path}.law.parameters.${name}`, id);
    };
    const needed = entry.roles.length;
    if (entry.repeats ? inputs.length < needed : inputs.length !== needed) {
      throw new ExpressionError(
        `the law ${law.kind} takes ${needed}${entry.repeats ? ' or more' : ''} input${needed === 1 && !entry.repeats ? '' : 's'} (${entry.roles.join(', ')}), and has ${inputs.length}`,
      );
    }
    const of = (role: string): Expr =>
      pool.symbol(
        (mechanism.inputs.find((input) => input.role === role) ?? mechanism.inputs[entry.roles.indexOf(role)]).variable,
      );
    switch (law.kind) {
      case 'constant':
        return slot('k');
      case 'first-order':
        return pool.mul(slot('k'), of('substrate'));
      case 'mass-action':
        return pool.product([
          slot('k'),
          ...mechanism.inputs.map(({ variable, order = 1 }) => pool.pow(pool.symbol(variable), pool.number(order))),
        ]);
      case 'michaelis-menten':
        return pool.div(pool.mul(slot('Vmax'), of('substrate')), pool.add(slot('Km'), of('substrate')));
      case 'hill-activation':
        return pool.mul(slot('Vmax'), hill(pool, of('driver'), slot('K'), slot('h')));
      case 'hill-inhibition':
        return pool.div(slot('Vmax'), pool.add(pool.one, pool.pow(pool.div(of('inhibitor'), slot('K')), slot('h'))));
      case 'logistic':
        return pool.mul(pool.mul(slot('r'), of('population')), pool.sub(pool.one, pool.div(of('population'), slot('K'))));
      case 'holling-ii': {
        const attack = pool.mul(slot('a'), of('prey'));
        return pool.div(pool.mul(attack, of('predator')), pool.add(pool.one, pool.mul(slot('handling'), attack)));
      }
      case 'exchange':
        return pool.mul(slot('k'), pool.sub(of('inside'), of('outside')));
      case 'delay-chain':
        return pool.mul(slot('k'), of('source'));
    }
  });
}

/** The dimensionless factor of a regulator, 1 where none is drawn. */
export function regulatorExpression(scope: Scope, mechanism: Mechanism, regulator: Regulator, path: string): Expr {
  const { pool, faults } = scope,
    { law, variable, kind } = regulator,
    causes = [variable, ...mechanism.inputs.map((input) => input.variable)];
  return faults.attempt(`${path}.law`, mechanism.id, pool.one, () => {
    if (law.kind === 'custom') return parseExpression(pool, law.expression, visible(scope, causes));
    if (law.kind === 'neural') return neural(scope, causes, law.network, law.output, path);
    const K = quantity(scope, law.K, `${path}.law.K`, mechanism.id),
      h = quantity(scope, law.h, `${path}.law.h`, mechanism.id);
    const power = pool.pow(pool.div(pool.symbol(variable), K), h),
      below = pool.add(pool.one, power);
    return kind === 'activation' ? pool.div(power, below) : pool.div(pool.one, below);
  });
}

/** Number and mean time of a delay chain's hidden stages. */
export function delayStages(scope: Scope, mechanism: Mechanism, path: string): { count: number; rate: Expr } {
  const { pool, faults } = scope;
  return faults.attempt(`${path}.law.parameters.stages`, mechanism.id, { count: 1, rate: pool.one }, () => {
    const values = mechanism.law.kind === 'delay-chain' ? mechanism.law.parameters : {};
    const count = values.stages;
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > 100)
      throw new ExpressionError(
        'the number of stages is a whole number from 1 to 100',
        'it shapes the equations, so it cannot be a parameter',
      );
    const delay = quantity(scope, values.delay ?? 1, `${path}.law.parameters.delay`, mechanism.id);
    if (isNumber(delay, 0)) throw new ExpressionError('the delay is zero', 'use a law without delay instead');
    return { count, rate: pool.div(pool.number(count), delay) };
  });
}
