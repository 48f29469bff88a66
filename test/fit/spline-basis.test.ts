import { expect, it } from 'vitest';
import { splineBasis, splineCount } from '../../core/fit/spline-basis';
import { evenly } from '../../core/util/grid';

const PIECES = 5;
/** Σ coefficient · function, and its slope. */
const curve = (coefficients: readonly number[], u: number): { value: number; slope: number } => {
  const { first, values, slopes } = splineBasis(PIECES, u);
  const sum = (of: readonly number[]): number => of.reduce((total, one, a) => total + one * coefficients[first + a], 0);
  return { value: sum(values), slope: sum(slopes) };
};

it('adds up to 1 everywhere, and its slopes to 0', () => {
  const ones = Array.from({ length: splineCount(PIECES) }, () => 1);
  for (const u of evenly(0, 1, 41)) {
    expect(curve(ones, u).value).toBeCloseTo(1, 14);
    expect(curve(ones, u).slope).toBeCloseTo(0, 12);
  }
});

it('holds every cubic, by its blossom at the knots', () => {
  // u³ has the product of a function's three inner knots for its coefficient
  const knot = (i: number): number => Math.min(Math.max(i / PIECES, 0), 1);
  const coefficients = Array.from({ length: splineCount(PIECES) }, (_, i) => knot(i - 2) * knot(i - 1) * knot(i));
  for (const u of evenly(0, 1, 41)) {
    expect(curve(coefficients, u).value).toBeCloseTo(u ** 3, 14);
    expect(curve(coefficients, u).slope).toBeCloseTo(3 * u ** 2, 12);
  }
});

it('has its first function alone at 0 and its last alone at 1', () => {
  expect(splineBasis(PIECES, 0)).toMatchObject({ first: 0, values: [1, 0, 0, 0] });
  expect(splineBasis(PIECES, 1)).toMatchObject({ first: PIECES - 1, values: [0, 0, 0, 1] });
});
