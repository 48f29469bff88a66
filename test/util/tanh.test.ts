import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/util/random';
import { tanh } from '../../core/util/tanh';

const ulp = 2 ** -52;

describe('tanh', () => {
  // by mpmath with 90 digits
  it.each([
    [1e-300, 1e-300],
    [1e-9, 1e-9],
    [0.015625, 0.015623728558408864],
    [0.0156250001, 0.015623728658384456],
    [-0.1234, -0.12277743150353423],
    [0.5279774235848431, 0.4838335054970392],
    [-0.9, -0.7162978701990245],
    [1, 0.7615941559557649],
    [-2.5, -0.9866142981514303],
    [6, 0.9999877116507956],
    [18, 0.9999999999999996],
    [-19.5, -1],
  ])('of %s is that of a longer arithmetic within 2.3 units in the last place', (x, reference) => {
    expect(Math.abs(tanh(x) - reference)).toBeLessThanOrEqual(2.3 * ulp * Math.abs(reference));
  });

  it('is within 5 units of Math.tanh, whose own error is above one, and never beyond 1', () => {
    const random = seededRandom(4);
    for (let k = 0; k < 100_000; k++) {
      const x = (random.uniform() - 0.5) * 10 ** (4 * random.uniform() - 2.4),
        value = tanh(x);
      expect(Math.abs(value - Math.tanh(x)) <= 5 * ulp * Math.abs(value) && Math.abs(value) <= 1, String(x)).toBe(true);
    }
  });

  it('keeps what has no end, and what is not a number', () => {
    expect([Infinity, -Infinity, 1e300, NaN].map(tanh)).toEqual([1, -1, 1, NaN]);
  });
});
