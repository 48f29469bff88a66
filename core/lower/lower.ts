/** A document under one condition and one set of interventions, lowered to callable functions. */
import type { Scenario } from '../model/schema';
import type { Piece, PlanEvent, VectorFunction } from '../solve/system';
import { Faults } from '../equations/faults';
import type { Expr } from '../equations/expression';
import { operate, type Regime } from '../equations/surgery';
import { buildSystem } from '../equations/system';
import { compileEvents } from './events';
import { compileRightHandSide, compileVector } from './kernel/compile';
import { compileSplit } from './kernel/split';
import type { Lowered, OutputRequest } from './lowered';
import { requestedOutputs } from './outputs';
import { slotsOf } from './slots';
import { checkSplit, withSplit } from './split';

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
  const slots = slotsOf(states, system.parameters);
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
