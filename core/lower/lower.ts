/** A document under one condition and one set of interventions, lowered to callable functions. */
import type { Scenario } from '../model/schema';
import type { Piece, PlanEvent, VectorFunction } from '../solve/system';
import { Faults } from '../equations/faults';
import { parseExpression } from '../equations/parse';
import { substitute, type Expr } from '../equations/expression';
import { operate, type Regime } from '../equations/surgery';
import { buildSystem, type EquationSystem } from '../equations/system';
import { compileEvents } from './events';
import { compileRightHandSide, compileVector, type Slots } from './kernel/compile';
import { compileSplit } from './kernel/split';
import { checkSplit, withSplit } from './split';
import type { Lowered, OutputRequest } from './lowered';

export interface LowerOptions {
  readonly condition?: string;
  /** ids of interventions, on top of those of the condition */
  readonly interventions?: readonly string[];
  /** quantities to compute beside the variables */
  readonly outputs?: readonly OutputRequest[];
  /** also give the rate of every mechanism, under the mechanism's id */
  readonly rates?: boolean;
  readonly from: number;
  readonly until: number;
}

interface CompiledRegime {
  readonly rhs: Piece['rhs'];
  readonly events: readonly PlanEvent[];
  readonly read: VectorFunction;
  readonly exprs: readonly Expr[];
  readonly single: VectorFunction[];
}

/** @throws DocumentError with every fault found, each with its path */
export function lowerScenario(document: Scenario, options: LowerOptions): Lowered {
  const condition = document.conditions.find(({ id }) => id === options.condition);
  if (options.condition !== undefined && condition === undefined) {
    const faults = new Faults();
    faults.add(
      'conditions',
      options.condition,
      `no condition "${options.condition}"`,
      `the document has ${document.conditions.map(({ id }) => id).join(', ') || 'none'}`,
    );
    faults.raise();
  }
  const system = buildSystem(document, condition),
    { pool } = system;
  const { states, initial, pieces } = operate(
    document,
    system,
    options.interventions ?? [],
    options.from,
    options.until,
    condition?.interventions,
  );
  checkSplit(document, system, options.from, options.until);
  const slots: Slots = {
    states: new Map(states.map((id, i) => [id, i])),
    parameters: new Map(system.parameters.map((id, i) => [id, i])),
  };
  const variables = document.variables.map(({ id }) => id);
  const requested = requestedOutputs(document, system, options.outputs ?? []);

  const compiled = new Map<Regime, CompiledRegime>();
  const compileRegime = (regime: Regime): CompiledRegime => {
    let made = compiled.get(regime);
    if (made === undefined) {
      const exprs: Expr[] = [
        ...variables.map((id) => regime.resolve(pool.symbol(id))),
        ...(options.rates === true ? regime.rates.values() : []),
        ...requested.map((expr) => regime.resolve(expr)),
      ];
      made = {
        exprs,
        single: [],
        rhs: withSplit(compileRightHandSide(pool, regime.derivatives, regime.rates, slots), () =>
          compileSplit(pool, states, regime, document.solver.split, slots),
        ),
        events: compileEvents(pool, regime.events, slots),
        read: compileVector(pool, exprs, slots),
      };
      compiled.set(regime, made);
    }
    return made;
  };
  const jumps = new Map<string, VectorFunction>();
  const compileJump = (exprs: readonly Expr[]): VectorFunction => {
    const key = exprs.map((expr) => expr.key).join();
    let made = jumps.get(key);
    if (made === undefined) jumps.set(key, (made = compileVector(pool, exprs, slots)));
    return made;
  };
  return {
    plan: {
      n: states.length,
      m: system.parameters.length,
      pieces: pieces.map(({ from, until, regime, jump }) => ({
        from,
        until,
        rhs: compileRegime(regime).rhs,
        jumps: jump === undefined ? [] : [compileJump(jump)],
        events: compileRegime(regime).events,
      })),
      initial: compileVector(pool, initial, slots),
    },
    states,
    parameters: system.parameters,
    events: document.events.map(({ id }) => id),
    nominal: system.nominal,
    outputs: [
      ...variables,
      ...(options.rates === true ? document.mechanisms.map(({ id }) => id) : []),
      ...(options.outputs ?? []).map(({ name }) => name),
    ],
    read: pieces.map(({ regime }) => compileRegime(regime).read),
    readOne(piece, output) {
      const { exprs, single } = compileRegime(pieces[piece].regime);
      return (single[output] ??= compileVector(pool, [exprs[output]], slots));
    },
  };
}

/** An output may name observables as well as variables and parameters. */
function requestedOutputs(
  document: Scenario,
  { pool, parameters, within }: EquationSystem,
  outputs: readonly OutputRequest[],
): Expr[] {
  const faults = new Faults(),
    known = new Set([...document.variables.map(({ id }) => id), ...parameters]);
  const observables = new Map(
    document.observables.map(({ id, expression }, i) => [
      id,
      faults.attempt(`observables[${i}].expression`, id, pool.zero, () => parseExpression(pool, expression, known)),
    ]),
  );
  const names = new Set([...known, ...observables.keys()]);
  const exprs = outputs.map(({ name, expression }) =>
    faults.attempt(name, name, pool.zero, () => within(substitute(pool, parseExpression(pool, expression, names), observables))),
  );
  faults.raise();
  return exprs;
}
