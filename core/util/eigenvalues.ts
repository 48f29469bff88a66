/**
 * Eigenvalues of a real square matrix: balancing (Parlett, Reinsch 1969, Numer Math 13:293), reduction to Hessenberg form by
 * reflections, and Francis's QR steps with a double shift (Golub, Van Loan, Matrix Computations, 7.4 and 7.5).
 */

export interface Eigenvalues {
  /** real and imaginary parts, float64[n] each, in no order; conjugate pairs stand side by side */
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** So many QR steps without an eigenvalue split off: the iteration goes in circles, which an odd shift ends. */
const EXCEPTIONAL = 10;
const MOST_STEPS = 60;
/** Rows and columns are balanced to within this factor; it is a power of two, so that scaling rounds nothing. */
const RADIX = 2;

/**
 * @param a float64[n·n], row-major, overwritten
 * @param hessenberg whether `a` has nothing below its first subdiagonal already
 * @returns null where the iteration does not converge or an entry is not finite
 */
export function eigenvalues(a: Float64Array, n: number, hessenberg = false): Eigenvalues | null {
  if (!a.every(Number.isFinite)) return null;
  if (!hessenberg) {
    balance(a, n);
    reduce(a, n);
  }
  const re = new Float64Array(n),
    im = new Float64Array(n);
  let end = n - 1,
    steps = 0;
  while (end >= 0) {
    const start = splitAt(a, n, end);
    if (start >= end - 1) {
      if (start === end) re[end] = a[end * n + end];
      else ofPair(a, n, start, re, im);
      end = start - 1;
      steps = 0;
    } else if (++steps > MOST_STEPS) return null;
    else francisStep(a, n, start, end, steps % EXCEPTIONAL === 0);
  }
  return { re, im };
}

/** Scales by a diagonal similarity until the norms of each row and its column are alike. */
function balance(a: Float64Array, n: number): void {
  for (let changed = true; changed;) {
    changed = false;
    for (let i = 0; i < n; i++) {
      let row = 0,
        column = 0;
      for (let j = 0; j < n; j++) {
        if (j === i) continue;
        row += Math.abs(a[i * n + j]);
        column += Math.abs(a[j * n + i]);
      }
      if (row === 0 || column === 0) continue;
      const factor = RADIX ** Math.round(0.5 * Math.log2(row / column));
      if (factor === 1 || !(column * factor + row / factor < 0.95 * (column + row))) continue;
      changed = true;
      for (let j = 0; j < n; j++) {
        a[i * n + j] /= factor;
        a[j * n + i] *= factor;
      }
    }
  }
}

/** To Hessenberg form, a reflection a column. */
function reduce(a: Float64Array, n: number): void {
  const v = new Float64Array(n);
  for (let k = 0; k < n - 2; k++) {
    let norm = 0;
    for (let i = k + 1; i < n; i++) norm = Math.hypot(norm, (v[i] = a[i * n + k]));
    if (norm === 0) continue;
    v[k + 1] += v[k + 1] < 0 ? -norm : norm;
    let square = 0;
    for (let i = k + 1; i < n; i++) square += (v[i] /= norm) * v[i];
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let i = k + 1; i < n; i++) sum += v[i] * a[i * n + j];
      for (let i = k + 1, scale = (2 * sum) / square; i < n; i++) a[i * n + j] -= scale * v[i];
    }
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += a[i * n + j] * v[j];
      for (let j = k + 1, scale = (2 * sum) / square; j < n; j++) a[i * n + j] -= scale * v[j];
    }
    for (let i = k + 2; i < n; i++) a[i * n + k] = 0;
  }
}

/** @returns first row of the block that ends at `end` and that no negligible subdiagonal entry splits */
function splitAt(a: Float64Array, n: number, end: number): number {
  for (let i = end; i > 0; i--) {
    const beside = Math.abs(a[(i - 1) * n + i - 1]) + Math.abs(a[i * n + i]);
    if (Math.abs(a[i * n + i - 1]) <= Number.EPSILON * beside) {
      a[i * n + i - 1] = 0;
      return i;
    }
  }
  return 0;
}

