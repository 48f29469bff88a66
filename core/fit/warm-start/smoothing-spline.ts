/**
 * The cubic smoothing spline of noisy values: least Σ w·(y − g)² + λ∫g″², by Reinsch's banded equations (Green & Silverman,
 * Nonparametric Regression and Generalized Linear Models, 1994, 2.3), with the trace of its hat matrix from the inverse's central
 * bands (Hutchinson & de Hoog, Numer. Math. 47:99, 1985). λ is chosen by the noise where that is known, else by generalised
 * cross-validation (Craven & Wahba, Numer. Math. 31:377, 1979), each degree of freedom counted 1.4 times against undersmoothing
 * (Kim & Gu, J. R. Stat. Soc. B 66:337, 2004).
 */
import { maximum } from '../../util/golden-section';

export interface SmoothingSpline {
  /** ascending, float64[n] */
  readonly knots: Float64Array;
  /** g and g″ at the knots, float64[n] */
  readonly values: Float64Array;
  readonly curvatures: Float64Array;
  /** trace of the hat matrix: effective degrees of freedom, from 2 for a line to n for an interpolant */
  readonly freedom: number;
}

/** Fewer distinct times say nothing of a curve's derivative. */
export const LEAST_KNOTS = 4;
/** Kim & Gu's factor. */
const CAUTION = 1.4;
/** Powers of ten of λ, in units in which 1 balances both terms, and tries for each. */
const LOW = -10,
  HIGH = 6,
  TRIES_PER_DECADE = 3;

/**
 * @param times ascending and distinct, at least LEAST_KNOTS, float64[n]
 * @param weights float64[n]: 1/σ² where the noise is known, else relative ones such as numbers of replicates
 * @throws RangeError for fewer times, or times that do not rise
 */
export function smoothingSpline(
  times: Float64Array,
  values: Float64Array,
  weights: Float64Array,
  noise: 'known' | 'unknown',
): SmoothingSpline {
  const n = times.length;
  if (n < LEAST_KNOTS) throw new RangeError(`a smoothing spline needs at least ${LEAST_KNOTS} times, and there are ${n}`);
  if (times.some((t, i) => i > 0 && !(t > times[i - 1]))) throw new RangeError('the times of a smoothing spline must rise');
  const bands = spanned(times, weights);
  // λ of 1 in these units: a wave as long as the span is halved
  const meanWeight = weights.reduce((a, b) => a + b, 0) / n,
    unit = (n * meanWeight * (times[n - 1] - times[0]) ** 3) / (2 * Math.PI) ** 4;
  const smoothed = (exponent: number): Smoothed => smooth(bands, times, values, weights, unit * 10 ** exponent);
  const merit = (exponent: number): number => {
    const { squares, freedom } = smoothed(exponent);
    if (noise === 'known') return -(squares + 2 * CAUTION * freedom);
    const left = n - CAUTION * freedom;
    return left > 0 ? -squares / left ** 2 : -Infinity;
  };
  const steps = (HIGH - LOW) * TRIES_PER_DECADE;
  let best = HIGH,
    most = -Infinity;
  for (let k = steps; k >= 0; k--) {
    const exponent = LOW + k / TRIES_PER_DECADE,
      value = merit(exponent);
    if (value > most) [best, most] = [exponent, value];
  }
  const step = 1 / TRIES_PER_DECADE,
    { at } = maximum(merit, best - step, best + step, 1e-3);
  const { fitted, curvatures, freedom } = smoothed(merit(at) >= most ? at : best);
  return { knots: times, values: fitted, curvatures, freedom };
}

interface Smoothed {
  readonly fitted: Float64Array;
  readonly curvatures: Float64Array;
  readonly squares: number;
  readonly freedom: number;
}

/** R and QᵀW⁻¹Q by their diagonals, and the three entries of each column of Q, for the n − 2 inner knots. */
interface Bands {
  readonly q: readonly [Float64Array, Float64Array, Float64Array];
  readonly r: readonly [Float64Array, Float64Array];
  readonly s: readonly [Float64Array, Float64Array, Float64Array];
}

function spanned(times: Float64Array, weights: Float64Array): Bands {
  const m = times.length - 2,
    h = (i: number): number => times[i + 1] - times[i],
    over = (f: (j: number) => number): Float64Array => Float64Array.from({ length: m }, (_, j) => f(j));
  const q = [over((j) => 1 / h(j)), over((j) => -1 / h(j) - 1 / h(j + 1)), over((j) => 1 / h(j + 1))] as const;
  const product = (j: number, apart: number): number => {
    let sum = 0;
    if (j + apart < m) for (let i = apart; i < 3; i++) sum += (q[i][j] * q[i - apart][j + apart]) / weights[j + i];
    return sum;
  };
  return {
    q,
    r: [over((j) => (h(j) + h(j + 1)) / 3), over((j) => h(j + 1) / 6)],
    s: [over((j) => product(j, 0)), over((j) => product(j, 1)), over((j) => product(j, 2))],
  };
}

