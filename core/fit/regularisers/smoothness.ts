/**
 * Smoothness on a stated time scale τ: the mean over time of (τ²·ÿ/size)², which is free of the units of time and of the variable. A
 * wave of period P and amplitude `size` has τ²ÿ of (2πτ/P)² times it: 1 at P = 2πτ, and less than 0.004 beyond P = 100τ.
 *
 * ÿ is the second difference of the output at times h ≤ τ/4 apart, not the second derivative of the equations: J²f of a stiff model
 * multiplies the solver's error by the square of its fastest rate, and the instrument does not see it. Both have exact gradients. A wave
 * shorter than 2h = τ/2 is taken for a longer one. Readings on either side of a jump (a dose, the edge of a window) are not compared.
 */
import type { Regulariser } from '../../model/schema';
import { gridOf, type AlongTrajectory } from './along';
import type { Residual } from './residual';

/** Readings in a time scale, and intervals in all where the time scale is long. */
const PER_SCALE = 4,
  LEAST_INTERVALS = 40;

/**
 * @param output name of the lowering's output
 * @param size how much the curve varies
 */
export function smoothness(
  { weight, timeScale }: Extract<Regulariser, { kind: 'smoothness' }>,
  output: string,
  size: number,
): AlongTrajectory {
  return {
    reads: [output],
    times: (from, until) => gridOf(from, until, Math.max(LEAST_INTERVALS, Math.ceil((PER_SCALE * (until - from)) / timeScale))),
    residuals(times, values, pieces) {
      const inner = times.length - 2,
        h = (times[times.length - 1] - times[0]) / (times.length - 1),
        factor = (timeScale / h) ** 2 / size;
      return Array.from({ length: inner }, (_, i): Residual[] => {
        const [a, b, c] = [i, i + 1, i + 2];
        if (pieces[a] !== pieces[c]) return [];
        return [
          {
            weight: weight / inner,
            value: factor * (values[a] - 2 * values[b] + values[c]),
            readings: [a, b, c],
            slopes: [factor, -2 * factor, factor],
          },
        ];
      }).flat();
    },
  };
}
