/**
 * Start points whose noise fits their residuals: each σ that is an estimated parameter by itself takes its likelihood's optimum
 * under the point's predictions, which is known in closed form (Loos, Krause & Hasenauer, Bioinformatics 34:4266, 2018). A σ at
 * random would make costs of start points incomparable and the first steps of a fit those of σ alone.
 */
import type { Scenario } from '../model/schema';
import { success, type Result } from '../util/result';
import type { FitObjective } from './objective';
import { isLaplace, standardised } from './noise';
import { scales } from './scale';

interface Residuals {
  sum: number;
  count: number;
}

/** @returns x with its noise parameters moved, within their bounds, and a failure where it takes predictions that x does not have */
export function noiseMatcher(document: Scenario, objective: FitObjective): (x: Float64Array) => Result<Float64Array> {
  const slots = new Map(objective.estimated.map(({ name }, i) => [name, i]));
  /** observable → number of the parameter that is its σ */
  const sigmas = new Map<string, number>();
  /** parameters that are the σ of Laplace noise */
  const laplace = new Set<number>();
  for (const { id, noise } of document.observables) {
    const slot = typeof noise.sigma === 'string' ? slots.get(noise.sigma.trim()) : undefined;
    if (slot === undefined) continue;
    sigmas.set(id, slot);
    if (isLaplace(noise.model)) laplace.add(slot);
  }
  if (sigmas.size === 0) return success;
  return (x) => {
    const residuals = new Map<number, Residuals>();
    const cost = objective.cost(x, ({ point: { measurement, model, sigma }, prediction }) => {
      const slot = sigmas.get(measurement.observable);
      if (slot === undefined || sigma.kind === 'value' || measurement.censored !== undefined) return;
      const residual = Math.abs(standardised(model, measurement.value, prediction, 1));
      if (!Number.isFinite(residual)) return;
      const own = residuals.get(slot) ?? { sum: 0, count: 0 };
      own.sum += isLaplace(model) ? residual : residual ** 2;
      own.count++;
      residuals.set(slot, own);
    });
    if (!cost.ok) return cost;
    const matched = x.slice();
    for (const [slot, { sum, count }] of residuals) {
      const { scale, lower, upper } = objective.estimated[slot];
      const scaled = scales[scale].toScaled(laplace.has(slot) ? sum / count : Math.sqrt(sum / count));
      if (!Number.isNaN(scaled)) matched[slot] = Math.min(Math.max(scaled, lower), upper);
    }
    return success(matched);
  };
}
