/**
 * How a fit prepares its start points: by the warm start it names, which may fail without harm. Its point is taken where its cost is the
 * lower; a higher cost at it says little (a flat line through an oscillation costs less than an oscillation slightly out of step), so that
 * then both points race for some iterations of the fit's own optimiser. Noise that is estimated is matched to the residuals at its point.
 */
import type { TensorFlow } from '../../lower/tensor/tensorflow';
import type { Fit, Scenario, WarmStart } from '../../model/schema';
import { success, type Result } from '../../util/result';
import { noiseMatcher } from '../matched-noise';
import type { FitObjective } from '../objective';
import { advance, type InformedObjective, type Optimiser, type OptimiserState } from '../optimiser';
import { collocation } from './collocation';
import { growingHorizon } from './growing-horizon';
import { informedCurves } from './informed-curves';
import { outcomes } from './messages';
import { multipleShooting } from './multiple-shooting';
import { physicsInformed } from './physics-informed';
import type { Warming, WarmProgress } from './warming';

export interface Begun {
  readonly state: OptimiserState;
  /** what the warm start did and what it brought, in words */
  readonly warm: string;
}

/** Iterations after which the better of two points is known. */
const RACE = 10;

/**
 * @param tf for a warm start by tensors
 * @returns what begins a start at a point; null where the fit has no warm start
 * @throws DocumentError where the fit's warm start does not fit document and data
 */
export function warmStarts(
  document: Scenario,
  fit: Fit,
  cost: FitObjective,
  optimiser: Optimiser<OptimiserState, InformedObjective>,
  tf?: TensorFlow,
): ((x: Float64Array, cancelled: () => boolean, told: (progress: WarmProgress) => void) => Result<Begun>) | null {
  if (fit.warmStart === undefined) return null;
  const { kind } = fit.warmStart,
    warm = warmingOf(document, fit, cost, fit.warmStart, tf),
    matchNoise = noiseMatcher(document, cost);
  return (x, cancelled, told) => {
    const warmed = warm(x, cancelled, told),
      own = optimiser.init(cost, x);
    const onItsOwn = (text: string): Result<Begun> => (own.ok ? success({ state: own.value, warm: text }) : own);
    if (!warmed.ok) return onItsOwn(outcomes.failed(kind, warmed.failure.message));
    const { x: found, did } = warmed.value,
      matched = matchNoise(found),
      state = optimiser.init(cost, matched.ok ? matched.value : found);
    if (!state.ok) return onItsOwn(outcomes.unusable(kind, did, state.failure.message));
    const after = state.value.point.value,
      before = own.ok ? own.value.point.value : null;
    if (!own.ok || after <= own.value.point.value)
      return success({ state: state.value, warm: outcomes.lower(kind, did, before, after) });
    const [there, here] = [state.value, own.value].map((from) => advance(optimiser, cost, from, RACE, { cancelled }).state),
      taken = there.point.value < here.point.value ? 'warm' : 'own';
    const text = outcomes.raced(kind, did, after, own.value.point.value, RACE, taken);
    return success({ state: taken === 'warm' ? there : here, warm: text });
  };
}

function warmingOf(document: Scenario, fit: Fit, cost: FitObjective, settings: WarmStart, tf: TensorFlow | undefined): Warming {
  const { estimated } = cost;
  switch (settings.kind) {
    case 'collocation':
      return collocation(document, fit, cost, estimated, settings.iterations);
    case 'growing-horizon':
      return growingHorizon(document, fit, estimated, settings);
    case 'multiple-shooting':
      return multipleShooting(document, fit, cost, estimated, settings);
    case 'physics-informed':
      return physicsInformed(document, fit, settings, tf);
    case 'informed-curves':
      return informedCurves(document, fit, cost, settings);
  }
}
