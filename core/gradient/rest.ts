/**
 * Whether a solution has come to rest: over the second half of the time that has passed no state moved by more than the accuracy asked
 * for. A drift or an oscillation, however slow, fails this at every length of time, and the rounding of a stiff rate does not, as it
 * would a bound on the derivative.
 */
export interface Rest {
  /** To be told of every step's end. @returns whether it is at rest */
  reached(t: number, y: Float64Array): boolean;
  /** indices of the states that have moved by more than is allowed of late, those of the largest part first */
  moving(): number[];
  /** time since the start */
  readonly elapsed: number;
}

/** What may move, as parts of the solver's tolerances: so that what is left of the way is little beside a step's own error. */
const PART = 1e-3;
/** No state can be expected to stand still to less than this of its own size, and of that of the largest. */
const ROUNDING = 1e-12;
const CANCELLATION = 64 * Number.EPSILON;

/**
 * @param least time that has to pass before anything counts as rest
 * @param y0 state at `from`, float64[n]
 */
export function watchRest(from: number, y0: Float64Array, rtol: number, atol: number, least: number): Rest {
  const mark = Float64Array.from(y0),
    excess = new Float64Array(y0.length),
    before = new Float64Array(y0.length),
    relative = Math.max(PART * rtol, ROUNDING);
  let marked = 0,
    elapsed = 0;
  return {
    reached(t, y) {
      elapsed = t - from;
      let largest = 0;
      for (const value of y) largest = Math.max(largest, Math.abs(value));
      const absolute = PART * atol + CANCELLATION * largest;
      for (let j = 0; j < y.length; j++)
        excess[j] = Math.max(excess[j], Math.abs(y[j] - mark[j]) / (relative * Math.abs(mark[j]) + absolute));
      if (elapsed < 2 * marked) return false;
      const isAtRest = marked > 0 && elapsed >= least && excess.every((part) => part <= 1);
      if (isAtRest) return true;
      marked = elapsed;
      mark.set(y);
      before.set(excess);
      excess.fill(0);
      return false;
    },
    moving: () => {
      const most = excess.map((part, j) => Math.max(part, before[j]));
      return [...most.keys()].filter((j) => most[j] > 1).sort((a, b) => most[b] - most[a]);
    },
    get elapsed() {
      return elapsed;
    },
  };
}
