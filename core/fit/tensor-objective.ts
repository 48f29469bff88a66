/**
 * The cost of a fit and its gradient by tensors: all trajectories of all copies of the model at once, in float32, through steps of
 * fixed length. Each copy has parameters of its own, so that an ensemble is trained like one model.
 */
import { makeGrid } from '../lower/tensor/grid';
import { rollout } from '../lower/tensor/rollout';
import type { ParameterTensors } from '../lower/tensor/program';
import type { Tensor, TensorFlow } from '../lower/tensor/tensorflow';
import { DocumentError } from '../model/problem';
import type { Fit, Scenario } from '../model/schema';
import { rk4 } from '../solve/tableaux/rk4';
import { tsit5 } from '../solve/tableaux/tsit5';
import { failed, success, type Result } from '../util/result';
import { fittedParameters, type Estimated } from './estimated';
import { failures } from './messages';
import type { Evaluation, Objective } from './optimiser';
import { priorTerm } from './prior';
import { buildRegularisers } from './regularisers/build';
import { WeightPenalties } from './regularisers/weight-penalties';
import { buildBatches, type Batch } from './tensor-batch';
import { tensorLikelihood, type TensorLikelihood } from './tensor-likelihood';
import { costObstacles } from './tensor-obstacles';
import { parameterMap, type ParameterMap } from './tensor-parameters';

export interface TensorOptions {
  readonly method?: 'rk4' | 'tsit5';
  /** steps over the longest trajectory, at least; absent: 100 */
  readonly steps?: number;
  /** models with parameters of their own; absent: 1 */
  readonly copies?: number;
}

export interface CopyCosts {
  /** float64[copies] */
  readonly values: Float64Array;
  /** float64[copies · k] */
  readonly gradient: Float64Array;
}

/** x holds the estimated parameters of one copy after another; the value is the sum over the copies. */
export interface TensorObjective extends Objective {
  readonly estimated: readonly Estimated[];
  readonly copies: number;
  /** As `evaluate`, copy by copy: a cost that is not finite has a gradient of zeros. */
  evaluateEach(x: Float64Array): CopyCosts;
  /** @returns bytes that the forward sweep of the widest batch held in the last evaluation */
  heldBytes(): number;
  /** @returns the sum over the copies; one whose cost is not finite counts nothing */
  total(each: CopyCosts): Result<Evaluation>;
  /** A copy whose cost is not finite counts nothing; it fails where that is so of all. */
  evaluate(x: Float64Array): Result<Evaluation>;
}

const STEPS = 100;
const tableaux = { rk4, tsit5 };

/** @throws DocumentError where document, fit and data do not fit together, or the model or data have what tensors cannot do */
export function createTensorObjective(
  tf: TensorFlow,
  document: Scenario,
  fit: Fit,
  { method = 'rk4', steps = STEPS, copies = 1 }: TensorOptions = {},
): TensorObjective {
  const obstacles = costObstacles(document, fit);
  if (obstacles.length > 0) throw new DocumentError(obstacles);
  const estimated = fittedParameters(document, fit),
    k = estimated.length;
  const batches = buildBatches(tf, document, fit),
    longest = Math.max(...batches.flatMap(({ trajectories }) => trajectories.map(({ from, until }) => until - from)));
  const onWeights = new WeightPenalties(buildRegularisers(document, fit), estimated);
  const parts = batches.map((batch) => new BatchCost(tf, batch, estimated, method, longest / steps, copies));
  const repeated = (of: (one: Estimated) => number): Float64Array =>
    Float64Array.from({ length: copies * k }, (_, i) => of(estimated[i % k]));

  const evaluateEach: TensorObjective['evaluateEach'] = (x) => {
    const values = new Float64Array(copies),
      gradient = new Float64Array(copies * k);
    for (const part of parts) {
      const cost = part.evaluate(x);
      cost.values.forEach((value, copy) => (values[copy] += value + part.constant));
      cost.gradient.forEach((slope, i) => (gradient[i] += slope));
    }
    for (let copy = 0; copy < copies; copy++) {
      const own = gradient.subarray(copy * k, (copy + 1) * k);
      estimated.forEach(({ prior, scale }, i) => {
        if (prior === undefined) return;
        const term = priorTerm(prior, x[copy * k + i], scale);
        values[copy] += term.value;
        own[i] += term.slope;
      });
      // the weights of networks are on a linear scale, so that their natural values are those of x
      values[copy] += onWeights.add(x.subarray(copy * k, (copy + 1) * k), own);
      if (Number.isFinite(values[copy]) && own.every(Number.isFinite)) continue;
      values[copy] = Infinity;
      own.fill(0);
    }
    return { values, gradient };
  };
  const total: TensorObjective['total'] = ({ values, gradient }) => {
    const finite = values.filter(Number.isFinite);
    if (finite.length === 0) return failed(failures.tensors(copies));
    return success({ value: finite.reduce((sum, value) => sum + value, 0), gradient });
  };
  return {
    estimated,
    copies,
    size: copies * k,
    lower: repeated(({ lower }) => lower),
    upper: repeated(({ upper }) => upper),
    evaluateEach,
    heldBytes: () => Math.max(...parts.map((part) => part.held)),
    total,
    evaluate: (x) => total(evaluateEach(x)),
  };
}

