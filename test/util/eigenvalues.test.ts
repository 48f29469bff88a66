import { describe, expect, it } from 'vitest';
import { eigenvalues } from '../../core/util/eigenvalues';
import { seededRandom } from '../../core/util/random';

/** Eigenvalues sorted by real, then imaginary part. */
const sorted = (a: number[], n: number): [number, number][] => {
  const { re, im } = eigenvalues(Float64Array.from(a), n)!;
  return Array.from(re, (x, i): [number, number] => [x, im[i]]).sort((u, v) => u[0] - v[0] || u[1] - v[1]);
};

describe('eigenvalues', () => {
  it('of a triangular matrix are its diagonal', () => {
    expect(sorted([3, 7, 1, 0, -2, 5, 0, 0, 11], 3)).toEqual([
      [-2, 0],
      [3, 0],
      [11, 0],
    ]);
  });

  it('of a companion matrix are the roots of its polynomial: (x² + 1)(x − 2)(x + 3)', () => {
    // x⁴ + x³ − 5x² + x − 6
    const roots = sorted([-1, 5, -1, 6, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], 4);
    const expected = [
      [-3, 0],
      [0, -1],
      [0, 1],
      [2, 0],
    ];
    roots.forEach(([re, im], i) => {
      expect(re).toBeCloseTo(expected[i][0], 12);
      expect(im).toBeCloseTo(expected[i][1], 12);
    });
  });

  it('of the discrete Laplacian are −2 + 2 cos(kπ/(n + 1))', () => {
    const n = 30,
      a = new Array<number>(n * n).fill(0);
    for (let i = 0; i < n; i++) {
      a[i * n + i] = -2;
      if (i > 0) a[i * n + i - 1] = 1;
      if (i < n - 1) a[i * n + i + 1] = 1;
    }
    sorted(a, n).forEach(([re, im], k) => {
      expect(im).toBe(0);
      expect(re).toBeCloseTo(-2 + 2 * Math.cos(((n - k) * Math.PI) / (n + 1)), 12);
    });
  });

  it('of diffusion in a reaction chain lie where Gershgorin has them, though all diagonal entries are alike', () => {
    for (const n of [60, 200]) {
      const a = new Float64Array(n * n);
      for (let i = 0; i < n; i++) {
        a[i * n + i] = -2640 + (i % 2 === 1 ? 1 : -3) * Math.sin(i / 50);
        if (i > 1) a[i * n + i - 2] = 1320;
        if (i < n - 2) a[i * n + i + 2] = 1320;
        a[i * n + (i ^ 1)] = i % 2 === 1 ? -3 : 1;
      }
      const trace = Array.from({ length: n }, (_, i) => a[i * n + i]).reduce((sum, x) => sum + x, 0);
      const { re } = eigenvalues(a, n)!;
      expect(Math.min(...re)).toBeGreaterThan(-5286);
      expect(Math.max(...re)).toBeLessThan(6);
      expect(re.reduce((sum, x) => sum + x, 0) / trace).toBeCloseTo(1, 12);
    }
  });

  it('add up to the trace, and their squares to that of the square, for random matrices', () => {
    const random = seededRandom(5);
    for (const n of [1, 2, 3, 5, 8, 20]) {
      const a = Float64Array.from({ length: n * n }, () => random.uniform() - 0.5);
      let trace = 0,
        square = 0;
      for (let i = 0; i < n; i++) {
        trace += a[i * n + i];
        for (let j = 0; j < n; j++) square += a[i * n + j] * a[j * n + i];
      }
      const { re, im } = eigenvalues(a.slice(), n)!;
      expect(re.reduce((sum, x) => sum + x, 0)).toBeCloseTo(trace, 11);
      expect(im.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 11);
      expect(re.reduce((sum, x, i) => sum + x * x - im[i] * im[i], 0)).toBeCloseTo(square, 11);
    }
  });

  it('keep their digits where the scales of the variables are far apart', () => {
    // diag(1e8, 1, 1e-8) · M · its inverse has the eigenvalues of M = [[−1, 1, 0], [0, −2, 1], [1, 0, −3]]
    const m = [-1, 1, 0, 0, -2, 1, 1, 0, -3],
      scale = [1e8, 1, 1e-8];
    const scaled = m.map((x, k) => (x * scale[Math.floor(k / 3)]) / scale[k % 3]);
    sorted(scaled, 3).forEach(([re, im], i) => {
      expect(re).toBeCloseTo(sorted(m, 3)[i][0], 12);
      expect(im).toBeCloseTo(sorted(m, 3)[i][1], 12);
    });
  });

  it('of a cyclic permutation are the roots of unity, which need an exceptional shift', () => {
    const n = 4,
      a = new Array<number>(n * n).fill(0);
    for (let i = 0; i < n; i++) a[i * n + ((i + 1) % n)] = 1;
    const found = sorted(a, n);
    found.forEach(([re, im]) => expect(Math.hypot(re, im)).toBeCloseTo(1, 12));
    expect(found[0][0]).toBeCloseTo(-1, 12);
    expect(found[3][0]).toBeCloseTo(1, 12);
  });

  it('are none where an entry is not a number', () => {
    expect(eigenvalues(Float64Array.of(1, NaN, 0, 1), 2)).toBeNull();
  });
});
