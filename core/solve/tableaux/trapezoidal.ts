/**
 * The trapezoidal rule (Crank & Nicolson 1947), A-stable of order 2 without damping at infinity: |R(z)| → 1. Its cubic Hermite
 * interpolant is a parabola. The estimate of first steps is the difference to backward Euler, of one order less.
 */
import { dirkTableau } from '../dirk-tableau';

export const trapezoidal = dirkTableau({
  name: 'trapezoidal',
  order: 2,
  a: [[0], [1 / 2, 1 / 2]],
  c: [0, 1],
  error: { weights: [1 / 2, -1 / 2], order: 1 },
  errorConstant: -1 / 12,
  interpolant: {
    weights: [
      [1, -1 / 2],
      [0, 1 / 2],
    ],
    order: 2,
  },
});
