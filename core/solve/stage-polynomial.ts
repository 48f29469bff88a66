/** The dense output of Runge–Kutta methods: a polynomial in θ, from the slopes of a step's stages. */
import type { Solver } from './solver';

export interface StagePolynomial {
  readonly degree: number;
  /**
   * Writes the vector coefficients of θ, θ², … in (y(t + θh) − y(t))/h, n numbers each, from `offset` on.
   * @param k slopes of all stages, float64[n] each
   */
  pack(k: readonly Float64Array[], n: number, out: Float64Array, offset: number): void;
  readonly interpolate: Solver['interpolate'];
}

/** @param weights for each stage those in the coefficients of θ, θ², … */
export function stagePolynomial(weights: readonly (readonly number[])[]): StagePolynomial {
  const degree = Math.max(...weights.map((row) => row.length));
  // weights of the stages in the coefficient of θ^(q+1), for each q
  const powers = Array.from({ length: degree }, (_, q) => Float64Array.from(weights, (row) => row[q] ?? 0));
  return {
    degree,
    pack(k, n, out, offset) {
      for (let at = offset; at < offset + degree * n; at++) out[at] = 0;
      for (let i = 0; i < k.length; i++) {
        const stage = k[i];
        for (let q = 0, at = offset; q < degree; q++) {
          const weight = powers[q][i];
          for (let j = 0; j < n; j++, at++) out[at] += weight * stage[j];
        }
      }
    },
    interpolate(dense, offset, y, yOffset, n, h, theta, out, outOffset) {
      const scale = h * theta;
      // The degrees of Tsit5, DP5 and DOP853, whose outputs are many.
      if (degree === 4) {
        for (let j = 0, at = offset; j < n; j++, at++) {
          const value = ((dense[at + 3 * n] * theta + dense[at + 2 * n]) * theta + dense[at + n]) * theta + dense[at];
          out[outOffset + j] = y[yOffset + j] + scale * value;
        }
        return;
      }
      if (degree === 7) {
        for (let j = 0, at = offset; j < n; j++, at++) {
          const high = (dense[at + 6 * n] * theta + dense[at + 5 * n]) * theta + dense[at + 4 * n];
          const value =
            (((high * theta + dense[at + 3 * n]) * theta + dense[at + 2 * n]) * theta + dense[at + n]) * theta + dense[at];
          out[outOffset + j] = y[yOffset + j] + scale * value;
        }
        return;
      }
      for (let j = 0; j < n; j++) {
        let value = 0;
        for (let at = offset + (degree - 1) * n + j; at >= offset; at -= n) value = value * theta + dense[at];
        out[outOffset + j] = y[yOffset + j] + scale * value;
      }
    },
  };
}
