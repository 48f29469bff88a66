/** An upper bound of a mechanism's rate: the mean over time of max(0, rate/most − 1)², by the trapezoidal rule on a fixed grid. */
import type { Regulariser } from '../../model/schema';
import { gridOf, meanWeights, type AlongTrajectory } from './along';
import { excess } from './residual';

/** Intervals of the grid: an excess that lasts for less than 0.5 % of the time may be overlooked. */
const INTERVALS = 200;

export function rateBound({ weight, mechanism, most }: Extract<Regulariser, { kind: 'rate-bound' }>): AlongTrajectory {
  return {
    reads: [mechanism],
    times: (from, until) => gridOf(from, until, INTERVALS),
    residuals(times, values) {
      const shares = meanWeights(times);
      return Array.from(values, (rate, k) => excess(weight * shares[k], rate, most, [k], [1]));
    },
  };
}
