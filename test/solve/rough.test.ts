import { describe, expect, it } from 'vitest';
import { roughLog } from '../../core/solve/rough';

const values = Array.from({ length: 4001 }, (_, i) => Math.exp(-600 + 0.3 * i));

describe('the rough logarithm', () => {
  it('is the logarithm to 7e-4, from the smallest normal number to the largest', () => {
    const errors = [...values, Number.MAX_VALUE, 2 ** -1022].map((x) => Math.abs(roughLog(x) - Math.log(x)));
    expect(Math.max(...errors)).toBeLessThan(7e-4);
  });

  it('is that of 1 to the bit, and grows with its argument, across powers of two too', () => {
    expect(roughLog(1)).toBe(0);
    const logs = values.map(roughLog);
    expect(logs.every((log, i) => i === 0 || log > logs[i - 1])).toBe(true);
    for (let e = -60; e < 60; e++) expect(roughLog(2 ** e)).toBeGreaterThan(roughLog(2 ** e * (1 - 2 ** -20)));
  });

  it('is very small at 0, and finite', () => {
    expect(roughLog(0)).toBeLessThan(-700);
    expect(roughLog(0)).toBeGreaterThan(-Infinity);
  });
});
