import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/util/random';
import { symmetricEigen } from '../../core/util/symmetric-eigen';

describe('the eigenvalues of a symmetric matrix', () => {
  it('are known for the second difference', () => {
    const n = 12,
      a = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      a[i * n + i] = 2;
      if (i > 0) a[i * n + i - 1] = a[(i - 1) * n + i] = -1;
    }
    const { values } = symmetricEigen(a, n)!;
    values.forEach((value, k) => expect(value).toBeCloseTo(4 * Math.sin(((k + 1) * Math.PI) / (2 * (n + 1))) ** 2, 13));
  });

  it('and its vectors give the matrix back, one of rank two over twelve decades too', () => {
    const n = 8,
      random = seededRandom(2);
    const u = Float64Array.from({ length: n }, () => random.normal()),
      v = Float64Array.from({ length: n }, () => 1e6 * random.normal());
    const a = new Float64Array(n * n).map((_, at) => u[Math.floor(at / n)] * u[at % n] + v[Math.floor(at / n)] * v[at % n]);
    const { values, vectors } = symmetricEigen(a, n)!;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const entry = values.reduce((sum, value, k) => sum + value * vectors[k][i] * vectors[k][j], 0),
          product = vectors[i].reduce((sum, x, k) => sum + x * vectors[j][k], 0);
        expect(Math.abs(entry - a[i * n + j])).toBeLessThan(1e-14 * n * values[n - 1]);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 13);
      }
    }
    expect(values[n - 3] / values[n - 1]).toBeLessThan(1e-14);
  });

  it('are null for what is not finite', () => {
    expect(symmetricEigen(Float64Array.of(1, NaN, NaN, 1), 2)).toBeNull();
  });
});
