/**
 * Draws of the parameters that the data leave possible, by Laplace's approximation: normal on the fit scale around the
 * best fit, with the inverse of the curvature of the cost as covariance, and within the bounds (Gelman et al., Bayesian
 * Data Analysis, 3rd ed., ch. 4). The bounds count as a prior of their width, so that a direction in which the data say
 * nothing spreads over the box and no further.
 */
import type { Fit, FitResult, Scenario } from '../model/schema';
import { seededRandom } from '../util/random';
import { naturalValues } from './estimated';
import { createObjective } from './objective';
import { scales } from './scale';

export const DRAWS = 40;
/** Difference step on the fit scale: gradients are good to about the solver's rtol, so the curvature to about 1e-3 of it. */
const STEP = 1e-3;

/**
 * @returns `count` parameter sets by name, in natural values; null where the cost is not curved upwards around the best
 * fit or cannot be evaluated there
 */
export function laplaceDraws(document: Scenario, fit: Fit, result: FitResult, count = DRAWS): Record<string, number>[] | null {
  const objective = createObjective(document, fit), { estimated, lower, upper } = objective, n = estimated.length;
  const best = Float64Array.from(estimated, ({ name, scale }) => scales[scale].toScaled(result.best.parameters[name]));
  if (best.some((value) => !Number.isFinite(value))) return null;
  const curvature = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    const side = (sign: 1 | -1): Float64Array | null => {
      const x = best.slice();
      x[j] = Math.min(Math.max(x[j] + sign * STEP, lower[j]), upper[j]);
      const at = objective.evaluate(x);
      return at.ok ? Float64Array.from([...at.value.gradient, x[j]]) : null;
    };
    const up = side(1), down = side(-1);
    if (up === null || down === null) return null;
    for (let i = 0; i < n; i++) curvature[i * n + j] = (up[i] - down[i]) / (up[n] - down[n]);
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) curvature[i * n + j] = curvature[j * n + i] = (curvature[i * n + j] + curvature[j * n + i]) / 2;
    const width = upper[i] - lower[i];
    if (Number.isFinite(width) && width > 0) curvature[i * n + i] += 12 / (width * width);
  }
  const factor = cholesky(curvature, n);
  if (factor === null) return null;
  const random = seededRandom(fit.seed);
  return Array.from({ length: count }, () => {
    const z = Float64Array.from({ length: n }, () => random.normal());
    for (let i = n - 1; i >= 0; i--) {
      for (let k = i + 1; k < n; k++) z[i] -= factor[k * n + i] * z[k];
      z[i] /= factor[i * n + i];
    }
    return naturalValues(estimated, z.map((value, i) => Math.min(Math.max(best[i] + value, lower[i]), upper[i])));
  });
}

/** @returns lower factor L of A = L·Lᵀ, row-major; null where A is not positive definite */
function cholesky(a: Float64Array, n: number): Float64Array | null {
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= factor[i * n + k] * factor[j * n + k];
      if (i === j && !(sum > 0)) return null;
      factor[i * n + j] = i === j ? Math.sqrt(sum) : sum / factor[j * n + j];
    }
  }
  return factor;
}
