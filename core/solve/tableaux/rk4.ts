/**
 * The classical Runge–Kutta method of order 4 (Kutta 1901), with the slope at the end of the step as a fifth stage, which
 * the next step uses as its first, so that cubic Hermite interpolation costs nothing.
 */
import { explicitTableau, hermiteWeights } from '../tableau';

const b = [1 / 6, 1 / 3, 1 / 3, 1 / 6, 0];

export const rk4 = explicitTableau({
  name: 'rk4',
  order: 4,
  a: [[], [1 / 2], [0, 1 / 2], [0, 0, 1], b.slice(0, 4)],
  b,
  c: [0, 1 / 2, 1 / 2, 1, 1],
  interpolant: { weights: hermiteWeights(b), order: 3 },
});
