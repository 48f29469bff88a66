/** Dense LU factorisation with partial pivoting, in place and without allocation, for the small matrices of implicit steps. */

/**
 * Replaces a by its factors L (unit diagonal, below) and U (above), rows interchanged.
 * @param a float64[n·n], row-major, overwritten  @param n number of rows
 * @param pivots int32[n], overwritten: the row that was swapped with row k at step k
 * @returns false if the matrix is singular in double precision or not finite; a is then of no use
 */
export function factorise(a: Float64Array, n: number, pivots: Int32Array): boolean {
  for (let k = 0; k < n; k++) {
    const rowK = k * n;
    let pivot = k,
      largest = Math.abs(a[rowK + k]);
    for (let i = k + 1; i < n; i++) {
      const size = Math.abs(a[i * n + k]);
      if (size > largest) {
        largest = size;
        pivot = i;
      }
    }
    if (!(largest > 0 && largest < Infinity)) return false;
    pivots[k] = pivot;
    if (pivot !== k) {
      const rowP = pivot * n;
      for (let j = 0; j < n; j++) {
        const swap = a[rowK + j];
        a[rowK + j] = a[rowP + j];
        a[rowP + j] = swap;
      }
    }
    const inverse = 1 / a[rowK + k];
    for (let i = k + 1; i < n; i++) {
      const rowI = i * n;
      if (a[rowI + k] === 0) continue;
      const factor = a[rowI + k] * inverse;
      a[rowI + k] = factor;
      for (let j = k + 1; j < n; j++) a[rowI + j] -= factor * a[rowK + j];
    }
  }
  return true;
}

/**
 * Solves A x = b with the factors of `factorise`.
 * @param a the factors, float64[n·n]  @param b float64[n], the right-hand side, overwritten by x
 */
export function substitute(a: Float64Array, n: number, pivots: Int32Array, b: Float64Array): void {
  for (let k = 0; k < n; k++) {
    const pivot = pivots[k];
    if (pivot !== k) {
      const swap = b[k];
      b[k] = b[pivot];
      b[pivot] = swap;
    }
  }
  for (let i = 1; i < n; i++) {
    let sum = b[i];
    for (let j = 0, at = i * n; j < i; j++, at++) sum -= a[at] * b[j];
    b[i] = sum;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i];
    for (let j = i + 1, at = i * n + j; j < n; j++, at++) sum -= a[at] * b[j];
    b[i] = sum / a[i * n + i];
  }
}

/**
 * Solves Aᵀ x = b with the factors of `factorise`.
 * @param a the factors, float64[n·n]  @param b float64[n], the right-hand side, overwritten by x
 */
export function substituteTransposed(a: Float64Array, n: number, pivots: Int32Array, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = b[i];
    for (let j = 0, at = i; j < i; j++, at += n) sum -= a[at] * b[j];
    b[i] = sum / a[i * n + i];
  }
  for (let i = n - 2; i >= 0; i--) {
    let sum = b[i];
    for (let j = i + 1, at = (i + 1) * n + i; j < n; j++, at += n) sum -= a[at] * b[j];
    b[i] = sum;
  }
  for (let k = n - 1; k >= 0; k--) {
    const pivot = pivots[k];
    if (pivot !== k) {
      const swap = b[k];
      b[k] = b[pivot];
      b[pivot] = swap;
    }
  }
}
