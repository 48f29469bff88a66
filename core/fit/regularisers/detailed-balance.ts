/**
 * Detailed balance at rest: over the last fifth of the time every process runs back as fast as forth (Onsager, Phys Rev 37:405, 1931).
 * The penalty is the mean of (forward − backward)²/(forward² + backward²) over that stretch and the pairs.
 */
import type { Regulariser } from '../../model/schema';
import { gridOf, meanWeights, type AlongTrajectory } from './along';
import type { Residual } from './residual';

/** The stretch that counts as the end, as a part of the time, and its intervals. */
const END = 0.2,
  INTERVALS = 40;

export function detailedBalance({ weight, pairs }: Extract<Regulariser, { kind: 'detailed-balance' }>): AlongTrajectory {
  const reads = pairs.flatMap(({ forward, backward }) => [forward, backward]);
  return {
    reads,
    times: (from, until) => gridOf(until - END * (until - from), until, INTERVALS),
    residuals(times, values) {
      const shares = meanWeights(times);
      return Array.from(shares, (share, k) =>
        pairs.map((_, i): Residual => {
          const at = k * reads.length + 2 * i,
            [f, b] = [values[at], values[at + 1]],
            size = Math.hypot(f, b);
          if (size === 0) return { weight, value: 0, readings: [], slopes: [] };
          return {
            weight: (weight * share) / pairs.length,
            value: (f - b) / size,
            readings: [at, at + 1],
            slopes: [(b * (f + b)) / size ** 3, (-f * (f + b)) / size ** 3],
          };
        }),
      ).flat();
    },
  };
}
