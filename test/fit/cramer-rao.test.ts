import { expect, it } from 'vitest';
import { cramerRao } from '../../core/fit/cramer-rao';
import type { InformedObjective } from '../../core/fit/optimiser';
import { success } from '../../core/util/result';

/** An objective that has an information and nothing else. */
const informed = (information: readonly (readonly number[])[]): InformedObjective => {
  const size = information.length,
    ends = new Float64Array(size).fill(1);
  const evaluation = { value: 0, gradient: new Float64Array(size), information: Float64Array.from(information.flat()) };
  return {
    size,
    lower: ends.map(() => -1),
    upper: ends,
    evaluate: () => success(evaluation),
    information: () => success(evaluation),
  };
};
const bound = (information: readonly (readonly number[])[]) => {
  const found = cramerRao(informed(information), new Float64Array(information.length));
  if (!found.ok) throw new Error(found.failure.message);
  return found.value;
};

it('is the deviation of the inverse information', () => {
  // the inverse of [[4, 2], [2, 9]] is [[9, −2], [−2, 4]]/32
  const { deviation } = bound([
    [4, 2],
    [2, 9],
  ]);
  expect(deviation([1, 0])).toBeCloseTo(Math.sqrt(9 / 32), 12);
  expect(deviation([0, 1])).toBeCloseTo(Math.sqrt(4 / 32), 12);
  expect(deviation([1, 1])).toBeCloseTo(Math.sqrt((9 - 4 + 4) / 32), 12);
});

it('does not depend on the units of the parameters', () => {
  const { deviation, eigenvalues } = bound([
    [4e12, 2],
    [2, 9e-12],
  ]);
  expect(deviation([0, 1])).toBeCloseTo(1e6 * Math.sqrt(4 / 32), 4);
  expect(eigenvalues[0]).toBeCloseTo(1 - 1 / 3, 12);
});

it('is infinite for what the data leave open, and for nothing else', () => {
  // the data see a + b, and c; not d
  const { deviation, eigenvalues } = bound([
    [1, 1, 0, 0],
    [1, 1, 0, 0],
    [0, 0, 4, 0],
    [0, 0, 0, 0],
  ]);
  expect(eigenvalues.filter((value) => value === 0)).toHaveLength(2);
  expect(deviation([1, 0, 0, 0])).toBe(Infinity);
  expect(deviation([1, -1, 0, 0])).toBe(Infinity);
  expect(deviation([1, 1, 0, 0])).toBeCloseTo(1, 6);
  expect(deviation([0, 0, 1, 0])).toBeCloseTo(0.5, 12);
  expect(deviation([0, 0, 0, 1])).toBe(Infinity);
});
