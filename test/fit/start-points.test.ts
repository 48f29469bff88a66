import { describe, expect, it } from 'vitest';
import { latinHypercube } from '../../core/fit/latin-hypercube';
import { sobol, SOBOL_DIMENSIONS } from '../../core/fit/sobol';
import { samplingOf, startPoints, startSeed, type Sampling } from '../../core/fit/start-points';

const boxes = [
  { nominal: 0.5, low: -1, high: 2 },
  { nominal: 7, low: 5, high: 10 },
];
const design = { sampling: 'sobol' as Sampling, seed: 3, starts: 9, candidates: 4 };
const firstOf = (index: number, count: number, options = design): number[][] => {
  const points = startPoints(boxes, options)(index);
  return Array.from({ length: count }, () => [...points.next().value]);
};

describe('Sobol points', () => {
  it('are those of another implementation, from first to last dimension', () => {
    // scipy.stats.qmc.Sobol(64, scramble=False, bits=32): point 11 and points 5 to 7 in dimensions 1, 2, 3, 7, 21, 41, 64
    const plain = sobol(64),
      shown = [0, 1, 2, 6, 20, 40, 63];
    const at = (index: number): number[] => shown.map((dimension) => plain(index)[dimension]);
    expect(at(0)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(at(5)).toEqual([0.875, 0.875, 0.125, 0.875, 0.625, 0.375, 0.625]);
    expect(at(6)).toEqual([0.625, 0.125, 0.875, 0.125, 0.375, 0.625, 0.875]);
    expect(at(7)).toEqual([0.125, 0.625, 0.375, 0.625, 0.875, 0.125, 0.375]);
    expect(at(11)).toEqual([0.4375, 0.5625, 0.1875, 0.6875, 0.9375, 0.3125, 0.9375]);
  });

  it.each([undefined, 5])('put one of 2ᵏ points into each of 2ᵏ slices, in every dimension (seed %s)', (seed) => {
    const points = sobol(SOBOL_DIMENSIONS, seed),
      all = Array.from({ length: 64 }, (_, k) => points(k));
    for (let dimension = 0; dimension < SOBOL_DIMENSIONS; dimension++) {
      expect(new Set(all.map((point) => Math.floor(64 * point[dimension]))).size).toBe(64);
    }
  });

  it('put 4 of 64 into each square of a 4 by 4 grid in their first two dimensions, scrambled', () => {
    const points = sobol(2, 12),
      counts = new Map<number, number>();
    for (let k = 0; k < 64; k++) {
      const [x, y] = points(k),
        square = 4 * Math.floor(4 * x) + Math.floor(4 * y);
      counts.set(square, (counts.get(square) ?? 0) + 1);
    }
    expect([...counts.values()]).toEqual(Array<number>(16).fill(4));
  });

  it('are others for another seed, the same for the same, and refuse more dimensions than there are numbers', () => {
    expect(sobol(3, 1)(4)).toEqual(sobol(3, 1)(4));
    expect(sobol(3, 1)(4)).not.toEqual(sobol(3, 2)(4));
    expect(() => sobol(SOBOL_DIMENSIONS + 1)).toThrow(RangeError);
  });

  it('integrate a smooth function a hundred times better than its standard error at random', () => {
    // ∫ Π (1 + (xᵢ − ½)) over [0, 1]⁵ = 1; the standard deviation is √((1 + 1/12)⁵ − 1) = 0.70
    const points = sobol(5, 9);
    let sum = 0;
    for (let k = 0; k < 4096; k++) sum += points(k).reduce((product, x) => product * (0.5 + x), 1);
    expect(Math.abs(sum / 4096 - 1)).toBeLessThan(0.7 / 64 / 10);
  });
});

describe('a Latin hypercube', () => {
  it('has one point in each slice of each dimension', () => {
    const points = latinHypercube(6, 17, 4);
    for (let dimension = 0; dimension < 6; dimension++) {
      const slices = Array.from({ length: 17 }, (_, k) => Math.floor(17 * points(k)[dimension]));
      expect(slices.sort((a, b) => a - b)).toEqual([...Array(17).keys()]);
    }
  });
});

describe('start points', () => {
  it("begin with the document's values at start 0, and with the design elsewhere", () => {
    expect(firstOf(0, 1)).toEqual([[0.5, 7]]);
    for (const sampling of ['sobol', 'latin-hypercube', 'uniform'] as const) {
      for (const [x, y] of firstOf(3, 30, { ...design, sampling })) {
        expect(x).toBeGreaterThanOrEqual(-1);
        expect(x).toBeLessThan(2);
        expect(y).toBeGreaterThanOrEqual(5);
        expect(y).toBeLessThan(10);
      }
    }
  });

  it.each(['sobol', 'latin-hypercube', 'uniform'] as const)(
    'are others for another seed or start, the same for the same (%s)',
    (sampling) => {
      const first = (seed: number, index: number): number[] => firstOf(index, 1, { ...design, sampling, seed })[0];
      expect(first(1, 3)).toEqual(first(1, 3));
      expect(first(1, 3)).not.toEqual(first(1, 4));
      expect(first(1, 3)).not.toEqual(first(2, 3));
    },
  );

  it('lie anywhere in the box where they are uniform', () => {
    const uniform = { ...design, sampling: 'uniform' as const, seed: 9 },
      shares = Array.from({ length: 400 }, (_, i) => (firstOf(i + 1, 1, uniform)[0][0] + 1) / 3);
    // mean of 400 uniform numbers: 0.5 ± 0.0144, here within 4 standard errors
    expect(Math.abs(shares.reduce((a, b) => a + b) / 400 - 0.5)).toBeLessThan(0.058);
  });

  it('are the same for a start whatever the number of starts, but for a Latin hypercube', () => {
    const more = { ...design, starts: 50 };
    expect(firstOf(4, 8, more)).toEqual(firstOf(4, 8));
    const cube = { ...design, sampling: 'latin-hypercube' as const };
    expect(firstOf(4, 4, { ...cube, starts: 50 })).not.toEqual(firstOf(4, 4, cube));
  });

  it('share no point between starts, and together make the design', () => {
    const cube = { ...design, sampling: 'latin-hypercube' as const },
      all = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((index) => firstOf(index, 4, cube));
    const slices = all.map(([x]) => Math.floor((32 * (x + 1)) / 3));
    expect(slices.sort((a, b) => a - b)).toEqual([...Array(32).keys()]);
  });

  it('are a Latin hypercube where Sobol has too few dimensions', () => {
    expect(samplingOf('sobol', SOBOL_DIMENSIONS)).toBe('sobol');
    expect(samplingOf('sobol', SOBOL_DIMENSIONS + 1)).toBe('latin-hypercube');
    expect(startSeed(1, 2)).not.toBe(startSeed(1, 3));
  });
});
