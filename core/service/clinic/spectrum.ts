/**
 * Eigenvalues of a Jacobian: all of them where it is small, else the outermost from a Krylov space (Arnoldi 1951; Saad,
 * Numerical Methods for Large Eigenvalue Problems, 6.2).
 */
import { eigenvalues, type Eigenvalues } from '../../util/eigenvalues';
import { multiply, type SparsityPattern } from '../../util/sparsity';

const MOST_DENSE = 60,
  KRYLOV = 40;

/** @param entries of the Jacobian in the pattern's order  @returns null where they are not finite */
export function spectrum(pattern: SparsityPattern, entries: Float64Array): Eigenvalues | null {
  const { n } = pattern;
  if (n === 0) return null;
  return n <= MOST_DENSE ? eigenvalues(dense(pattern, entries), n) : krylov(pattern, entries);
}

function dense({ n, rowStart, column }: SparsityPattern, entries: Float64Array): Float64Array {
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let at = rowStart[i]; at < rowStart[i + 1]; at++) a[i * n + column[at]] = entries[at];
  return a;
}

function krylov(pattern: SparsityPattern, entries: Float64Array): Eigenvalues | null {
  const { n } = pattern,
    m = Math.min(n, KRYLOV);
  const h = new Float64Array(m * m),
    basis: Float64Array[] = [];
  // a start with a part in every mode, the same on every machine
  let next = Float64Array.from({ length: n }, (_unused, i) => 1 + ((i * 7919) % 104_729) / 104_729),
    norm = Math.hypot(...next);
  let size = 0;
  while (size < m && norm > 0 && norm < Infinity) {
    const v = next.map((x) => x / norm);
    basis.push(v);
    next = new Float64Array(n);
    multiply(pattern, entries, v, next);
    let before = 0;
    for (const x of next) before += x * x;
    // twice is enough to stay orthogonal to rounding (Parlett)
    for (let pass = 0; pass < 2; pass++) {
      basis.forEach((u, i) => {
        let dot = 0;
        for (let j = 0; j < n; j++) dot += u[j] * next[j];
        for (let j = 0; j < n; j++) next[j] -= dot * u[j];
        h[i * m + size] += dot;
      });
    }
    let square = 0;
    for (const x of next) square += x * x;
    norm = Math.sqrt(square);
    size++;
    // an invariant space: what is left of the vector is rounding
    if (!(norm > 1e-12 * Math.sqrt(before))) break;
    if (size < m) h[size * m + size - 1] = norm;
  }
  const small = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) small[i * size + j] = h[i * m + j];
  return size === 0 ? null : eigenvalues(small, size, true);
}

/** @returns the largest |λ| among modes that die out; 0 where there is none */
export function fastestDecay({ re, im }: Eigenvalues): number {
  return re.reduce((most, x, i) => (x < 0 ? Math.max(most, Math.hypot(x, im[i])) : most), 0);
}

/** @returns the eigenvalue with the most negative real part; null where none is negative */
export function mostNegative({ re, im }: Eigenvalues): { re: number; im: number } | null {
  let best: { re: number; im: number } | null = null;
  re.forEach((x, i) => {
    if (x < (best?.re ?? 0)) best = { re: x, im: im[i] };
  });
  return best;
}
