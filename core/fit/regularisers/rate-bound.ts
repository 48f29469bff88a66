/**
 * An upper bound of a mechanism's rate: the mean over time of max(0, rate/most − 1)², by the trapezoidal rule on a fixed grid. The bound is
 * a number, or follows the states: two solutes meet no faster than k_D·[x][y] (Smoluchowski, Z. Phys. Chem. 92:129, 1917).
 */
import type { Regulariser } from '../../model/schema';
import { gridOf, meanWeights, type AlongTrajectory } from './along';
import { excess, excessOver } from './residual';

/** Intervals of the grid: an excess that lasts for less than 0.5 % of the time may be overlooked. */
const INTERVALS = 200;

/** @param limit name of the lowering's output that the bound is, where it is an expression */
export function rateBound(
  { weight, mechanism, most }: Extract<Regulariser, { kind: 'rate-bound' }>,
  limit: string,
): AlongTrajectory {
  const isFixed = typeof most === 'number';
  return {
    reads: isFixed ? [mechanism] : [mechanism, limit],
    times: (from, until) => gridOf(from, until, INTERVALS),
    residuals(times, values) {
      const shares = meanWeights(times);
      if (isFixed) return Array.from(values, (rate, k) => excess(weight * shares[k], rate, most, [k], [1]));
      return Array.from(shares, (share, k) => excessOver(weight * share, values, 2 * k, 2 * k + 1));
    },
  };
}
