/**
 * Adam (Kingma & Ba, ICLR 2015) and, with a decay of the weights apart from the gradient, AdamW (Loshchilov & Hutter, ICLR 2019),
 * kept within bounds by projection. For many parameters and costs too rough for a line search. Steps are measured in a tenth
 * of each parameter's bounds' width. The value may rise on the way, so the best point is kept beside the present one.
 */
import { success } from '../util/result';
import { reasons } from './messages';
import { minimumAt, project, projectedGradientNorm, unitOf } from './optimiser';
import type { Objective, Optimiser, OptimiserState, Point } from './optimiser';
import { scheduled, type ScheduleName } from './schedule';

export interface AdamSettings {
  readonly steps: number;
  /** largest projected gradient entry, relative to 1 + |value| */
  readonly tolerance: number;
  /** how far a parameter moves in a step at most, about, in its units */
  readonly learningRate: number;
  readonly schedule: ScheduleName;
  readonly warmUp: number;
  /** part by which a step at the full learning rate, in its units, shrinks what decays; 0 is Adam, more AdamW */
  readonly weightDecay: number;
  /** which parameters decay */
  readonly decays: readonly boolean[];
}

export interface AdamState extends OptimiserState {
  /** running means of the gradient and of its square, per unit, float64[n] each */
  readonly mean: Float64Array;
  readonly square: Float64Array;
  readonly best: Point;
  /** no point near enough could be evaluated */
  readonly lost: boolean;
}

const BETA1 = 0.9,
  BETA2 = 0.999,
  EPSILON = 1e-8;
/** A step that cannot be evaluated is halved so often before the search gives up. */
const HALVINGS = 8;

export function adam(settings: AdamSettings): Optimiser<AdamState> {
  return {
    init(objective, x0) {
      const x = project(objective, x0);
      const evaluated = objective.evaluate(x);
      if (!evaluated.ok) return evaluated;
      const point = { x, ...evaluated.value },
        n = objective.size;
      return success({ point, best: point, iteration: 0, mean: new Float64Array(n), square: new Float64Array(n), lost: false });
    },
    step: (objective, state) => step(objective, state, settings),
    terminate(objective, { point, iteration, lost }) {
      const norm = projectedGradientNorm(objective, point);
      if (norm <= settings.tolerance * (1 + Math.abs(point.value))) return { converged: true, reason: reasons.gradient };
      if (lost) return { converged: false, reason: reasons.lost };
      return iteration >= settings.steps ? { converged: false, reason: reasons.schedule(settings.steps) } : null;
    },
    postprocess: (objective, { best, iteration }, termination) => minimumAt(objective, { point: best, iteration }, termination),
  };
}

function step(objective: Objective, state: AdamState, settings: AdamSettings): AdamState {
  const { point, iteration } = state,
    { steps, warmUp, weightDecay, decays } = settings;
  const rate = settings.learningRate * scheduled({ name: settings.schedule, steps, warmUp }, iteration);
  const units = point.x.map((_, i) => unitOf(objective, point.x, i));
  const slopes = point.gradient.map((slope, i) => slope * units[i]);
  const mean = state.mean.map((value, i) => BETA1 * value + (1 - BETA1) * slopes[i]),
    square = state.square.map((value, i) => BETA2 * value + (1 - BETA2) * slopes[i] ** 2);
  const unbiased1 = 1 - BETA1 ** (iteration + 1),
    unbiased2 = 1 - BETA2 ** (iteration + 1);
  const moved = point.x.map((_, i) => {
    const decay = decays[i] ? weightDecay * point.x[i] : 0;
    return -rate * ((units[i] * mean[i]) / unbiased1 / (Math.sqrt(square[i] / unbiased2) + EPSILON) + decay);
  });
  for (let part = 1, tried = 0; tried <= HALVINGS; tried++, part /= 2) {
    const x = project(
      objective,
      point.x.map((value, i) => value + part * moved[i]),
    );
    const evaluated = objective.evaluate(x);
    if (!evaluated.ok || !Number.isFinite(evaluated.value.value)) continue;
    const next = { x, ...evaluated.value };
    return {
      point: next,
      best: next.value < state.best.value ? next : state.best,
      iteration: iteration + 1,
      mean,
      square,
      lost: false,
    };
  }
  return { ...state, iteration: iteration + 1, lost: true };
}
