import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/util/random';
import { largestSingular } from '../../core/util/singular';
import { symmetricEigen } from '../../core/util/symmetric-eigen';

const random = seededRandom(5);
const matrix = (rows: number, columns: number): Float64Array =>
  Float64Array.from({ length: rows * columns }, () => random.normal());

describe('the largest singular value', () => {
  it.each([
    [1, 1],
    [1, 4],
    [4, 1],
    [3, 5],
    [5, 3],
    [8, 8],
  ])('of %i × %i is the root of the largest eigenvalue of AᵀA, with its vectors', (rows, columns) => {
    const a = matrix(rows, columns),
      { value, left, right } = largestSingular(a, rows, columns);
    const gram = new Float64Array(columns * columns);
    for (let i = 0; i < columns; i++)
      for (let j = 0; j < columns; j++)
        for (let k = 0; k < rows; k++) gram[i * columns + j] += a[k * columns + i] * a[k * columns + j];
    const eigen = symmetricEigen(gram, columns);
    // a Gram matrix of fewer rows is singular, and its eigenvalues of zero need not converge
    if (eigen !== null) expect(value / Math.sqrt(eigen.values[columns - 1])).toBeCloseTo(1, 12);
    let along = 0;
    for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) along += left[i] * a[i * columns + j] * right[j];
    expect(along / value).toBeCloseTo(1, 12);
    expect(Math.hypot(...left)).toBeCloseTo(1, 12);
    expect(Math.hypot(...right)).toBeCloseTo(1, 12);
  });

  it('of a known matrix, of equal values and of zero', () => {
    expect(largestSingular(Float64Array.of(3, 0, 4, 5), 2, 2).value).toBeCloseTo(Math.sqrt(45), 12);
    expect(largestSingular(Float64Array.of(0, 2, -2, 0), 2, 2).value).toBe(2);
    expect(largestSingular(new Float64Array(6), 2, 3)).toEqual({
      value: 0,
      left: new Float64Array(2),
      right: new Float64Array(3),
    });
  });

  it('is NaN where an entry is not finite', () => {
    expect(largestSingular(Float64Array.of(1, NaN, 0, 1), 2, 2).value).toBeNaN();
  });
});
