/**
 * The minimum of a convex quadratic g·d + ½dᵀBd over a box around 0, by a primal active-set method (Nocedal & Wright,
 * Numerical Optimization, 2nd ed., 16.5): exact, so the step of a quasi-Newton method knows the bounds.
 */

/**
 * @param B symmetric positive definite, row-major float64[n * n]
 * @param g float64[n]
 * @param low float64[n], at most 0  @param high float64[n], at least 0
 * @returns d, float64[n], or null where B is not positive definite to rounding
 */
export function minimiseBoxQuadratic(
  B: Float64Array,
  g: Float64Array,
  low: Float64Array,
  high: Float64Array,
): Float64Array | null {
  const n = g.length;
  const d = new Float64Array(n),
    slope = Float64Array.from(g);
  const held = Array.from(g, (gi, i) => (gi > 0 && low[i] === 0) || (gi < 0 && high[i] === 0) || low[i] === high[i]);
  // Each round holds or releases one set of variables and lowers the quadratic; the limit only guards against rounding.
  for (let round = 0; round < 3 * n + 10; round++) {
    const free = [...held.keys()].filter((i) => !held[i]);
    const step = solveSubset(B, slope, free);
    if (step === null) return null;
    let fraction = 1;
    free.forEach((i, k) => {
      const room = step[k] < 0 ? low[i] - d[i] : high[i] - d[i];
      if (step[k] !== 0) fraction = Math.min(fraction, room / step[k]);
    });
    free.forEach((i, k) => {
      const next = d[i] + fraction * step[k];
      const room = step[k] < 0 ? low[i] - d[i] : high[i] - d[i];
      if (fraction < 1 && step[k] !== 0 && room / step[k] <= fraction) {
        d[i] += room;
        held[i] = true;
      } else d[i] = next;
    });
    for (let i = 0; i < n; i++) {
      let sum = g[i];
      for (let j = 0; j < n; j++) sum += B[i * n + j] * d[j];
      slope[i] = sum;
    }
    if (fraction < 1) continue;
    const released = [...held.keys()].filter(
      (i) =>
        held[i] &&
        low[i] < high[i] &&
        ((d[i] <= low[i] && slope[i] < -1e-12 * Math.abs(g[i])) || (d[i] >= high[i] && slope[i] > 1e-12 * Math.abs(g[i]))),
    );
    if (released.length === 0) return d;
    for (const i of released) held[i] = false;
  }
  return d;
}

/** @returns −B_FF⁻¹ r_F by Cholesky, or null where a pivot is not positive */
function solveSubset(B: Float64Array, r: Float64Array, subset: readonly number[]): Float64Array | null {
  const n = r.length,
    k = subset.length;
  const L = new Float64Array(k * k),
    x = new Float64Array(k);
  // before its first entry a row of the factor is zero, as that of B is
  const first = new Int32Array(k);
  for (let i = 0; i < k; i++) {
    while (first[i] < i && B[subset[i] * n + subset[first[i]]] === 0) first[i]++;
    for (let j = first[i]; j <= i; j++) {
      let sum = B[subset[i] * n + subset[j]];
      for (let m = Math.max(first[i], first[j]); m < j; m++) sum -= L[i * k + m] * L[j * k + m];
      if (i === j) {
        if (!(sum > 0)) return null;
        L[i * k + i] = Math.sqrt(sum);
      } else L[i * k + j] = sum / L[j * k + j];
    }
    let sum = -r[subset[i]];
    for (let m = first[i]; m < i; m++) sum -= L[i * k + m] * x[m];
    x[i] = sum / L[i * k + i];
  }
  for (let i = k - 1; i >= 0; i--) {
    x[i] /= L[i * k + i];
    for (let m = first[i]; m < i; m++) x[m] -= L[i * k + m] * x[i];
  }
  return x;
}
