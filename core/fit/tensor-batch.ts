/**
 * The trajectories of a fit sorted into batches: those under the same interventions are members of one tensor model, whatever their
 * conditions override, since an overridden parameter or initial value is one that a member has for itself.
 */
import { Expressions, type Expr } from '../equations/expression';
import { parseExpression } from '../equations/parse';
import { slotsOf } from '../lower/slots';
import { lowerTensors, type TensorModel } from '../lower/tensor/lower';
import { columnOf, compileProgram, rowsOf, type ParameterTensors, type TensorProgram } from '../lower/tensor/program';
import type { Tensor, TensorFlow } from '../lower/tensor/tensorflow';
import { DocumentError } from '../model/problem';
import type { Condition, Fit, Scenario } from '../model/schema';
import { batchObstacles } from './tensor-obstacles';
import { buildTrajectories, measuredOutputs, predictionName, sigmaName, type Trajectory } from './trajectories';

export interface Batch {
  readonly model: TensorModel;
  /** its members */
  readonly trajectories: readonly Trajectory[];
  /** name of an output: observable id → index of its expression, and of its σ where that is an expression */
  readonly outputs: ReadonlyMap<string, { readonly prediction: number; readonly sigma: number }>;
  /**
   * Adds what members override. The batch may stand several times over, for copies of the model: copy by copy, then member by member.
   * @param values [m] shared by all copies, or [copies, m]
   */
  parameters(values: Tensor, copies: number): ParameterTensors;
  /** @returns states at the start, [n, copies · members] */
  initial(parameters: ParameterTensors, copies: number): Tensor;
}

/** @throws DocumentError where document, fit and data do not fit together, or the model or data have what tensors cannot do */
export function buildBatches(tf: TensorFlow, document: Scenario, fit: Fit): Batch[] {
  const obstacles = batchObstacles(document);
  if (obstacles.length > 0) throw new DocumentError(obstacles);
  const groups = new Map<string, Trajectory[]>();
  for (const trajectory of buildTrajectories(document, fit)) {
    const key = [...conditionOf(document, trajectory).interventions].sort().join();
    groups.set(key, [...(groups.get(key) ?? []), trajectory]);
  }
  return [...groups.values()].map((trajectories) => buildBatch(tf, document, trajectories));
}

const conditionOf = (document: Scenario, { conditions }: Trajectory): Condition =>
  document.conditions.find(({ id }) => id === conditions[0])!;

function buildBatch(tf: TensorFlow, document: Scenario, trajectories: readonly Trajectory[]): Batch {
  const conditions = trajectories.map((trajectory) => conditionOf(document, trajectory)),
    seen = new Set(trajectories.flatMap(({ points }) => points.map(({ measurement }) => measurement.observable)));
  const model = lowerTensors(tf, document, {
    always: conditions[0].interventions,
    outputs: measuredOutputs(document, seen),
    from: trajectories[0].from,
    until: Math.max(...trajectories.map(({ until }) => until)),
  });
  const overrides = overridesOf(tf, model, conditions),
    members = trajectories.length;
  return {
    model,
    trajectories,
    outputs: new Map(
      document.observables.map(({ id }, i) => [
        id,
        { prediction: model.outputs.indexOf(predictionName(i)), sigma: model.outputs.indexOf(sigmaName(i)) },
      ]),
    ),
    parameters(values, copies) {
      const all = copies * members,
        base: ParameterTensors = { values };
      if (overrides.slots.length === 0) return base;
      const computed = overrides.compute(base, all);
      return {
        values,
        own: new Map(
          overrides.slots.map((one): [number, Tensor] => {
            const nominal = values.rank === 1 ? tf.slice(values, [one.target], [1]) : columnOf(tf, values, one.target, all);
            return [one.target, mixed(tf, one, nominal, computed, copies)];
          }),
        ),
      };
    },
    initial(parameters, copies) {
      const all = copies * members,
        states = model.initial.bind(parameters, all)(tf.scalar(0), tf.zeros([0, all]));
      if (overrides.states.length === 0) return states;
      const rows = rowsOf(tf, states),
        computed = overrides.compute(parameters, all);
      for (const one of overrides.states) rows[one.target] = mixed(tf, one, rows[one.target], computed, copies);
      return tf.stack(rows);
    },
  };
}

/** What members put in the place of one slot or initial value. */
interface Override {
  /** index of the slot or state */
  readonly target: number;
  /** float32[members]: 1 where the member overrides it */
  readonly overrides: Float32Array;
  /** float32[members]: its value where that is a number, 0 elsewhere */
  readonly numbers: Float32Array;
  /** members that override it by an expression, and its row among the computed ones */
  readonly expressions: readonly { readonly member: number; readonly row: number }[];
}

interface Overrides {
  readonly slots: readonly Override[];
  readonly states: readonly Override[];
  /** @returns [expressions, members] */
  compute(parameters: ParameterTensors, members: number): Tensor;
}

function overridesOf(tf: TensorFlow, model: TensorModel, conditions: readonly Condition[]): Overrides {
  const pool = new Expressions(),
    known = new Set(model.parameters),
    roots: Expr[] = [];
  const overrideOf = (name: string, target: number): Override => {
    const expressions: { member: number; row: number }[] = [];
    const numbers = Float32Array.from(conditions, ({ overrides: { [name]: value } }, member) => {
      if (typeof value !== 'string') return value ?? 0;
      expressions.push({ member, row: roots.push(parseExpression(pool, value, known, true)) - 1 });
      return 0;
    });
    return {
      target,
      overrides: Float32Array.from(conditions, ({ overrides }) => (Object.hasOwn(overrides, name) ? 1 : 0)),
      numbers,
      expressions,
    };
  };
  const names = [...new Set(conditions.flatMap(({ overrides }) => Object.keys(overrides)))];
  const of = (all: readonly string[]): Override[] =>
    names.filter((name) => all.includes(name)).map((name) => overrideOf(name, all.indexOf(name)));
  const slots = of(model.parameters),
    states = of(model.states);
  const program: TensorProgram = compileProgram(tf, roots, slotsOf([], model.parameters));
  return {
    slots,
    states,
    compute: (parameters, members) => program.bind(parameters, members)(tf.scalar(0), tf.zeros([0, members])),
  };
}

/** @param nominal [1] or [copies · members]: the value of members that do not override it  @returns [copies · members] */
function mixed(tf: TensorFlow, override: Override, nominal: Tensor, computed: Tensor, copies: number): Tensor {
  const { overrides, numbers, expressions } = override,
    members = overrides.length;
  const each = (values: Float32Array): Tensor => tf.tile(tf.tensor1d(values), [copies]);
  let value: Tensor = tf.add(tf.mul(nominal, tf.sub(1, each(overrides))), each(numbers));
  for (const { member, row } of expressions) {
    const own = each(new Float32Array(members).fill(1, member, member + 1));
    value = tf.add(value, tf.mul(tf.reshape(tf.slice(computed, [row, 0], [1, copies * members]), [copies * members]), own));
  }
  return value;
}
