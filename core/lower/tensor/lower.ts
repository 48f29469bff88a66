/**
 * A document under one set of interventions as batched tensor programs, from the same equations as the kernel. A condition's overrides
 * are values that members have for themselves, so that many conditions and subjects are one batch.
 */
import { operate, type Regime } from '../../equations/surgery';
import { buildSystem } from '../../equations/system';
import type { Scenario } from '../../model/schema';
import type { OutputRequest } from '../lowered';
import { requestedOutputs } from '../outputs';
import { slotsOf } from '../slots';
import { networkBlocks } from './network';
import { compileProgram, type TensorProgram } from './program';
import type { TensorFlow } from './tensorflow';

export interface LowerTensorOptions {
  /** ids of the interventions that the members' conditions have in common */
  readonly always?: readonly string[];
  /** ids of interventions, on top of those of the conditions */
  readonly interventions?: readonly string[];
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
  /** states at the start; reads parameters alone */
  readonly initial: TensorProgram;
  readonly pieces: readonly TensorPiece[];
}

/** @throws DocumentError with every fault found, each with its path */
export function lowerTensors(tf: TensorFlow, document: Scenario, options: LowerTensorOptions): TensorModel {
  const system = buildSystem(document),
    { pool } = system;
  const surgery = operate(document, system, options.interventions ?? [], options.from, options.until, options.always);
  const slots = slotsOf(surgery.states, system.parameters);
  const variables = document.variables.map(({ id }) => id),
    requested = requestedOutputs(document, system, options.outputs ?? []);
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
    initial: compileProgram(tf, surgery.initial, slots),
    pieces: surgery.pieces.map(({ from, until, regime, jump }) => ({
      from,
      until,
      ...compileRegime(regime),
      ...(jump === undefined ? {} : { jump: compileProgram(tf, jump, slots) }),
    })),
  };
}
