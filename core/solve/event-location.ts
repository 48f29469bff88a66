/**
 * Where within a step a trigger changes: the root functions are looked at on the step's dense output, at points that crowd
 * towards its ends (Chebyshev–Lobatto), wherever a parabola through three of them has its turning point, and then by bracketing
 * to the rounding of t (regula falsi, Illinois variant; Dowell and Jarratt 1971). What can be missed: a root function that
 * turns twice between neighbouring points, at most a fifth of a step apart, with neither turn foreseen by a parabola.
 */
import type { Solver } from './solver';
import type { PlanEvent } from './system';
import { maximum } from '../util/golden-section';

/** Sub-intervals that are looked at in one step. */
const PARTS = 8;
const NODES = Float64Array.from({ length: PARTS + 1 }, (_, i) => 0.5 - 0.5 * Math.cos((Math.PI * i) / PARTS));
/** A turning point is searched for where a parabola foresees a value below this share of those around it. */
const NEAR = 0.75;
/** Such a search narrows its bracket to this part, all that a flat minimum lets be told. */
const NARROWEST = 1e-8;
/** No more turning points than this are put among the points of one step. */
const MOST_TURNS = 64;

/** Near t = 0, where the rounding of t is no bound, a moment is located to this share of the step. */
const FINEST = 1e-18;

/** One step's dense output, as `solver.pack` wrote it. */
export interface StepView {
  readonly n: number;
  solver: Solver;
  t: number;
  end: number;
  h: number;
  /** states at the start and the end, float64[n] */
  y: Float64Array;
  next: Float64Array;
  packed: Float64Array;
  p: Float64Array;
}

/** Scratch memory for one set of events. */
export interface Scanner {
  readonly step: StepView;
  /** number of root functions of all events together, and where each event's begin */
  readonly size: number;
  readonly offsets: Int32Array;
  events: readonly PlanEvent[];
  /** points looked at in the step: times, and root functions row by row */
  readonly times: Float64Array;
  readonly rows: Float64Array;
  count: number;
  readonly state: Float64Array;
  /** values of one event's functions, at least one number */
  readonly value: Float64Array;
  /** root functions just before the earliest change, and at it */
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly trial: Float64Array;
}

export function scanner(events: readonly PlanEvent[], step: StepView): Scanner {
  const offsets = new Int32Array(events.length + 1);
  events.forEach(({ roots }, i) => {
    offsets[i + 1] = offsets[i] + roots.size;
  });
  const size = offsets[events.length],
    capacity = PARTS + 1 + Math.min(MOST_TURNS, size * PARTS);
  return {
    step,
    size,
    offsets,
    events,
    times: new Float64Array(capacity),
    rows: new Float64Array(capacity * size),
    count: 0,
    state: new Float64Array(step.n),
    value: new Float64Array(Math.max(1, ...events.map(({ roots }) => roots.size))),
    left: new Float64Array(size),
    right: new Float64Array(size),
    trial: new Float64Array(size),
  };
}

/** A root function is on one of two sides, or between them. */
export const side = (g: number): number => (g > 0 ? 1 : g < 0 ? -1 : 0);

/** Root functions of all events at (t, y). @param out from `offset`, overwritten */
export function evaluateRoots(scan: Scanner, t: number, y: Float64Array, out: Float64Array, offset = 0): void {
  const { events, offsets, value, step } = scan;
  for (let e = 0; e < events.length; e++) {
    const { roots } = events[e];
    roots.value(t, y, step.p, value);
    for (let r = 0, at = offset + offsets[e]; r < roots.size; r++, at++) out[at] = value[r];
  }
}

/** State of the step at a time within it. @param out float64[n], overwritten */
export function stateWithin({ solver, packed, y, n, h, t, end, next }: StepView, time: number, out: Float64Array): void {
  if (time >= end) for (let j = 0; j < n; j++) out[j] = next[j];
  else solver.interpolate(packed, 0, y, 0, n, h, (time - t) / h, out, 0);
}

function rootsWithin(scan: Scanner, time: number, out: Float64Array, offset = 0): void {
  const { step, state } = scan;
  if (time <= step.t) evaluateRoots(scan, step.t, step.y, out, offset);
  else {
    stateWithin(step, time, state);
    evaluateRoots(scan, time >= step.end ? step.end : time, state, out, offset);
  }
}

/** Looks at the step of `scan.step`: fills in the points between which root functions change at most once, as far as is seen. */
export function lookAt(scan: Scanner): void {
  const { step, size, times, rows } = scan;
  scan.count = PARTS + 1;
  for (let i = 0; i <= PARTS; i++) {
    times[i] = i === PARTS ? step.end : step.t + NODES[i] * (step.end - step.t);
    rootsWithin(scan, times[i], rows, i * size);
  }
  for (let r = 0; r < size; r++) for (let i = 0; i + 2 <= PARTS; i++) searchNear(scan, r, i);
  if (scan.count > PARTS + 1) sortPoints(scan);
}

