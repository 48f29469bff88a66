/**
 * First guesses for the stage slopes of an implicit step: a polynomial through the slopes of earlier stages or, for the first
 * implicit stage, which has only one before it, the dense output of the step before, extended.
 */
import type { DirkTableau } from './dirk-tableau';
import { factorise, substitute } from '../util/lu';

export interface SlopePredictor {
  /**
   * @param stage ≥ 1  @param h size of the step  @param beforeSize size of the step before, 0 where there is none
   * @param out float64[n], overwritten: the guess, which may be the stage's own slope vector
   */
  predict(stage: number, h: number, beforeSize: number, out: Float64Array): void;
}

/** Slopes are extrapolated within the step as polynomials of at most this degree. */
const HIGHEST_DEGREE = 2;
/** The dense output is extended no further than this many times its step. */
const FARTHEST = 3;

/** @param k stage slopes of the step  @param before those of the step before, stages vectors of n numbers each */
export function slopePredictor(
  { c, stages, interpolant }: DirkTableau,
  k: readonly Float64Array[],
  before: readonly Float64Array[],
): SlopePredictor {
  const within = c.map((_, i) => Float64Array.from(i > 0 ? extrapolation(c.slice(0, i), c[i]) : []));
  // coefficients of b_i'(θ)
  const rates = interpolant.weights.map((row) => Float64Array.from(row, (weight, q) => (q + 1) * weight));
  const weights = new Float64Array(stages);
  return {
    predict(stage, h, beforeSize, out) {
      const theta = beforeSize > 0 ? 1 + (c[stage] * h) / beforeSize : Infinity;
      if (stage === 1 && theta <= FARTHEST) {
        for (let i = 0; i < stages; i++) {
          const rate = rates[i];
          let value = 0;
          for (let q = rate.length - 1; q >= 0; q--) value = value * theta + rate[q];
          weights[i] = value;
        }
        sumUp(out, weights, before, stages);
      } else sumUp(out, within[stage], k, stage);
    },
  };
}

/** out ← Σ weights[i] vectors[i] over the first `count`; out may be a vector after those */
function sumUp(out: Float64Array, weights: Float64Array, vectors: readonly Float64Array[], count: number): void {
  for (let j = 0; j < out.length; j++) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += weights[i] * vectors[i][j];
    out[j] = sum;
  }
}

/** @returns weights of values at the nodes, the smallest in square that give a polynomial's value at `to` */
function extrapolation(nodes: readonly number[], to: number): number[] {
  const distinct = new Set(nodes).size,
    size = Math.min(distinct, HIGHEST_DEGREE + 1);
  const moments = Array.from({ length: size }, (_, d) => nodes.map((node) => node ** d));
  // weights = Vᵀ (V Vᵀ)⁻¹ m with the moments V of the nodes and m of the target
  const gram = Float64Array.from(moments.flatMap((u) => moments.map((v) => u.reduce((sum, x, i) => sum + x * v[i], 0))));
  const solution = Float64Array.from(moments, (_, d) => to ** d),
    pivots = new Int32Array(size);
  factorise(gram, size, pivots);
  substitute(gram, size, pivots, solution);
  return nodes.map((_, i) => moments.reduce((sum, v, d) => sum + v[i] * solution[d], 0));
}
