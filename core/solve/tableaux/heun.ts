/**
 * Heun's method of order 2, the explicit trapezoidal rule, with Euler's method embedded for its error estimate. Its dense
 * output is the parabola through the start with the slopes at both ends.
 */
import { explicitTableau } from '../tableau';

export const heun = explicitTableau({
  name: 'heun',
  order: 2,
  a: [[], [1]],
  b: [1 / 2, 1 / 2],
  c: [0, 1],
  error: { weights: [-1 / 2, 1 / 2], order: 1 },
  interpolant: {
    weights: [
      [1, -1 / 2],
      [0, 1 / 2],
    ],
    order: 2,
  },
});
