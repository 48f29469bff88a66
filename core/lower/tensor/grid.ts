/**
 * Steps of a batch whose members have output times of their own: between two stops every member takes the same number of steps, of its
 * own length, so that each member's times fall on its grid. A member that has run out of times waits with steps of length 0.
 */
export interface Leg {
  /** index of the piece of time that it lies in */
  readonly piece: number;
  /** whether the piece begins with it, and its jump comes first */
  readonly opens: boolean;
  /** time of each member at its start, float64[members] */
  readonly start: Float64Array;
  /** length for each member, float64[members] */
  readonly length: Float64Array;
  readonly steps: number;
}

export interface Grid {
  readonly members: number;
  /** the k-th leg ends at the k-th stop */
  readonly legs: readonly Leg[];
  /** the stop at which a member has its i-th output time, int32[times] a member */
  readonly stopOf: readonly Int32Array[];
}

/** A leg this much longer than a whole number of longest steps takes no step more. */
const SLACK = 1e-9;

/**
 * @param times output times of each member, ascending, none before `from`
 * @param pieces stretches of time, the first from `from`
 * @param longestStep in model time
 */
export function makeGrid(
  pieces: readonly { readonly from: number; readonly until: number }[],
  from: number,
  times: readonly Float64Array[],
  longestStep: number,
): Grid {
  const members = times.length,
    last = times.reduce((latest, own) => Math.max(latest, own[own.length - 1] ?? from), from);
  const legs: Leg[] = [],
    stopOf = times.map((own) => new Int32Array(own.length)),
    next = new Int32Array(members);
  let start: Float64Array = new Float64Array(members).fill(from);
  pieces.forEach(({ from: opening, until }, piece) => {
    if (opening > last) return;
    let opens = true;
    const go = (ends: Float64Array): void => {
      const length = ends.map((end, b) => end - start[b]),
        steps = Math.ceil(Math.max(SLACK, Math.max(...length) / longestStep) - SLACK);
      legs.push({ piece, opens, start, length, steps });
      start = ends;
      opens = false;
    };
    const due = (b: number): boolean => next[b] < times[b].length && times[b][next[b]] < until;
    while (times.some((_, b) => due(b))) {
      go(start.map((time, b) => (due(b) ? times[b][next[b]] : time)));
      for (let b = 0; b < members; b++) if (due(b)) stopOf[b][next[b]++] = legs.length - 1;
    }
    if (until <= last) go(start.map(() => until));
  });
  return { members, legs, stopOf };
}
