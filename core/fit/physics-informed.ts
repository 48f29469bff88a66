/**
 * A physics-informed fit: networks for the trajectories are trained to follow the data and to obey the equations at collocation points,
 * the unknown parameters with them, so that no solver stands between a parameter and the data. The terms are weighed by the norms of
 * their gradients (Wang, Teng & Perdikaris, SIAM J. Sci. Comput. 43:A3055, 2021). What counts in the end is the likelihood of the
 * float64 kernel, by which the best parameters on the way are kept, and from which a fit can be polished.
 */
import type { Tensor, TensorFlow } from '../lower/tensor/tensorflow';
import { DocumentError } from '../model/problem';
import type { Fit, Scenario } from '../model/schema';
import { solve } from '../solve/integrate';
import { evenly } from '../util/grid';
import { failed, success, type Result } from '../util/result';
import { naturalValues } from './estimated';
import { failures, faults, reasons } from './messages';
import { chooseMethod, createOptimiser } from './method';
import { createObjective, type FitObjective } from './objective';
import { loweredBy, noMoments, withGradient } from './moments';
import { minimise, unitsOf, type Hooks, type Minimum } from './optimiser';
import { physicsInformedLosses, termNames, type TermName } from './physics-informed-losses';
import { initialNetwork, type NetworkShape } from './physics-informed-network';
import { scheduled } from './schedule';
import { buildBatches, type Batch } from './tensor-batch';
import { parameterMap } from './tensor-parameters';

export interface PhysicsInformedSettings {
  readonly steps: number;
  readonly hidden: readonly number[];
  /** points a trajectory at which the equations are to hold */
  readonly collocation: number;
  readonly hardInitial: boolean;
  readonly seed: number;
  /** of the networks' weights, falling over the steps by half a cosine */
  readonly learningRate: number;
  /** of the parameters, in tenths of their bounds' widths, falling likewise */
  readonly parameterRate: number;
  /**
   * What the balanced weight of the equations is multiplied by, at first and at last, rising geometrically: the networks follow the data
   * first and then give way to the equations (as the penalty does in Ramsay et al., J. R. Stat. Soc. B 69:741, 2007).
   */
  readonly emphasis: readonly [number, number];
  /** whether the terms are weighed by the norms of their gradients; else they count alike */
  readonly adaptive: boolean;
  /** so many steps lie between two weighings of the terms, and two looks at the likelihood */
  readonly every: number;
}

export const physicsInformedDefaults: PhysicsInformedSettings = {
  steps: 4000,
  hidden: [64, 64, 64],
  collocation: 64,
  hardInitial: true,
  seed: 1,
  learningRate: 5e-3,
  parameterRate: 0.05,
  emphasis: [0.1, 10],
  adaptive: true,
  every: 100,
};

export interface PhysicsInformedProgress {
  readonly step: number;
  readonly terms: Partial<Record<TermName, number>>;
  /** what each term is multiplied by */
  readonly weights: Partial<Record<TermName, number>>;
  /** the kernel's cost at the present parameters; null where it has none */
  readonly nllh: number | null;
  readonly parameters: Record<string, number>;
}
export interface PhysicsInformedHooks {
  /** told every so many steps */
  onProgress?(progress: PhysicsInformedProgress): void;
  /** asked once a step; the best so far is kept */
  cancelled?(): boolean;
}
export interface PhysicsInformedResult {
  /** the kernel's lowest cost on the way, that of the start included */
  readonly nllh: number;
  /** float64[k] on the fit scale, where that was */
  readonly x: Float64Array;
  readonly parameters: Record<string, number>;
  readonly steps: number;
  readonly reason: string;
}

/**
 * @param x0 float64[k] on the fit scale; absent: the document's values
 * @returns a failure where no parameters on the way have a cost by the kernel
 * @throws DocumentError where document, fit and data do not fit together, or the model has what such a fit cannot do
 */
export function fitPhysicsInformed(
  tf: TensorFlow,
  document: Scenario,
  fit: Fit,
  settings: Partial<PhysicsInformedSettings> = {},
  hooks: PhysicsInformedHooks = {},
  x0?: Float64Array,
): Result<PhysicsInformedResult> {
  const chosen = { ...physicsInformedDefaults, ...settings },
    objective = createObjective(document, fit),
    { estimated } = objective;
  const batch = smoothBatch(tf, document, fit),
    start = x0 ?? Float64Array.from(estimated, ({ nominal }) => nominal);
  const { hidden, collocation, hardInitial, steps, every } = chosen,
    shape: NetworkShape = { trajectories: batch.trajectories.length, hidden, outputs: batch.model.states.length };
  const losses = physicsInformedLosses(tf, batch, parameterMap(tf, estimated, batch.model.parameters, batch.model.nominal), {
    shape,
    collocation,
    hardInitial,
    scales: stateScales(document, batch),
  });
  const network = initialNetwork(shape, chosen.seed),
    units = unitsOf(objective, start);
  // what is moved: the networks' weights, then how far each parameter is from its start, in its unit
  const theta = new Float64Array(network.length + start.length);
  theta.set(network);
  const xOf = (): Float64Array => start.map((value, i) => value + units[i] * theta[network.length + i]);
  const gradientOf = (weights: readonly number[]) => weighted(tf, losses, network.length, start, units, theta, weights);

  const best = { nllh: Infinity, x: start };
  const look = (): number | null => {
    const x = xOf(),
      cost = objective.cost(x);
    if (!cost.ok) return null;
    if (cost.value < best.nllh) Object.assign(best, { nllh: cost.value, x });
    return cost.value;
  };
  const names = termNames.slice(0, hardInitial ? 2 : 3),
    rates = theta.map((_, i) => (i < network.length ? chosen.learningRate : chosen.parameterRate));
  let moments = noMoments(theta.length),
    balance: number[] = names.map(() => 1),
    reason = reasons.schedule(steps),
    step = 0;
  for (; step < steps; step++) {
    if (hooks.cancelled?.() === true) {
      reason = reasons.cancelled;
      break;
    }
    if (chosen.adaptive && step % every === 0)
      balance = balanced(balance, names, (only) => gradientOf(only).gradient.subarray(0, network.length), step === 0);
    const [first, last] = chosen.emphasis,
      emphasis = first * (last / first) ** (step / steps),
      weights = balance.map((weight, i) => (names[i] === 'equations' ? emphasis * weight : weight));
    const { terms, gradient } = gradientOf(weights);
    if (step % every === 0) {
      const named = (values: readonly number[]): Partial<Record<TermName, number>> =>
        Object.fromEntries(names.map((name, i) => [name, values[i]]));
      const progress = { step, terms: named(terms), weights: named(weights), nllh: look() };
      hooks.onProgress?.({ ...progress, parameters: naturalValues(estimated, xOf()) });
    }
    if (!gradient.every(Number.isFinite)) {
      reason = reasons.notFinite;
      break;
    }
    const part = scheduled({ name: 'cosine', steps, warmUp: 0 }, step);
    moments = withGradient(moments, gradient);
    loweredBy(
      moments,
      rates.map((rate) => part * rate),
      step + 1,
    ).forEach((by, i) => {
      theta[i] -= by;
    });
    project(theta, network.length, start, units, objective);
  }
  look();
  if (best.nllh === Infinity) return failed(failures.tensors(1));
  return success({ nllh: best.nllh, x: best.x, parameters: naturalValues(estimated, best.x), steps: step, reason });
}

