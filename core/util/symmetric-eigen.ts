/** Eigenvalues and eigenvectors of a real symmetric matrix by cyclic Jacobi rotations (Golub & Van Loan, Matrix Computations, 8.5). */

export interface SymmetricEigen {
  /** ascending, float64[n] */
  readonly values: Float64Array;
  /** unit vectors in the order of the values, float64[n] each; the largest entry of each is positive */
  readonly vectors: readonly Float64Array[];
}

const MOST_SWEEPS = 60;

/**
 * @param a symmetric, row-major float64[n·n]
 * @returns null where an entry is not finite or the sweeps do not converge
 */
export function symmetricEigen(a: Float64Array, n: number): SymmetricEigen | null {
  if (!a.every(Number.isFinite)) return null;
  const m = Float64Array.from(a),
    v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  for (let sweep = 0; !isDiagonal(m, n); sweep++) {
    if (sweep === MOST_SWEEPS) return null;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(m, v, n, p, q);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => m[i * n + i] - m[j * n + j]);
  return {
    values: Float64Array.from(order, (i) => m[i * n + i]),
    vectors: order.map((i) => upright(Float64Array.from({ length: n }, (_, k) => v[k * n + i]))),
  };
}

/** Whether every entry beside the diagonal is rounding beside the two on it. */
function isDiagonal(m: Float64Array, n: number): boolean {
  for (let p = 0; p < n; p++) {
    for (let q = p + 1; q < n; q++) {
      const size = Math.sqrt(Math.abs(m[p * n + p])) * Math.sqrt(Math.abs(m[q * n + q]));
      if (Math.abs(m[p * n + q]) > Number.EPSILON * size && m[p * n + q] ** 2 > Number.MIN_VALUE) return false;
    }
  }
  return true;
}

function rotate(m: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = m[p * n + q];
  if (apq === 0) return;
  const theta = (m[q * n + q] - m[p * n + p]) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1)),
    c = 1 / Math.hypot(t, 1),
    s = t * c;
  m[p * n + p] -= t * apq;
  m[q * n + q] += t * apq;
  m[p * n + q] = m[q * n + p] = 0;
  for (let k = 0; k < n; k++) {
    if (k !== p && k !== q) {
      const kp = m[k * n + p],
        kq = m[k * n + q];
      m[k * n + p] = m[p * n + k] = c * kp - s * kq;
      m[k * n + q] = m[q * n + k] = s * kp + c * kq;
    }
    const vp = v[k * n + p],
      vq = v[k * n + q];
    v[k * n + p] = c * vp - s * vq;
    v[k * n + q] = s * vp + c * vq;
  }
}

function upright(vector: Float64Array): Float64Array {
  const largest = vector.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? vector.map((value) => -value) : vector;
}
