import { describe, expect, it } from 'vitest';
import { smoothingSpline, splineAt, type SmoothingSpline } from '../../core/fit/warm-start/smoothing-spline';
import { factorise, substitute } from '../../core/util/lu';
import { seededRandom } from '../../core/util/random';

const SIGMA = 0.1;
/** Two periods and a half of sin 2t at uneven times. */
const noisy = (): { times: Float64Array; values: Float64Array; weights: Float64Array } => {
  const random = seededRandom(3),
    times = Float64Array.from({ length: 40 }, (_, i) => 0.2 * i + 0.1 * random.uniform());
  return {
    times,
    values: times.map((t) => Math.sin(2 * t) + SIGMA * random.normal()),
    weights: times.map((_, i) => (1 + (i % 3)) / SIGMA ** 2),
  };
};

/** Q of the natural spline, n × (n − 2): second divided differences. */
function differences(times: Float64Array): number[][] {
  const n = times.length,
    h = (i: number): number => times[i + 1] - times[i];
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n - 2 }, (_unused, j) => [1 / h(j), -1 / h(j) - 1 / h(j + 1), 1 / h(j + 1)][i - j] ?? 0),
  );
}

/** Solves a dense system for every column of the right-hand side. */
function solveDense(a: number[][], b: number[][]): number[][] {
  const n = a.length,
    flat = Float64Array.from(a.flat()),
    pivots = new Int32Array(n);
  expect(factorise(flat, n, pivots)).toBe(true);
  const columns = b[0].map((_, j) => {
    const column = Float64Array.from(b, (row) => row[j]);
    substitute(flat, n, pivots, column);
    return column;
  });
  return a.map((_, i) => columns.map((column) => column[i]));
}

/** λ as each of the optimality conditions w·(y − g) = λQγ gives it. */
function lambdas(
  times: Float64Array,
  values: Float64Array,
  weights: Float64Array,
  { values: g, curvatures }: SmoothingSpline,
): number[] {
  const q = differences(times);
  return Array.from(values, (y, i) => {
    const bend = q[i].reduce((sum, entry, j) => sum + entry * curvatures[j + 1], 0);
    return (weights[i] * (y - g[i])) / bend;
  });
}

describe('a smoothing spline', () => {
  const { times, values, weights } = noisy();

  it('meets the optimality conditions of its penalty with one λ, and its freedom is the trace of a dense hat matrix', () => {
    const spline = smoothingSpline(times, values, weights, 'known'),
      all = lambdas(times, values, weights, spline),
      [lambda] = all;
    // divisions of differences lose a few digits
    for (const own of all) expect(Math.abs(own / lambda - 1)).toBeLessThan(1e-6);
    const n = times.length,
      q = differences(times);
    const r = Array.from({ length: n - 2 }, (_, i) =>
      Array.from({ length: n - 2 }, (_unused, j) => {
        if (i === j) return (times[i + 2] - times[i]) / 3;
        return Math.abs(i - j) === 1 ? (times[Math.max(i, j) + 1] - times[Math.max(i, j)]) / 6 : 0;
      }),
    );
    const transposed = q[0].map((_, j) => q.map((row) => row[j])),
      inner = solveDense(r, transposed);
    const penalised = q.map((row, i) =>
      q.map((_, k) => (i === k ? weights[i] : 0) + lambda * row.reduce((sum, entry, j) => sum + entry * inner[j][k], 0)),
    );
    const hat = solveDense(
      penalised,
      q.map((_, i) => q.map((_unused, k) => (i === k ? weights[i] : 0))),
    );
    expect(hat.reduce((sum, row, i) => sum + row[i], 0)).toBeCloseTo(spline.freedom, 5);
    hat.forEach((row, i) => expect(row.reduce((sum, entry, k) => sum + entry * values[k], 0)).toBeCloseTo(spline.values[i], 6));
  });

  it.each(['known', 'unknown'] as const)('halves the error of the values and has useful slopes, its noise being %s', (noise) => {
    const spline = smoothingSpline(
      times,
      values,
      noise === 'known' ? weights.map(() => SIGMA ** -2) : weights.map(() => 1),
      noise,
    );
    const rms = (of: (t: number, i: number) => number): number =>
      Math.sqrt(times.reduce((sum, t, i) => sum + of(t, i) ** 2, 0) / times.length);
    // sd of the noise is 0.1; slopes of the truth have 1.4
    expect(rms((t, i) => spline.values[i] - Math.sin(2 * t))).toBeLessThan(0.06);
    expect(rms((t) => splineAt(spline, t).slope - 2 * Math.cos(2 * t))).toBeLessThan(0.3);
    expect(spline.freedom).toBeGreaterThan(8);
    expect(spline.freedom).toBeLessThan(20);
  });

  it('has the slopes that differences of its values have, and goes on as a line beyond its knots', () => {
    const spline = smoothingSpline(times, values, weights, 'known'),
      at = (t: number): number => splineAt(spline, t).value;
    for (const t of [0.31, 2.2222, times[7], 7.9])
      expect((at(t + 1e-5) - at(t - 1e-5)) / 2e-5).toBeCloseTo(splineAt(spline, t).slope, 8);
    const last = times[times.length - 1];
    expect(at(last)).toBeCloseTo(spline.values[times.length - 1], 12);
    expect(at(last + 2) - at(last + 1)).toBeCloseTo(splineAt(spline, last).slope, 12);
  });

  it('leaves a straight line as it is, and flattens pure noise to nearly one', () => {
    const line = smoothingSpline(
      times,
      times.map((t) => 2 - 3 * t),
      weights,
      'unknown',
    );
    line.values.forEach((value, i) => expect(value).toBeCloseTo(2 - 3 * times[i], 9));
    const random = seededRandom(8),
      noise = smoothingSpline(
        times,
        times.map(() => random.normal()),
        times.map(() => 1),
        'known',
      );
    expect(noise.freedom).toBeLessThan(4);
  });

  it('refuses too few times, and times out of order', () => {
    const three = Float64Array.of(0, 1, 2);
    expect(() => smoothingSpline(three, three, three, 'known')).toThrow(/at least 4 times, and there are 3/);
    const back = Float64Array.of(0, 1, 1, 2);
    expect(() => smoothingSpline(back, back, back, 'known')).toThrow(/must rise/);
  });
});