/** Searches for a turning point near points first … first + 2, where all lie on one side and their parabola comes near the other. */
function searchNear(scan: Scanner, r: number, first: number): void {
  const { times, rows, size } = scan;
  const x0 = times[first],
    x1 = times[first + 1],
    x2 = times[first + 2];
  const sign = side(rows[(first + 1) * size + r]);
  const a = sign * rows[first * size + r],
    b = sign * rows[(first + 1) * size + r],
    c = sign * rows[(first + 2) * size + r];
  if (sign === 0 || a < 0 || c < 0) return;
  const slope = (b - a) / (x1 - x0),
    curvature = ((c - b) / (x2 - x1) - slope) / (x2 - x0);
  if (!(curvature > 0)) return;
  const turn = 0.5 * (x0 + x1 - slope / curvature);
  if (!(turn > x0 && turn < x2)) return;
  const least = a + (turn - x0) * (slope + curvature * (turn - x1));
  if (least > NEAR * Math.min(a, b, c)) return;
  if (b <= a && b <= c) searchTurn(scan, r, sign, x0, x2);
  else if (turn < x1) searchTurn(scan, r, sign, x0, x1);
  else searchTurn(scan, r, sign, x1, x2);
}

/** Search for the place in [from, until] at which root r comes nearest the other side, up to the first that is there. */
function searchTurn(scan: Scanner, r: number, sign: number, from: number, until: number): void {
  const { trial, size, rows, times } = scan;
  if (scan.count === times.length) return;
  // what is not a number counts as the other side, where it is told of
  const beyond = (time: number): number => {
    rootsWithin(scan, time, trial);
    return Number.isNaN(trial[r]) ? Infinity : -sign * trial[r];
  };
  const { at, value } = maximum(beyond, from, until, NARROWEST * (until - from), 0);
  if (!(value > 0)) return;
  times[scan.count] = at;
  rootsWithin(scan, at, rows, scan.count * size);
  scan.count++;
}

/** Insertion sort of the points by time: all but a few are in order. */
function sortPoints({ times, rows, size, count, trial }: Scanner): void {
  for (let i = PARTS + 1; i < count; i++) {
    const time = times[i];
    for (let r = 0; r < size; r++) trial[r] = rows[i * size + r];
    let k = i;
    for (; k > 0 && times[k - 1] > time; k--) {
      times[k] = times[k - 1];
      rows.copyWithin(k * size, (k - 1) * size, k * size);
    }
    times[k] = time;
    for (let r = 0; r < size; r++) rows[k * size + r] = trial[r];
  }
}

/**
 * The earliest time after `from` and up to `until` at which some root function is on another side than at `from`.
 * `scan.left` holds the root functions at `from`; on return `scan.right` holds those at the result, or at `until`.
 * @param until time of point `point`  @param search false: `until` is good enough
 * @returns Infinity where none changes
 */
export function earliestChange(scan: Scanner, from: number, until: number, point: number, search = true): number {
  const { size, left, right, rows } = scan;
  for (let r = 0; r < size; r++) right[r] = rows[point * size + r];
  if (!search) return until;
  let found = Infinity,
    high = until;
  for (let r = 0; r < size; r++) {
    if (side(left[r]) === side(right[r])) continue;
    high = found = bracket(scan, r, from, high);
  }
  return found;
}

/** Narrows [low, high], at whose ends root r is on different sides, to the rounding of t. @returns its upper end */
function bracket(scan: Scanner, r: number, from: number, until: number): number {
  const { step, left, right, trial, size } = scan;
  const least = FINEST * step.h;
  const start = side(left[r]);
  let low = from,
    high = until,
    fl = left[r],
    fh = right[r],
    kept = 0;
  for (let i = 0; ; i++) {
    const tolerance = Math.max(Number.EPSILON * Math.max(Math.abs(low), Math.abs(high)), least);
    if (!(high - low > tolerance)) return high;
    let time = i % 4 === 3 || fl === 0 ? NaN : low + (high - low) * (fl / (fl - fh));
    if (i === 0 && start === 0) time = low + tolerance;
    if (!Number.isFinite(time)) time = 0.5 * (low + high);
    const margin = 0.5 * tolerance;
    if (time < low + margin) time = low + margin;
    else if (time > high - margin) time = high - margin;
    if (time <= low || time >= high) time = 0.5 * (low + high);
    if (time <= low || time >= high) return high;
    rootsWithin(scan, time, trial);
    const f = trial[r];
    if (side(f) === start) {
      low = time;
      fl = f;
      if (kept === 1) fh *= 0.5;
      kept = 1;
    } else {
      high = time;
      fh = f;
      for (let q = 0; q < size; q++) right[q] = trial[q];
      if (kept === -1) fl *= 0.5;
      kept = -1;
    }
  }
}
