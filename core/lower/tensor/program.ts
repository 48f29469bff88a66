/**
 * Expressions as a batched float32 program of TensorFlow.js operations: every state is a row of one number a member. What depends on
 * parameters alone is computed once where they are bound, and not again at every call.
 */
import { topological, type Expr } from '../../equations/expression';
import type { Slots } from '../slots';
import { runNetwork, type NetworkBlock } from './network';
import { tensorOperators, wholePower } from './operators';
import type { Tensor, TensorFlow } from './tensorflow';

/** Values of the parameter slots, in natural units. */
export interface ParameterTensors {
  /** [m] shared by all members, or [rows, m]: so many members in a row share each of them */
  readonly values: Tensor;
  /** slot → [members]: single slots, none of them a network's weight, that each member has for itself, whatever `values` says */
  readonly own?: ReadonlyMap<number, Tensor>;
}

/**
 * @param t model time: one number, or [members]
 * @param states [n, members]
 * @returns [size, members]
 */
export type BoundProgram = (t: Tensor, states: Tensor) => Tensor;

export interface TensorProgram {
  /** whether it reads t */
  readonly timed: boolean;
  /** Computes what depends on parameters alone. Its tensors belong to the caller's tidy, within which the result can be called. */
  bind(parameters: ParameterTensors, members: number): BoundProgram;
}

/** What a call reads: the results of the instructions so far, and the arguments. */
interface Frame {
  readonly tf: TensorFlow;
  readonly members: number;
  readonly parameters: ParameterTensors;
  readonly results: Tensor[];
  t?: Tensor;
  states?: readonly Tensor[];
}
interface Instruction {
  /** depends on parameters alone */
  readonly fixed: boolean;
  run(frame: Frame): Tensor;
}

/**
 * @param roots in symbols of the slots and t
 * @param blocks networks to be taken as matrix products where the roots contain their outputs
 */
export function compileProgram(
  tf: TensorFlow,
  roots: readonly Expr[],
  slots: Slots,
  blocks: readonly NetworkBlock[] = [],
): TensorProgram {
  const { instructions, at } = instructionsOf(tf, roots, slots, blocks);
  const wanted = roots.map((root) => at.get(root)!);
  const execute = (frame: Frame, fixed: boolean): void =>
    instructions.forEach((instruction, i) => {
      if (instruction.fixed === fixed) frame.results[i] = instruction.run(frame);
    });
  return {
    timed: [...at.keys()].some((node) => node.kind === 'symbol' && node.name === 't'),
    bind(parameters, members) {
      const bound: Frame = { tf, members, parameters, results: [] };
      execute(bound, true);
      return (t, states) => {
        if (roots.length === 0) return tf.zeros([0, members]);
        const frame: Frame = { ...bound, results: [...bound.results], t, states: rowsOf(tf, states) };
        execute(frame, false);
        const rows = wanted.map((i) => frame.results[i]);
        return tf.stack(rows.map((row) => (row.rank === 1 ? row : tf.broadcastTo(row, [members]))));
      };
    },
  };
}

function instructionsOf(
  tf: TensorFlow,
  roots: readonly Expr[],
  slots: Slots,
  blocks: readonly NetworkBlock[],
): { instructions: Instruction[]; at: Map<Expr, number> } {
  const operators = tensorOperators(tf),
    instructions: Instruction[] = [],
    at = new Map<Expr, number>(),
    ran = new Map<NetworkBlock, number>();
  const outputs = new Map(blocks.flatMap((block) => block.outputs.map((output, row) => [output, { block, row }] as const)));
  const push = (fixed: boolean, run: Instruction['run']): number => instructions.push({ fixed, run }) - 1;
  const allFixed = (indices: readonly number[]): boolean => indices.every((i) => instructions[i].fixed);
  const blockAt = (block: NetworkBlock): number => {
    let index = ran.get(block);
    if (index !== undefined) return index;
    block.features.forEach(visit);
    const features = block.features.map((feature) => at.get(feature)!),
      first = slots.parameters.get(block.first)!;
    index = push(allFixed(features), ({ members, parameters: { values }, results }) => {
      const { count } = block;
      const weights =
        values.rank === 2 ? tf.slice(values, [0, first], [values.shape[0], count]) : tf.slice(values, [first], [count]);
      return runNetwork(
        tf,
        block,
        weights,
        features.map((i) => results[i]),
        members,
      );
    });
    ran.set(block, index);
    return index;
  };
  const visit = (root: Expr): void => {
    for (const node of topological([root], (inner) => !outputs.has(inner))) {
      if (at.has(node)) continue;
      const found = outputs.get(node);
      if (found !== undefined && node.kind === 'operation') {
        const index = blockAt(found.block),
          { row } = found;
        at.set(
          node,
          push(instructions[index].fixed, ({ results, members }) =>
            tf.reshape(tf.slice(results[index], [row, 0], [1, members]), [members]),
          ),
        );
      } else at.set(node, plain(node));
    }
  };
  const plain = (node: Expr): number => {
    if (node.kind === 'number') return push(true, () => tf.scalar(node.value));
    if (node.kind === 'symbol') return symbol(node.name);
    const args = node.args.map((arg) => at.get(arg)!),
      [, exponent] = node.args;
    const product = node.operator === 'pow' && exponent.kind === 'number' ? wholePower(tf, exponent.value) : undefined,
      apply = product ?? operators[node.operator];
    return push(allFixed(args), ({ results }) => apply(...args.map((i) => results[i])));
  };
  const symbol = (name: string): number => {
    const state = slots.states.get(name);
    if (state !== undefined) return push(false, ({ states }) => states![state]);
    const slot = slots.parameters.get(name);
    if (slot !== undefined) return push(true, (frame) => parameterAt(frame, slot));
    if (name === 't') return push(false, ({ t }) => t!);
    throw new Error(`no slot for ${name}`);
  };
  roots.forEach(visit);
  return { instructions, at };
}

function parameterAt({ tf, members, parameters: { values, own } }: Frame, slot: number): Tensor {
  const mine = own?.get(slot);
  if (mine !== undefined) return mine;
  if (values.rank === 2) return columnOf(tf, values, slot, members);
  return tf.reshape(tf.slice(values, [slot], [1]), []);
}

/** @param values [rows, m]  @returns one slot as each member has it, [members] */
export function columnOf(tf: TensorFlow, values: Tensor, slot: number, members: number): Tensor {
  const [rows] = values.shape,
    column = tf.slice(values, [0, slot], [rows, 1]);
  return tf.reshape(rows === members ? column : tf.broadcastTo(column, [rows, members / rows]), [members]);
}

/**
 * @returns the rows of a matrix, in an array of the caller's own: that of tf.unstack is read again by the backward sweep.
 * TensorFlow.js has no gradient of taking apart a single row
 */
export const rowsOf = (tf: TensorFlow, matrix: Tensor): Tensor[] => {
  const [rows, columns] = matrix.shape;
  if (rows === 0) return [];
  return rows === 1 ? [tf.reshape(matrix, [columns])] : [...tf.unstack(matrix)];
};
