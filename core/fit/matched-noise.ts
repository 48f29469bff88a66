/**
 * Start points whose noise fits their residuals: each σ that is an estimated parameter by itself takes its likelihood's optimum
 * under the point's predictions, which is cheap to find (Loos, Krause & Hasenauer, Bioinformatics 34:4266, 2018). A σ at
 * random would make costs of start points incomparable and the first steps of a fit those of σ alone.
 */
import type { Scenario } from '../model/schema';
import { success, type Result } from '../util/result';
import { isSame, type Distribution } from './distribution';
import type { FitObjective } from './objective';
import { standardised } from './noise';
import { scales } from './scale';

/** Residuals of one distribution, in the unit of σ. */
interface Residuals {
  readonly distribution: Distribution;
  readonly values: number[];
}

/** @returns x with its noise parameters moved, within their bounds, and a failure where it takes predictions that x does not have */
export function noiseMatcher(document: Scenario, objective: FitObjective): (x: Float64Array) => Result<Float64Array> {
  const slots = new Map(objective.estimated.map(({ name }, i) => [name, i]));
  // a σ that varies between subjects is left where it is: its population has no residuals of its own
  for (const { subject } of objective.estimated) if (subject !== undefined) slots.delete(subject.parameter);
  /** observable → number of the parameter that is its σ */
  const sigmas = new Map<string, number>();
  for (const { id, noise } of document.observables) {
    const slot = typeof noise.sigma === 'string' ? slots.get(noise.sigma.trim()) : undefined;
    if (slot !== undefined) sigmas.set(id, slot);
  }
  if (sigmas.size === 0) return success;
  return (x) => {
    const residuals = new Map<number, Residuals[]>();
    const cost = objective.cost(x, ({ point: { measurement, noise, sigma }, prediction }) => {
      const slot = sigmas.get(measurement.observable);
      if (slot === undefined || sigma.kind === 'value' || measurement.censored !== undefined) return;
      const residual = standardised(noise, measurement.value, prediction, 1);
      if (!Number.isFinite(residual)) return;
      const own = residuals.get(slot) ?? [],
        alike = own.find(({ distribution }) => isSame(distribution, noise.distribution));
      if (alike !== undefined) alike.values.push(residual);
      else residuals.set(slot, [...own, { distribution: noise.distribution, values: [residual] }]);
    });
    if (!cost.ok) return cost;
    const matched = x.slice();
    for (const [slot, own] of residuals) {
      const { scale, lower, upper } = objective.estimated[slot];
      const scaled = scales[scale].toScaled(likeliestScale(own));
      if (!Number.isNaN(scaled)) matched[slot] = Math.min(Math.max(scaled, lower), upper);
    }
    return success(matched);
  };
}

/** @returns the optimum; where a σ is that of several distributions, the mean of their optima, each by its number of residuals */
function likeliestScale(residuals: readonly Residuals[]): number {
  const optima = residuals.map(({ distribution, values }) => distribution.likeliestScale(values));
  if (optima.length === 1) return optima[0];
  const count = residuals.reduce((total, { values }) => total + values.length, 0);
  return optima.reduce((sum, optimum, i) => sum + (optimum * residuals[i].values.length) / count, 0);
}
