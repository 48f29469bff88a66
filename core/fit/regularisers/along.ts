/** What a regulariser of trajectories is: the outputs that it reads, the grid of times at which it reads them, and its residuals there. */
import { evenly } from '../../util/grid';
import type { Residual } from './residual';

export interface AlongTrajectory {
  /** names of the lowering's outputs that it reads */
  readonly reads: readonly string[];
  /** @returns ascending times within [from, until] */
  times(from: number, until: number): Float64Array;
  /**
   * @param values float64[times · reads], row-major
   * @param pieces int32[times]: the piece of the trajectory that holds at each time
   */
  residuals(times: Float64Array, values: Float64Array, pieces: Int32Array): Residual[];
}

/** @returns so many even intervals, both ends included */
export const gridOf = (from: number, until: number, intervals: number): Float64Array => evenly(from, until, intervals + 1);

/** @returns the weights of the trapezoidal rule for the mean over the grid, float64[times] */
export function meanWeights(times: Float64Array): Float64Array {
  const last = times.length - 1,
    span = times[last] - times[0];
  return times.map((_, k) => (times[Math.min(k + 1, last)] - times[Math.max(k - 1, 0)]) / (2 * span));
}
