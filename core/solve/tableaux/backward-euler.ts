/**
 * The backward Euler method (Euler, Cauchy), L-stable of order 1, written with the slope at the start as a first stage, which
 * costs nothing: against the trapezoidal rule on both slopes it estimates the error.
 */
import { dirkTableau } from '../dirk-tableau';

export const backwardEuler = dirkTableau({
  name: 'backward-euler',
  order: 1,
  a: [[0], [0, 1]],
  c: [0, 1],
  error: { weights: [-1 / 2, 1 / 2], order: 2 },
  interpolant: { weights: [[0], [1]], order: 1 },
});
