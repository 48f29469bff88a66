/** The curvature of a cost at a point, by central differences of its exact gradient, and Cholesky factors. */
import type { Objective } from './optimiser';

/** Difference step on the fit scale: gradients are good to about the solver's rtol, so the curvature to about 1e-3 of it. */
const STEP = 1e-3;

/**
 * @param x float64[n], within the bounds; at a bound the difference is one-sided
 * @returns symmetric matrix float64[n·n], row-major; null where the cost cannot be evaluated beside x
 */
export function curvatureAt(objective: Objective, x: Float64Array): Float64Array | null {
  const { size: n, lower, upper } = objective;
  const matrix = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    const side = (sign: 1 | -1): { at: number; gradient: Float64Array } | null => {
      const beside = x.slice();
      beside[j] = Math.min(Math.max(x[j] + sign * STEP, lower[j]), upper[j]);
      const result = objective.evaluate(beside);
      return result.ok ? { at: beside[j], gradient: result.value.gradient } : null;
    };
    const up = side(1);
    const down = side(-1);
    if (up === null || down === null || up.at === down.at) return null;
    for (let i = 0; i < n; i++) matrix[i * n + j] = (up.gradient[i] - down.gradient[i]) / (up.at - down.at);
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) matrix[i * n + j] = matrix[j * n + i] = (matrix[i * n + j] + matrix[j * n + i]) / 2;
  }
  return matrix;
}

/** @returns lower factor L of A = L·Lᵀ, row-major; null where A is not positive definite */
export function cholesky(a: Float64Array, n: number): Float64Array | null {
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

/** @returns A⁻¹·b for A = L·Lᵀ from its lower factor, float64[n] */
export function solveCholesky(factor: Float64Array, b: Float64Array): Float64Array {
  const n = b.length,
    x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= factor[i * n + k] * x[k];
    x[i] /= factor[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= factor[k * n + i] * x[k];
    x[i] /= factor[i * n + i];
  }
  return x;
}

/** @returns inverse of A = L·Lᵀ from its lower factor, row-major */
export function inverseFromCholesky(factor: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let column = 0; column < n; column++) {
    const unit = new Float64Array(n);
    unit[column] = 1;
    solveCholesky(factor, unit).forEach((value, i) => {
      inverse[i * n + column] = value;
    });
  }
  return inverse;
}