function smooth({ q, r, s }: Bands, times: Float64Array, values: Float64Array, weights: Float64Array, lambda: number): Smoothed {
  const n = times.length,
    m = n - 2;
  // R + λQᵀW⁻¹Q = L·D·Lᵀ with two bands below the diagonal of L
  const d = new Float64Array(m),
    l1 = new Float64Array(m + 2),
    l2 = new Float64Array(m + 2);
  for (let j = 0; j < m; j++) {
    if (j > 1) l2[j] = (lambda * s[2][j - 2]) / d[j - 2];
    if (j > 0) l1[j] = (r[1][j - 1] + lambda * s[1][j - 1] - (j > 1 ? l2[j] * d[j - 2] * l1[j - 1] : 0)) / d[j - 1];
    d[j] = r[0][j] + lambda * s[0][j] - (j > 0 ? l1[j] ** 2 * d[j - 1] : 0) - (j > 1 ? l2[j] ** 2 * d[j - 2] : 0);
  }
  const inner = new Float64Array(m + 2);
  for (let j = 0; j < m; j++) {
    const right = q[0][j] * values[j] + q[1][j] * values[j + 1] + q[2][j] * values[j + 2];
    inner[j] = right - (j > 0 ? l1[j] * inner[j - 1] : 0) - (j > 1 ? l2[j] * inner[j - 2] : 0);
  }
  for (let j = m - 1; j >= 0; j--) inner[j] = inner[j] / d[j] - l1[j + 1] * inner[j + 1] - l2[j + 2] * inner[j + 2];
  // the inverse's diagonal and the two beside it, from the end
  const v0 = new Float64Array(m + 2),
    v1 = new Float64Array(m + 2),
    v2 = new Float64Array(m + 2);
  for (let j = m - 1; j >= 0; j--) {
    v2[j] = -l1[j + 1] * v1[j + 1] - l2[j + 2] * v0[j + 2];
    v1[j] = -l1[j + 1] * v0[j + 1] - l2[j + 2] * v1[j + 1];
    v0[j] = 1 / d[j] - l1[j + 1] * v1[j] - l2[j + 2] * v2[j];
  }
  const fitted = new Float64Array(n),
    curvatures = new Float64Array(n);
  let squares = 0,
    freedom = n;
  for (let i = 0; i < n; i++) {
    const [a, b, c] = [2, 1, 0].map((k) => (i - k >= 0 && i - k < m ? q[k][i - k] : 0));
    const j = i - 2,
      share = a * inner[Math.max(j, 0)] + b * inner[Math.max(j + 1, 0)] + c * inner[Math.max(j + 2, 0)];
    if (i > 0 && i < n - 1) curvatures[i] = inner[i - 1];
    const residual = (lambda * share) / weights[i];
    fitted[i] = values[i] - residual;
    squares += weights[i] * residual ** 2;
    const at = (band: Float64Array, k: number): number => (k >= 0 ? band[k] : 0);
    const diagonal =
      a * a * at(v0, j) +
      b * b * at(v0, j + 1) +
      c * c * at(v0, j + 2) +
      2 * (a * b * at(v1, j) + b * c * at(v1, j + 1) + a * c * at(v2, j));
    freedom -= (lambda * diagonal) / weights[i];
  }
  return { fitted, curvatures, squares, freedom };
}

/** g and g′ at a time; beyond the knots the spline is a line. */
export function splineAt({ knots, values, curvatures }: SmoothingSpline, t: number): { value: number; slope: number } {
  const n = knots.length;
  let i = 0;
  while (i < n - 2 && t > knots[i + 1]) i++;
  const h = knots[i + 1] - knots[i],
    at = Math.min(Math.max(t, knots[0]), knots[n - 1]),
    left = at - knots[i],
    right = knots[i + 1] - at,
    [c0, c1] = [curvatures[i], curvatures[i + 1]];
  const slope = (values[i + 1] - values[i]) / h + (c1 * (3 * left ** 2 - h ** 2) - c0 * (3 * right ** 2 - h ** 2)) / (6 * h);
  const value =
    (left * values[i + 1] + right * values[i]) / h - ((left * right) / 6) * ((1 + left / h) * c1 + (1 + right / h) * c0);
  return { value: value + slope * (t - at), slope };
}