/** The share of one batch. It keeps no tensors. */
class BatchCost {
  /** bytes of the tensors that the last forward sweep made, all of which the backward sweep may read */
  held = 0;
  private readonly map: ParameterMap;
  private readonly grid: ReturnType<typeof makeGrid>;
  private readonly likelihood: TensorLikelihood;
  /** legs by the piece in which their stop is read */
  private readonly stops: readonly number[][];

  constructor(
    private readonly tf: TensorFlow,
    private readonly batch: Batch,
    estimated: readonly Estimated[],
    private readonly method: keyof typeof tableaux,
    longestStep: number,
    private readonly copies: number,
  ) {
    const { model, trajectories } = batch,
      { pieces } = model;
    this.map = parameterMap(tf, estimated, model.parameters, model.nominal);
    const times = Array.from({ length: copies }, () => trajectories.map((trajectory) => trajectory.times)).flat();
    const grid = makeGrid(pieces, trajectories[0].from, times, longestStep);
    this.grid = grid;
    const read = new Set(grid.stopOf.flatMap((stops) => [...stops]));
    this.stops = pieces.map((_, piece) => grid.legs.flatMap((leg, i) => (leg.piece === piece && read.has(i) ? [i] : [])));
    this.likelihood = tensorLikelihood(tf, batch, {
      rows: this.stops.map((stops) => stops.length),
      at: (member, timeIndex) => {
        const stop = grid.stopOf[member][timeIndex],
          { piece } = grid.legs[stop];
        return { piece, row: this.stops[piece].indexOf(stop) };
      },
    });
  }

  get constant(): number {
    return this.likelihood.constant;
  }

  /** @param x float64[copies · k]  @returns costs less the constant, and their gradient */
  evaluate(x: Float64Array): { values: Float32Array; gradient: Float32Array } {
    const { tf, copies } = this;
    return tf.tidy(() => {
      const before = tf.memory().numBytes;
      const at =
        copies === 1 ? tf.tensor1d(Float32Array.from(x)) : tf.tensor2d(Float32Array.from(x), [copies, x.length / copies]);
      let values: Tensor | undefined;
      const sum = tf.valueAndGrad((own: Tensor) => {
        const costs = this.costs(own);
        this.held = tf.memory().numBytes - before;
        values = tf.keep(tf.clone(costs));
        return tf.sum(costs);
      })(at);
      const result = { values: values!.dataSync<'float32'>(), gradient: sum.grad.dataSync<'float32'>() };
      values!.dispose();
      return result;
    });
  }

  /** @returns [copies] */
  private costs(x: Tensor): Tensor {
    const { tf, batch, copies, grid } = this,
      all = grid.members,
      parameters = batch.parameters(this.map(x), copies);
    const states = rollout(tf, batch.model, tableaux[this.method], grid, parameters, batch.initial(parameters, copies));
    const readings = this.stops.map((stops, piece) => {
      if (stops.length === 0) return null;
      const times = stops.flatMap((stop) => {
        const { start, length } = grid.legs[stop];
        return Array.from(start, (time, b) => time + length[b]);
      });
      const { read } = batch.model.pieces[piece];
      return read.bind(repeatedParameters(tf, parameters, stops.length), stops.length * all)(
        tf.tensor1d(times, 'float32'),
        stops.length === 1
          ? states[stops[0]]
          : tf.concat(
              stops.map((stop) => states[stop]),
              1,
            ),
      );
    });
    return this.likelihood.cost(readings, copies);
  }
}

/** @returns the parameters of a batch that stands so many times over, as rows of output times do */
export function repeatedParameters(tf: TensorFlow, { values, own }: ParameterTensors, times: number): ParameterTensors {
  if (times === 1) return { values, own };
  return {
    values: values.rank === 1 ? values : tf.tile(values, [times, 1]),
    own: own === undefined ? undefined : new Map([...own].map(([slot, value]) => [slot, tf.tile(value, [times])])),
  };
}
