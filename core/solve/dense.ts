/** The solution as a function of time: what functionals (peak, area, crossing) are taken on. */
import { misuse } from './messages';
import type { StepLog } from './step-log';

export interface DenseSolution {
  readonly n: number;
  readonly from: number;
  readonly until: number;
  /** number of accepted steps; between the starts of two steps the solution is smooth */
  readonly steps: number;
  /** float64[steps]: times at which the steps start and end */
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** int32[steps]: the piece that each step belongs to */
  readonly pieceOf: Int32Array;
  /**
   * State at t, the right limit where it jumps; after `until` the state there.
   * @param out float64[n], overwritten  @returns index of the piece that holds at t
   * @throws RangeError where t is before `from` or not a number
   */
  evaluate(t: number, out: Float64Array): number;
  /**
   * State within a step at start + θ·(end − start), θ in [0, 1]; θ = 1 is the limit from the left.
   * @param out float64[n], overwritten
   */
  evaluateStep(step: number, theta: number, out: Float64Array): void;
}

/** @param log the solve's own log, not to be used again  @param final state at `until`, after jumps there */
export function denseSolution(log: StepLog, from: number, until: number, final: Float64Array, finalPiece: number): DenseSolution {
  const steps = log.length;
  return {
    n: log.n,
    from,
    until,
    steps,
    starts: log.start.subarray(0, steps),
    ends: log.end.subarray(0, steps),
    pieceOf: log.piece.subarray(0, steps),
    evaluate(t, out) {
      if (!(t >= from)) throw new RangeError(misuse.before(t, from));
      if (t >= until) {
        out.set(final);
        return finalPiece;
      }
      const step = log.find(t);
      log.interpolate(step, (t - log.start[step]) / log.size[step], out);
      return log.piece[step];
    },
    evaluateStep(step, theta, out) {
      log.interpolate(step, theta * log.part[step], out);
    },
  };
}
