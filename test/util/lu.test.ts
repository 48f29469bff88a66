import { describe, expect, it } from 'vitest';
import { factorise, substitute } from '../../core/util/lu';
import { seededRandom } from '../../core/util/random';

const solveDense = (rows: number[][], b: number[]): Float64Array | null => {
  const n = b.length,
    a = Float64Array.from(rows.flat()),
    x = Float64Array.from(b),
    pivots = new Int32Array(n);
  if (!factorise(a, n, pivots)) return null;
  substitute(a, n, pivots, x);
  return x;
};

describe('dense LU', () => {
  it('solves a system with a known answer whose first pivot is zero', () => {
    expect(
      Array.from(
        solveDense(
          [
            [0, 2, 1],
            [1, 1, 0],
            [2, 0, 3],
          ],
          [7, 3, 11],
        )!,
      ),
    ).toEqual([1, 2, 3]);
  });

  it('leaves residuals of the size of rounding errors on random matrices up to 20 rows', () => {
    const random = seededRandom(1);
    for (let n = 1; n <= 20; n++) {
      const rows = Array.from({ length: n }, () => Array.from({ length: n }, () => random.normal()));
      const b = Array.from({ length: n }, () => random.normal());
      const x = solveDense(rows, b)!;
      const size = Math.max(...x.map(Math.abs)) * n;
      // Backward stability of partial pivoting: ‖b − Ax‖ ≤ c·n·ε·‖A‖‖x‖ with a small growth factor.
      rows.forEach((row, i) => {
        expect(Math.abs(b[i] - row.reduce((sum, value, j) => sum + value * x[j], 0))).toBeLessThan(100 * Number.EPSILON * size);
      });
    }
  });

  it('reports a singular matrix', () => {
    expect(
      solveDense(
        [
          [1, 2],
          [2, 4],
        ],
        [1, 1],
      ),
    ).toBeNull();
    expect(solveDense([[0]], [1])).toBeNull();
  });

  it('reports a matrix that is not finite', () => {
    expect(
      solveDense(
        [
          [NaN, 1],
          [1, NaN],
        ],
        [1, 1],
      ),
    ).toBeNull();
    expect(
      solveDense(
        [
          [Infinity, 1],
          [1, 2],
        ],
        [1, 1],
      ),
    ).toBeNull();
  });
});
