import { expect, it } from 'vitest';
import { dataClock } from '../../core/fit/data-clock';

const crowded = [0, 0.001, 0.004, 0.01, 0.02, 0.05, 0.1, 0.4, 1];

it('goes from 0 to 1 and back, with its middle at the median of the measurements after the start', () => {
  const clock = dataClock(crowded);
  expect(clock.of(0)).toBe(0);
  expect(clock.of(1)).toBeCloseTo(1, 14);
  expect(clock.of(0.02)).toBeCloseTo(0.5, 12);
  for (const part of [0.003, 0.2, 0.9]) expect(clock.time(clock.of(part))).toBeCloseTo(part, 12);
});

it('has the derivative of its time', () => {
  const clock = dataClock(crowded),
    h = 1e-6;
  for (const u of [0.1, 0.5, 0.9]) expect(clock.pace(u)).toBeCloseTo((clock.time(u + h) - clock.time(u - h)) / (2 * h), 7);
});

it('is physical time where measurements are evenly apart, or later', () => {
  for (const parts of [[0.25, 0.5, 0.75, 1], [0, 1], [0.7, 0.8, 1], []]) {
    const clock = dataClock(parts);
    expect([clock.of(0.3), clock.time(0.3), clock.pace(0.3)]).toEqual([0.3, 0.3, 1]);
  }
});
