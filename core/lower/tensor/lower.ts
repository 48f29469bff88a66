/**
 * A document under one set of interventions as batched tensor programs, from the same equations as the kernel. A condition's overrides
 * are values that members have for themselves, so that many conditions and subjects are one batch.
 */
import { Faults } from '../../equations/faults';
import { parseExpression } from '../../equations/parse';
import { substitute, type Expr } from '../../equations/expression';
import { operate, type Regime } from '../../equations/surgery';
import { buildSystem } from '../../equations/system';
import type { Scenario } from '../../model/schema';
import type { OutputRequest } from '../lowered';
import { networkBlocks } from './network';
import { compileProgram, type ProgramSlots, type TensorProgram } from './program';
import type { TensorFlow } from './tensorflow';

export interface LowerTensorOptions {
  /** a condition whose overrides hold for every member; its interventions are in force too */
  readonly condition?: string;
  /** ids of interventions, on top of those of the condition */
  readonly interventions?: readonly string[];
  /** instead of a condition: ids of the interventions that the members' conditions have in common */
  readonly always?: readonly string[];
  /** quantities to compute beside the variables */
  readonly outputs?: readonly OutputRequest[];
  readonly from: number;
  readonly until: number;
}

/** One stretch [from, until) of time. */
export interface TensorPiece {
  readonly from: number;
  readonly until: number;
  /** derivative of every state */
  readonly rates: TensorProgram;
  /** every state just after `from` from the states just before it; absent = unchanged */
  readonly jump?: TensorProgram;
  /** every variable of the document, then the requested outputs */
  readonly read: TensorProgram;
}

export interface TensorModel {
  readonly states: readonly string[];
  /** names of the parameter slots, as in the kernel's lowering: parameter ids, `X.initial`, weights as `net.0 …` */
  readonly parameters: readonly string[];
  readonly nominal: Float64Array;
  readonly outputs: readonly string[];
  /** ids of the document's events, which no tensor program executes */
  readonly events: readonly string[];
  /** states at the start; reads parameters alone */
  readonly initial: TensorProgram;
  readonly pieces: readonly TensorPiece[];
}

/** @throws DocumentError with every fault found, each with its path */
export function lowerTensors(tf: TensorFlow, document: Scenario, options: LowerTensorOptions): TensorModel {
  const condition = document.conditions.find(({ id }) => id === options.condition);
  if (options.condition !== undefined && condition === undefined) throw new RangeError(`no condition "${options.condition}"`);
  const system = buildSystem(document, condition),
    { pool } = system;
  const surgery = operate(
    document,
    system,
    options.interventions ?? [],
    options.from,
    options.until,
    options.always ?? condition?.interventions,
  );
  const slots: ProgramSlots = {
    states: new Map(surgery.states.map((id, i) => [id, i])),
    parameters: new Map(system.parameters.map((id, i) => [id, i])),
  };
  const variables = document.variables.map(({ id }) => id),
    faults = new Faults(),
    known = new Set([...variables, ...system.parameters]);
  const parsed = (path: string, text: string, names: ReadonlySet<string>): Expr =>
    faults.attempt(path, path, pool.zero, () => parseExpression(pool, text, names));
  const observables = new Map(
    document.observables.map(({ id, expression }, i) => [id, parsed(`observables[${i}].expression`, expression, known)]),
  );
  const names = new Set([...known, ...observables.keys()]);
  const requested = (options.outputs ?? []).map(({ name, expression }) =>
    system.within(substitute(pool, parsed(name, expression, names), observables)),
  );
  faults.raise();
  const compiled = new Map<Regime, Pick<TensorPiece, 'rates' | 'read'>>();
  const compileRegime = (regime: Regime): Pick<TensorPiece, 'rates' | 'read'> => {
    let made = compiled.get(regime);
    if (made === undefined) {
      const blocks = networkBlocks(pool, document.networks, regime.resolve);
      const read = [...variables.map((id) => pool.symbol(id)), ...requested].map(regime.resolve);
      made = { rates: compileProgram(tf, regime.derivatives, slots, blocks), read: compileProgram(tf, read, slots, blocks) };
      compiled.set(regime, made);
    }
    return made;
  };
  return {
    states: surgery.states,
    parameters: system.parameters,
    nominal: system.nominal,
    outputs: [...variables, ...(options.outputs ?? []).map(({ name }) => name)],
    events: document.events.map(({ id }) => id),
    initial: compileProgram(tf, surgery.initial, slots),
    pieces: surgery.pieces.map(({ from, until, regime, jump }) => ({
      from,
      until,
      ...compileRegime(regime),
      ...(jump === undefined ? {} : { jump: compileProgram(tf, jump, slots) }),
    })),
  };
}
