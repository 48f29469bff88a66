/**
 * TR-BDF2, L-stable of order 2, with an embedded method of order 3. M. E. Hosea & L. F. Shampine, "Analysis and implementation
 * of TR-BDF2", Applied Numerical Mathematics 20 (1996) 21–37. The interpolant is the one parabola of order 2 whose first two
 * weights agree, so that it stays bounded for components of any stiffness.
 */
import { dirkTableau } from '../dirk-tableau';

const gamma = 1 - Math.SQRT1_2,
  weight = Math.SQRT2 / 4;

export const trBdf2 = dirkTableau({
  name: 'tr-bdf2',
  order: 2,
  a: [[0], [gamma, gamma], [weight, weight, gamma]],
  c: [0, 2 * gamma, 1],
  error: { weights: [weight - (1 - weight) / 3, weight - (3 * weight + 1) / 3, gamma - gamma / 3], order: 3 },
  interpolant: {
    weights: [
      [Math.SQRT1_2, -Math.SQRT1_2 / 2],
      [Math.SQRT1_2, -Math.SQRT1_2 / 2],
      [1 - Math.SQRT2, Math.SQRT1_2],
    ],
    order: 2,
  },
});
