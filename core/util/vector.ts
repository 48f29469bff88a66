/** Products of dense vectors and matrices, summed in the order of their entries. */

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** @param A row-major float64[n · n]  @param v float64[n]  @returns A·v */
export const times = (A: Float64Array, v: Float64Array): Float64Array =>
  v.map((_, i) => {
    let sum = 0;
    for (let j = 0, at = i * v.length; j < v.length; j++, at++) sum += A[at] * v[j];
    return sum;
  });