/** Eigenvalues of the block of two rows that begins at i. */
function ofPair(a: Float64Array, n: number, i: number, re: Float64Array, im: Float64Array): void {
  const a00 = a[i * n + i],
    a01 = a[i * n + i + 1],
    a10 = a[(i + 1) * n + i],
    a11 = a[(i + 1) * n + i + 1];
  const half = (a00 - a11) / 2,
    discriminant = half * half + a01 * a10;
  if (discriminant < 0) {
    re[i] = re[i + 1] = (a00 + a11) / 2;
    im[i] = Math.sqrt(-discriminant);
    im[i + 1] = -im[i];
    return;
  }
  // the one that does not cancel first, then the other by their product
  const shift = half + (half < 0 ? -1 : 1) * Math.sqrt(discriminant);
  re[i] = a11 + shift;
  re[i + 1] = shift === 0 ? a11 : a11 - (a01 * a10) / shift;
}

/** One implicit QR step with two shifts, the eigenvalues of the last two rows, on the block start … end of three rows or more. */
function francisStep(a: Float64Array, n: number, start: number, end: number, exceptional: boolean): void {
  const at = (i: number, j: number): number => a[i * n + j];
  let last = at(end, end),
    before = at(end - 1, end - 1),
    product = at(end, end - 1) * at(end - 1, end);
  if (exceptional) {
    const size = Math.abs(at(end, end - 1)) + Math.abs(at(end - 1, end - 2));
    last = before = last + 0.75 * size;
    product = -0.4375 * size * size;
  }
  // first column of (H − σ₁)(H − σ₂) over its second entry; differences first, since the shifts are close to the diagonal
  const h00 = at(start, start),
    h10 = at(start + 1, start),
    r = last - h00,
    s = before - h00;
  let x = (r * s - product) / h10 + at(start, start + 1),
    y = at(start + 1, start + 1) - h00 - r - s,
    z = at(start + 2, start + 1);
  for (let k = start; k < end; k++) {
    const rows = k === end - 1 ? 2 : 3;
    reflect(a, n, k, rows, x, y, rows === 3 ? z : 0, Math.max(start, k - 1), end, start);
    x = at(k + 1, k);
    y = k + 2 <= end ? at(k + 2, k) : 0;
    z = k + 3 <= end ? at(k + 3, k) : 0;
  }
}

/** Similarity by the reflection that turns (x, y, z) onto the first axis, on rows and columns k … k + rows − 1 of the block. */
function reflect(
  a: Float64Array,
  n: number,
  k: number,
  rows: number,
  x: number,
  y: number,
  z: number,
  firstColumn: number,
  end: number,
  start: number,
): void {
  const norm = Math.hypot(x, y, z);
  if (norm === 0) return;
  const v0 = x / norm + (x < 0 ? -1 : 1),
    v1 = y / norm,
    v2 = z / norm,
    scale = 2 / (v0 * v0 + v1 * v1 + v2 * v2);
  for (let j = firstColumn; j <= end; j++) {
    const third = rows === 3 ? v2 * a[(k + 2) * n + j] : 0;
    const sum = scale * (v0 * a[k * n + j] + v1 * a[(k + 1) * n + j] + third);
    a[k * n + j] -= sum * v0;
    a[(k + 1) * n + j] -= sum * v1;
    if (rows === 3) a[(k + 2) * n + j] -= sum * v2;
  }
  const lastRow = Math.min(end, k + 3);
  for (let i = start; i <= lastRow; i++) {
    const third = rows === 3 ? v2 * a[i * n + k + 2] : 0;
    const sum = scale * (v0 * a[i * n + k] + v1 * a[i * n + k + 1] + third);
    a[i * n + k] -= sum * v0;
    a[i * n + k + 1] -= sum * v1;
    if (rows === 3) a[i * n + k + 2] -= sum * v2;
  }
}
