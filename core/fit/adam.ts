/**
 * Adam (Kingma & Ba, ICLR 2015) and, with a decay of the weights apart from the gradient, AdamW (Loshchilov & Hutter, ICLR 2019),
 * kept within bounds by projection. For many parameters and costs too rough for a line search. Steps are measured in a tenth
 * of each parameter's bounds' width. The value may rise on the way, so the best point is kept beside the present one.
 */
import { success } from '../util/result';
import { firstPoint, isStationary } from './descent';
import { reasons } from './messages';
import { loweredBy, noMoments, withGradient, type Moments } from './moments';
import { minimumAt, moved, unitsOf } from './optimiser';
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

/** The moments are those of the gradient per unit. */
export interface AdamState extends OptimiserState, Moments {
  readonly best: Point;
  /** no point near enough could be evaluated */
  readonly lost: boolean;
}

/** A step that cannot be evaluated is halved so often before the search gives up. */
const HALVINGS = 8;

export function adam(settings: AdamSettings): Optimiser<AdamState> {
  return {
    init(objective, x0) {
      const first = firstPoint(objective, x0);
      if (!first.ok) return first;
      return success({ point: first.value, best: first.value, iteration: 0, ...noMoments(objective.size), lost: false });
    },
    step: (objective, state) => step(objective, state, settings),
    terminate(objective, { point, iteration, lost }) {
      if (isStationary(objective, point, settings.tolerance)) return { converged: true, reason: reasons.gradient };
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
  const units = unitsOf(objective, point.x);
  const moments = withGradient(
    state,
    point.gradient.map((slope, i) => slope * units[i]),
  );
  const d = loweredBy(moments, units, iteration + 1).map((by, i) => -rate * (by + (decays[i] ? weightDecay * point.x[i] : 0)));
  for (let part = 1, tried = 0; tried <= HALVINGS; tried++, part /= 2) {
    const x = moved(objective, point.x, d, part);
    const evaluated = objective.evaluate(x);
    if (!evaluated.ok || !Number.isFinite(evaluated.value.value)) continue;
    const next = { x, ...evaluated.value };
    return {
      point: next,
      best: next.value < state.best.value ? next : state.best,
      iteration: iteration + 1,
      ...moments,
      lost: false,
    };
  }
  return { ...state, iteration: iteration + 1, lost: true };
}
