/** Linear combinations of vectors, unrolled over the number of terms: the inner loop of every one-step method. */

/** h times the weights of a long row */
const scaled = new Float64Array(64);

/**
 * out ← base + h Σ weights[i] vectors[i].
 * @param out float64[n], overwritten; may be `base`, must not be one of `vectors`
 * @param weights float64[s], s ≤ 64  @param vectors s arrays of n numbers
 */
export function combine(
  out: Float64Array,
  base: Float64Array,
  h: number,
  weights: Float64Array,
  vectors: readonly Float64Array[],
  n: number,
): void {
  switch (weights.length) {
    case 0: {
      for (let j = 0; j < n; j++) out[j] = base[j];
      return;
    }
    case 1: {
      const a = h * weights[0],
        u = vectors[0];
      for (let j = 0; j < n; j++) out[j] = base[j] + a * u[j];
      return;
    }
    case 2: {
      const a = h * weights[0],
        b = h * weights[1],
        u = vectors[0],
        v = vectors[1];
      for (let j = 0; j < n; j++) out[j] = base[j] + (a * u[j] + b * v[j]);
      return;
    }
    case 3: {
      const a = h * weights[0],
        b = h * weights[1],
        c = h * weights[2];
      const u = vectors[0],
        v = vectors[1],
        w = vectors[2];
      for (let j = 0; j < n; j++) out[j] = base[j] + (a * u[j] + b * v[j] + c * w[j]);
      return;
    }
    case 4: {
      const a = h * weights[0],
        b = h * weights[1],
        c = h * weights[2],
        d = h * weights[3];
      const u = vectors[0],
        v = vectors[1],
        w = vectors[2],
        x = vectors[3];
      for (let j = 0; j < n; j++) out[j] = base[j] + (a * u[j] + b * v[j] + c * w[j] + d * x[j]);
      return;
    }
    case 5: {
      const a = h * weights[0],
        b = h * weights[1],
        c = h * weights[2],
        d = h * weights[3],
        e = h * weights[4];
      const u = vectors[0],
        v = vectors[1],
        w = vectors[2],
        x = vectors[3],
        y = vectors[4];
      for (let j = 0; j < n; j++) out[j] = base[j] + (a * u[j] + b * v[j] + c * w[j] + d * x[j] + e * y[j]);
      return;
    }
    case 6: {
      const a = h * weights[0],
        b = h * weights[1],
        c = h * weights[2];
      const d = h * weights[3],
        e = h * weights[4],
        f = h * weights[5];
      const u = vectors[0],
        v = vectors[1],
        w = vectors[2],
        x = vectors[3],
        y = vectors[4],
        z = vectors[5];
      for (let j = 0; j < n; j++) out[j] = base[j] + (a * u[j] + b * v[j] + c * w[j] + d * x[j] + e * y[j] + f * z[j]);
      return;
    }
    case 7: {
      const a = h * weights[0],
        b = h * weights[1],
        c = h * weights[2];
      const d = h * weights[3],
        e = h * weights[4],
        f = h * weights[5],
        g = h * weights[6];
      const u = vectors[0],
        v = vectors[1],
        w = vectors[2],
        x = vectors[3],
        y = vectors[4],
        z = vectors[5],
        q = vectors[6];
      for (let j = 0; j < n; j++) {
        out[j] = base[j] + (a * u[j] + b * v[j] + c * w[j] + d * x[j] + e * y[j] + f * z[j] + g * q[j]);
      }
      return;
    }
    default: {
      const terms = weights.length;
      for (let i = 0; i < terms; i++) scaled[i] = h * weights[i];
      for (let j = 0; j < n; j++) {
        let sum = scaled[0] * vectors[0][j];
        for (let i = 1; i < terms; i++) sum += scaled[i] * vectors[i][j];
        out[j] = base[j] + sum;
      }
    }
  }
}

/** One row of a tableau without its zeros. */
export interface Row {
  readonly weights: Float64Array;
  readonly used: readonly number[];
}
/** A row bound to the vectors that it combines. */
export interface BoundRow {
  readonly weights: Float64Array;
  readonly vectors: readonly Float64Array[];
}

export function tableauRow(weights: readonly number[]): Row {
  const used = weights.map((_, i) => i).filter((i) => weights[i] !== 0);
  return { weights: Float64Array.from(used, (i) => weights[i]), used };
}

/** @param vectors one for each column of the tableau */
export function bindRow({ weights, used }: Row, vectors: readonly Float64Array[]): BoundRow {
  return { weights, vectors: used.map((i) => vectors[i]) };
}
