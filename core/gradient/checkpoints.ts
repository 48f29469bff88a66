/**
 * Which states to keep for a reverse sweep, as pure functions of the number of steps: recursive binomial checkpoints, which
 * need the fewest forward steps for a given number of stored states (A. Griewank & A. Walther, "Algorithm 799: revolve",
 * ACM TOMS 26 (2000) 19–45). A forward step here is one that moves the state on; the one that a step takes again just before
 * it is reversed is not counted, as it is the same for every schedule.
 */

/** @returns C(s + r, s): the most steps that s stored states can reverse when none is taken forward more than r times */
export function reversible(s: number, r: number): number {
  let product = 1;
  for (let i = 1; i <= r; i++) product = (product * (s + i)) / i;
  return r < 0 ? 0 : product;
}

/** @returns the repetition number r of n steps with s stored states: C(s + r − 1, s) < n ≤ C(s + r, s) */
export function repetitions(n: number, s: number): number {
  let r = 0;
  for (let most = 1; most < n; most = (most * (s + r)) / r) r++;
  return r;
}

/** @returns the fewest forward steps that reverse n steps with s stored states, the initial one among them: r·n − C(s + r, r − 1) */
export function fewestForwardSteps(n: number, s: number): number {
  const r = repetitions(n, s);
  return r * n - reversible(s + 1, r - 1);
}

/**
 * @param n steps to reverse, ≥ 2  @param s states that may be stored, the one at their start among them, ≥ 2
 * @returns after how many of them to store the next state, so that the whole takes the fewest forward steps
 */
export function nextCheckpoint(n: number, s: number): number {
  const r = repetitions(n, s);
  return Math.min(reversible(s, r - 1), n - reversible(s - 1, r - 1));
}

/** Who carries a schedule out. There is one working state, at some step, and slots for stored ones. */
export interface Sweeper {
  store(slot: number): void;
  /** @param step at whose start the state in the slot is */
  restore(slot: number, step: number): void;
  /** moves the working state from the start of step `from` to the start of step `to` */
  advance(from: number, to: number): void;
  /**
   * Reverses step `step`, at whose start the working state is; each step once, last to first.
   * @returns whether to go on
   */
  reverse(step: number): boolean;
}

/**
 * Reverses n steps with s stored states. The working state is at step 0 to begin with.
 * @throws RangeError where s is not a whole number of at least 1
 */
export function revolve(n: number, s: number, sweeper: Sweeper): void {
  requireCount(s);
  if (n === 0) return;
  const stored = new Float64Array(Math.min(s, n));
  let depth = 1,
    at = 0,
    end = n;
  sweeper.store(0);
  while (end > 0) {
    const top = stored[depth - 1];
    if (at !== top) sweeper.restore(depth - 1, top);
    at = top;
    const left = end - top,
      free = s - depth;
    if (left === 1) depth--;
    else {
      at = free === 0 ? end - 1 : top + (left <= free + 2 ? 1 : nextCheckpoint(left, free + 1));
      sweeper.advance(top, at);
      if (free > 0) {
        sweeper.store(depth);
        stored[depth++] = at;
        continue;
      }
    }
    if (!sweeper.reverse(at)) return;
    end = at;
  }
}

/** @throws RangeError where a number of states or steps is not a whole number of at least 1 */
export function requireCount(count: number): void {
  if (!(Number.isInteger(count) && count >= 1)) throw new RangeError(`storage: ${count} is not a whole number of at least 1`);
}
