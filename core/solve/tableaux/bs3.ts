/**
 * Bogacki–Shampine 3(2) with cubic Hermite interpolation. P. Bogacki & L. F. Shampine, "A 3(2) pair of Runge–Kutta formulas",
 * Applied Mathematics Letters 2 (1989) 321–325.
 */
import { explicitTableau, hermiteWeights } from '../tableau';

const b = [2 / 9, 1 / 3, 4 / 9, 0];

export const bs3 = explicitTableau({
  name: 'bs3',
  order: 3,
  a: [[], [1 / 2], [0, 3 / 4], b.slice(0, 3)],
  b,
  c: [0, 1 / 2, 3 / 4, 1],
  error: { weights: [-5 / 72, 1 / 12, 1 / 9, -1 / 8], order: 2 },
  interpolant: { weights: hermiteWeights(b), order: 3 },
});
