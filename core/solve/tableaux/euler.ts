/** Euler's method, with the straight line between the ends of a step as its dense output. */
import { explicitTableau } from '../tableau';

export const euler = explicitTableau({
  name: 'euler',
  order: 1,
  a: [[]],
  b: [1],
  c: [0],
  interpolant: { weights: [[1]], order: 1 },
});
