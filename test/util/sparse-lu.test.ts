import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/util/random';
import { denseSystem, shiftedSystem } from '../../core/util/shifted-system';
import { SparseLU, symbolicFactors } from '../../core/util/sparse-lu';
import { fullPattern, multiply, sparsityPattern, type SparsityPattern } from '../../core/util/sparsity';

const random = seededRandom(11);
const from = (n: number, row: (i: number) => number[]): SparsityPattern =>
  sparsityPattern(Array.from({ length: n }, (_, i) => [...new Set(row(i))].filter((j) => j >= 0 && j < n)));

const scattered = (n: number): SparsityPattern =>
  from(n, () => Array.from({ length: 3 }, () => Math.floor(n * random.uniform())));
/** every state acts on the first and is acted on by it */
const arrowhead = (n: number): SparsityPattern => from(n, (i) => (i === 0 ? Array.from({ length: n }, (_, j) => j) : [0, i]));
const chain = (cells: number): SparsityPattern => from(2 * cells, (i) => [i - 2, i - (i % 2), i - (i % 2) + 1, i + 2]);
const grid = (side: number): SparsityPattern =>
  from(side * side, (i) => [i - side, ...(i % side > 0 ? [i - 1] : []), i, ...(i % side < side - 1 ? [i + 1] : []), i + side]);
const entries = ({ column }: SparsityPattern): Float64Array => Float64Array.from(column, () => random.normal());
const vector = (n: number): Float64Array => Float64Array.from({ length: n }, () => random.normal());

const d = 6;
/** largest entry of (d·I − J) x − b */
function residual(pattern: SparsityPattern, jacobian: Float64Array, x: Float64Array, b: Float64Array): number {
  const image = new Float64Array(pattern.n);
  multiply(pattern, jacobian, x, image);
  return Math.max(...b.map((value, i) => Math.abs(d * x[i] - image[i] - value)));
}

describe('sparse LU factors', () => {
  it.each([
    { name: 'a scattered pattern', pattern: scattered(60) },
    { name: 'an arrowhead', pattern: arrowhead(40) },
    { name: 'a chain', pattern: chain(30) },
    { name: 'a grid', pattern: grid(9) },
    { name: 'a full matrix', pattern: fullPattern(5) },
    { name: 'one state', pattern: fullPattern(1) },
    { name: 'a pattern without entries', pattern: from(4, () => []) },
  ])('solve $name and its transpose as dense factors with pivoting do', ({ pattern }) => {
    const jacobian = entries(pattern),
      sparse = new SparseLU(symbolicFactors(pattern)),
      dense = denseSystem(pattern);
    // Twice, as the second factorisation must not see the first.
    for (const scale of [0.3, 1]) {
      const scaled = jacobian.map((value) => scale * value);
      expect(sparse.factorise(d, 1, scaled) && dense.factorise(d, 1, scaled)).toBe(true);
      const b = vector(pattern.n),
        x = Float64Array.from(b),
        same = Float64Array.from(b);
      sparse.solve(x);
      dense.solve(same);
      expect(residual(pattern, scaled, x, b)).toBeLessThan(1e-12);
      // Both are within rounding of the solution; matrices here have condition numbers below 100.
      expect(Math.max(...x.map((value, i) => Math.abs(value - same[i])))).toBeLessThan(1e-12);
      x.set(b);
      same.set(b);
      sparse.solveTransposed(x);
      dense.solveTransposed(same);
      expect(Math.max(...x.map((value, i) => Math.abs(value - same[i])))).toBeLessThan(1e-12);
    }
  });

  it('of an arrowhead have no fill, and the hub is the last pivot but one', () => {
    const { lowerColumn, upperColumn, order } = symbolicFactors(arrowhead(200));
    expect([lowerColumn.length, upperColumn.length]).toEqual([199, 199]);
    expect([...order].indexOf(0)).toBeGreaterThanOrEqual(198);
  });

  it('of a chain take work in proportion to its length', () => {
    const work = (cells: number): number => symbolicFactors(chain(cells)).operations;
    expect(work(2000) - work(1000)).toBe(2 * (work(1500) - work(1000)));
    expect(work(2000) / 4000).toBeLessThan(8);
  });

  it('of a grid are far from full: the order is as good as known ones', () => {
    const { n, lowerColumn } = symbolicFactors(grid(64));
    // The natural order has 63·4096 ≈ 258,000 entries below the diagonal; minimum-degree orders have some 60,000 to 75,000.
    expect(lowerColumn.length).toBeLessThan(75_000);
    expect(n).toBe(4096);
  });

  it('are analysed once for a pattern', () => {
    const pattern = chain(10);
    expect(symbolicFactors(pattern)).toBe(symbolicFactors(pattern));
  });

  it('tell a breakdown, also of states in units that differ by many orders of magnitude', () => {
    const pattern = fullPattern(2),
      sparse = new SparseLU(symbolicFactors(pattern));
    for (const unit of [1, 1e12]) {
      expect(sparse.factorise(2, 1, Float64Array.of(2 - 1e-9, unit, -1 / unit, 2 - 1e-9))).toBe(false);
      expect(sparse.factorise(2, 1, Float64Array.of(1, unit, 1 / unit, 1))).toBe(false);
      expect(sparse.factorise(2, 1, Float64Array.of(-1, unit, 1 / unit, -1))).toBe(true);
    }
    expect(sparse.factorise(2, 1, Float64Array.of(NaN, 0, 0, 0))).toBe(false);
    expect(sparse.factorise(2, 1, Float64Array.of(-Infinity, 0, 0, 0))).toBe(false);
    expect(sparse.factorise(2, 1, new Float64Array(4))).toBe(true);
  });
});

describe('a shifted system', () => {
  // 0 on the diagonal of d·I − J for every state: pivots must be off the diagonal.
  const ring = (n: number): { pattern: SparsityPattern; jacobian: Float64Array } => {
    const pattern = from(n, (i) => [i, (i + 1) % n]);
    return { pattern, jacobian: Float64Array.from(pattern.column, (j, at) => (j === Math.floor(at / 2) ? d : 1 + (j % 3))) };
  };

  it('takes pivots off the diagonal where those on it break down, and goes back to them', () => {
    const { pattern, jacobian } = ring(12),
      system = shiftedSystem(pattern);
    for (const values of [jacobian, entries(pattern), jacobian]) {
      expect(system.factorise(d, 1, values)).toBe(true);
      const b = vector(12),
        x = Float64Array.from(b);
      system.solve(x);
      expect(residual(pattern, values, x, b)).toBeLessThan(1e-12);
    }
  });

  it('says so where a matrix is singular, or breaks down and is too large for pivoting', () => {
    expect(shiftedSystem(fullPattern(2)).factorise(1, 1, Float64Array.of(1, 0, 0, 1))).toBe(false);
    const { pattern, jacobian } = ring(1000);
    expect(shiftedSystem(pattern).factorise(d, 1, jacobian)).toBe(false);
  });
});
