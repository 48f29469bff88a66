import { describe, expect, it } from 'vitest';
import { matrixExponential } from '../../core/solve/matrix-exponential';
import { seededRandom } from '../../core/util/random';

const exponential = (a: readonly number[], scale = 1): Float64Array => {
  const n = Math.sqrt(a.length),
    out = new Float64Array(a.length);
  expect(matrixExponential(n).exponential(Float64Array.from(a), scale, out)).toBe(true);
  return out;
};
const gap = (a: Float64Array, b: ArrayLike<number>): number => Math.max(...a.map((v, i) => Math.abs(v - b[i])));

describe('the matrix exponential', () => {
  it('of a nilpotent matrix is its finite sum, at every norm', () => {
    for (const x of [1e-3, 0.05, 0.3, 1.5, 4, 40, 1e4]) {
      const e = exponential([0, x, 0, 0, 0, x, 0, 0, 0]);
      expect(gap(e, [1, x, (x * x) / 2, 0, 1, x, 0, 0, 1])).toBeLessThan(1e-14 * Math.max(1, x * x));
    }
  });

  it('of a rotation is its cosine and sine, through many turns', () => {
    for (const angle of [1e-2, 0.2, 0.9, 2, 5, 60]) {
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      // Each of log₂(angle/5.4) squarings doubles the error.
      expect(gap(exponential([0, -angle, angle, 0]), [c, -s, s, c])).toBeLessThan(1e-15 * (4 + 4 * angle));
    }
  });

  it('of a stiff diagonal keeps the slow component to relative rounding and sends the fast one to zero', () => {
    const e = exponential([-1, 0, 0, 0, -1e3, 0, 0, 0, -1e6]);
    // 18 squarings, each of which doubles a relative error
    expect(Math.abs(e[0] / Math.exp(-1) - 1)).toBeLessThan(2 ** 18 * Number.EPSILON);
    expect(Math.abs(e[4])).toBeLessThan(1e-300);
    expect(Math.abs(e[8])).toBeLessThan(1e-300);
  });

  it('of a random matrix agrees with its Taylor series, summed in short steps', () => {
    const random = seededRandom(7);
    for (const [n, size] of [
      [3, 0.01],
      [4, 0.1],
      [5, 0.3],
      [6, 1],
      [8, 5],
    ]) {
      const a = Array.from({ length: n * n }, () => size * (2 * random.uniform() - 1)),
        expected = taylor(a, n);
      const largest = Math.max(...expected.map(Math.abs));
      expect(gap(exponential(a), expected)).toBeLessThan(1e-13 * largest);
    }
  });

  it('has the scale as a factor of the matrix, and gives the identity for the zero matrix', () => {
    const a = [0.3, -0.2, 0.7, 0.1];
    expect(gap(exponential(a, 3), exponential(a.map((v) => 3 * v)))).toBe(0);
    expect([...exponential([0, 0, 0, 0])]).toEqual([1, 0, 0, 1]);
  });

  it('tells when the result is not finite', () => {
    const out = new Float64Array(4);
    expect(matrixExponential(2).exponential(Float64Array.of(1e3, 0, 0, 1), 1, out)).toBe(false);
    expect(matrixExponential(2).exponential(Float64Array.of(NaN, 0, 0, 1), 1, out)).toBe(false);
  });
});

/** e^A by its Taylor series at A/64, to the 30th term, raised to the 64th power by plain multiplication. */
function taylor(a: readonly number[], n: number): number[] {
  const multiply = (x: readonly number[], y: readonly number[]): number[] =>
    Array.from({ length: n * n }, (_, at) => {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += x[Math.floor(at / n) * n + k] * y[k * n + (at % n)];
      return sum;
    });
  const identity = Array.from({ length: n * n }, (_, at): number => (Math.floor(at / n) === at % n ? 1 : 0)),
    small = a.map((v) => v / 64);
  let term = identity,
    step = identity;
  for (let k = 1; k <= 30; k++) {
    term = multiply(term, small).map((v) => v / k);
    step = step.map((v, i) => v + term[i]);
  }
  return Array.from({ length: 64 }).reduce<number[]>((product) => multiply(product, step), identity);
}