/** Goes on from where a physics-informed fit ended by the float64 kernel and the fit's own optimiser. */
export function polish(document: Scenario, fit: Fit, { x }: { readonly x: Float64Array }, hooks: Hooks = {}): Result<Minimum> {
  const objective = createObjective(document, fit),
    { estimated } = objective;
  return minimise(createOptimiser(chooseMethod(document, fit, estimated).method, document, fit, estimated), objective, x, hooks);
}

/** @throws DocumentError where trajectories are not smooth, or lie in models that differ */
export function smoothBatch(tf: TensorFlow, document: Scenario, fit: Fit): Batch {
  const batches = buildBatches(tf, document, fit);
  if (batches.length === 1 && batches[0].model.pieces.length === 1) return batches[0];
  throw new DocumentError([{ severity: 'error', path: 'conditions', ...faults.notSmooth }]);
}

const SAMPLES = 33;

/** @returns largest size of each state over the kernel's trajectories at the document's values; of the others, or 1, where that is 0 */
function stateScales({ solver }: Scenario, { trajectories, model }: Batch): Float64Array {
  const n = model.states.length,
    scales = new Float64Array(n);
  for (const { lowered, from, until } of trajectories) {
    const times = evenly(from, until, SAMPLES);
    const solved = solve(lowered.plan, lowered.nominal, { from, until, settings: solver, times });
    if (solved.ok) solved.value.states.forEach((value, i) => (scales[i % n] = Math.max(scales[i % n], Math.abs(value))));
  }
  const largest = Math.max(...scales) || 1;
  return scales.map((scale) => scale || largest);
}

/** @returns the terms, and the gradient of their weighted sum by the network's weights and the parameters' distances */
function weighted(
  tf: TensorFlow,
  losses: (weights: Tensor, x: Tensor) => Tensor[],
  count: number,
  start: Float64Array,
  units: Float64Array,
  theta: Float64Array,
  weights: readonly number[],
): { terms: number[]; gradient: Float32Array } {
  return tf.tidy(() => {
    let terms: number[] = [];
    const { grad } = tf.valueAndGrad((all: Tensor) => {
      const x = tf.add(
        tf.tensor1d(Float32Array.from(start)),
        tf.mul(tf.slice(all, [count], [start.length]), tf.tensor1d(Float32Array.from(units))),
      );
      const each = losses(tf.slice(all, [0], [count]), x);
      terms = each.map((term) => term.dataSync()[0]);
      return tf.addN(each.map((term, i) => tf.mul(term, weights[i])));
    })(tf.tensor1d(Float32Array.from(theta)));
    return { terms, gradient: grad.dataSync<'float32'>() };
  });
}

/** How much of the old weights a weighing keeps. */
const KEPT = 0.9;

/** Weights under which the terms pull at the network alike: λ_i = Σ_j |∇L_j| / |∇L_i|, as a running mean. */
function balanced(
  before: readonly number[],
  names: readonly TermName[],
  gradientOf: (only: readonly number[]) => Float32Array,
  first: boolean,
): number[] {
  const norms = names.map((_, i) => normOf(gradientOf(names.map((_unused, j) => (i === j ? 1 : 0)))));
  const total = norms.reduce((sum, norm) => sum + norm, 0);
  return norms.map((norm, i) => {
    if (!(norm > 0 && Number.isFinite(total))) return before[i];
    return first ? total / norm : KEPT * before[i] + ((1 - KEPT) * total) / norm;
  });
}

const normOf = (values: Float32Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

/** Keeps the parameters within their bounds. */
function project(
  theta: Float64Array,
  from: number,
  start: Float64Array,
  units: Float64Array,
  { lower, upper }: FitObjective,
): void {
  for (let i = 0; i < start.length; i++) {
    const low = (lower[i] - start[i]) / units[i],
      high = (upper[i] - start[i]) / units[i];
    theta[from + i] = Math.min(Math.max(theta[from + i], low), high);
  }
}
