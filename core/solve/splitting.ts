/**
 * Strang splitting (G. Strang, "On the construction and comparison of difference schemes", SIAM Journal on Numerical Analysis 5
 * (1968) 506–517): half a step of the linear part A(p)·y + b(p) by its exact exponential, one step of the rest by the classical
 * Runge–Kutta method, half a step of the linear part. The linear part may be as stiff as it likes; the rest should not be.
 */
import { matrixExponential } from './matrix-exponential';
import type { MatrixExponential } from './matrix-exponential';
import { misuse } from './messages';
import type { Accuracy, Solver, Trouble, Workspace } from './solver';
import { MOST_SPLIT_STATES } from './system';
import type { RightHandSide } from './system';

/** y ↦ E y + e, the flow of y′ = A y + b over a time. */
export interface LinearFlow {
  /** float64[n·n], row-major */
  readonly matrix: Float64Array;
  /** float64[n] */
  readonly offset: Float64Array;
}

export interface SplittingWorkspace extends Workspace {
  trouble: Trouble;
  /** whether steps estimate their error */
  readonly estimates: boolean;
  /** A and b of the right-hand side in use, and the same anew, to see whether they changed */
  readonly linear: LinearFlow;
  readonly linearNow: LinearFlow;
  /** flows of the linear part over a half and a quarter of `flowSize` */
  readonly half: LinearFlow;
  readonly quarter: LinearFlow;
  /** step size that the flows are of; 0 where they are of no use */
  flowSize: number;
  readonly exponential: MatrixExponential;
  /** the augmented matrix [[A, b], [0, 0]] and its exponentials, float64[(n + 1)²] each */
  readonly augmented: Float64Array;
  readonly exponentials: readonly [Float64Array, Float64Array];
  /** state at the middle of the step last tried by a step of half the size, once `hasMiddle` */
  readonly middle: Float64Array;
  hasMiddle: boolean;
  readonly stage: Float64Array;
  readonly slopes: readonly Float64Array[];
  readonly half1: Float64Array;
  readonly finer: Float64Array;
  /** the step last tried, for its middle */
  rhs: RightHandSide | undefined;
  p: Float64Array;
  readonly start: Float64Array;
  time: number;
  size: number;
}

/**
 * Largest error of the parabola through start, middle and end over its misfit to the slope at the start: h³y‴/6 times the largest
 * θ(θ − ½)(θ − 1) over h³y‴/12. Without it a linear model, whose steps are exact, would be taken in one step and drawn as a parabola.
 */
const PARABOLA = Math.sqrt(3) / 18;

export interface SplittingSolver extends Solver<SplittingWorkspace> {
  readonly family: 'splitting';
}

/**
 * Strang splitting. The error estimate is that of step doubling, (4/3)(two half steps − one step): in proportion to the local
 * error whatever the parts are, where a comparison with Lie splitting would measure an error of order 1; or that of the dense
 * output, where it is larger. The dense output is the parabola through the states at the start, the middle (by a half step) and
 * the end: bounded for any stiffness of the linear part, as one through slopes is not.
 */
export const strangSolver: SplittingSolver = {
  method: 'strang',
  title: 'Strang splitting',
  family: 'splitting',
  order: 2,
  errorOrder: 2,
  mostStates: MOST_SPLIT_STATES,
  denseLength: (n) => 2 * n,
  workspace(n, accuracy?: Accuracy) {
    const vector = (): Float64Array => new Float64Array(n);
    const flow = (): LinearFlow => ({ matrix: new Float64Array(n * n), offset: vector() });
    if (n > MOST_SPLIT_STATES) throw new RangeError(misuse.splitSize(n, MOST_SPLIT_STATES));
    const square = (): Float64Array => new Float64Array((n + 1) ** 2);
    return {
      n,
      next: vector(),
      error: vector(),
      slope: vector(),
      trouble: 'none',
      estimates: accuracy?.estimate ?? false,
      linear: flow(),
      linearNow: flow(),
      half: flow(),
      quarter: flow(),
      flowSize: 0,
      exponential: matrixExponential(n + 1),
      augmented: square(),
      exponentials: [square(), square()],
      middle: vector(),
      hasMiddle: false,
      stage: vector(),
      slopes: [vector(), vector(), vector(), vector()],
      half1: vector(),
      finer: vector(),
      rhs: undefined,
      p: new Float64Array(0),
      start: vector(),
      time: 0,
      size: 0,
      evaluations: 0,
    };
  },
  begin(w, rhs, t, y, p) {
    const { n, linear, linearNow } = w;
    if (rhs.split === undefined) throw new RangeError(misuse.noSplit);
    rhs.split.linear(p, linearNow.matrix, linearNow.offset);
    if (!sameNumbers(linear.matrix, linearNow.matrix) || !sameNumbers(linear.offset, linearNow.offset)) {
      linear.matrix.set(linearNow.matrix);
      linear.offset.set(linearNow.offset);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) w.augmented[i * (n + 1) + j] = linear.matrix[i * n + j];
        w.augmented[i * (n + 1) + n] = linear.offset[i];
      }
      w.flowSize = 0;
    }
    w.rhs = rhs;
    rhs.value(t, y, p, w.slope);
    w.evaluations++;
  },
  step(w, rhs, t, y, p, h) {
    w.trouble = 'none';
    w.rhs = rhs;
    w.p = p;
    w.time = t;
    w.size = h;
    w.hasMiddle = false;
    for (let j = 0; j < w.n; j++) w.start[j] = y[j];
    if (h !== w.flowSize && !makeFlows(w, h)) {
      w.trouble = 'singular';
      w.next.fill(NaN);
      return false;
    }
    strang(w, w.half, t, y, h, w.next);
    if (w.estimates) {
      findMiddle(w);
      strang(w, w.quarter, t + 0.5 * h, w.middle, 0.5 * h, w.finer);
      for (let j = 0; j < w.n; j++) {
        const step = (4 / 3) * (w.finer[j] - w.next[j]),
          bend = PARABOLA * (4 * w.middle[j] - 3 * y[j] - w.next[j] - h * w.slope[j]);
        w.error[j] = Math.abs(bend) > Math.abs(step) ? bend : step;
      }
    }
    return true;
  },
  accept(w, rhs, t, p) {
    rhs.value(t, w.next, p, w.slope);
    w.evaluations++;
  },
  pack(w, out, offset) {
    const { n, middle, next } = w;
    findMiddle(w);
    for (let j = 0; j < n; j++) {
      out[offset + j] = middle[j];
      out[offset + n + j] = next[j];
    }
  },
  interpolate(dense, offset, y, yOffset, n, _h, theta, out, outOffset) {
    const atStart = (1 - theta) * (1 - 2 * theta),
      atMiddle = 4 * theta * (1 - theta),
      atEnd = theta * (2 * theta - 1);
    for (let j = 0; j < n; j++) {
      out[outOffset + j] = atStart * y[yOffset + j] + atMiddle * dense[offset + j] + atEnd * dense[offset + n + j];
    }
  },
};

/** Flows over h/2 and h/4: one exponential and its square. @returns false where they are not finite */
function makeFlows(w: SplittingWorkspace, h: number): boolean {
  const { exponential, augmented, exponentials } = w;
  w.flowSize = 0;
  if (!exponential.exponential(augmented, h / 4, exponentials[0])) return false;
  exponential.product(exponentials[0], exponentials[0], exponentials[1]);
  readFlow(w.quarter, exponentials[0], w.n);
  readFlow(w.half, exponentials[1], w.n);
  w.flowSize = h;
  return true;
}

function readFlow({ matrix, offset }: LinearFlow, exponential: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) matrix[i * n + j] = exponential[i * (n + 1) + j];
    offset[i] = exponential[i * (n + 1) + n];
  }
}

function findMiddle(w: SplittingWorkspace): void {
  if (w.hasMiddle) return;
  strang(w, w.quarter, w.time, w.start, 0.5 * w.size, w.middle);
  w.hasMiddle = true;
}

/** out ← one Strang step of size h from (t, y). @param flow of the linear part over h/2 */
function strang(w: SplittingWorkspace, flow: LinearFlow, t: number, y: Float64Array, h: number, out: Float64Array): void {
  applyFlow(flow, y, w.half1, w.n);
  classicalStep(w, w.rhs!.split!.rest, t, w.half1, h);
  applyFlow(flow, w.half1, out, w.n);
}

/** out ← E y + e; out is not y */
export function applyFlow({ matrix, offset }: LinearFlow, y: Float64Array, out: Float64Array, n: number): void {
  for (let i = 0, at = 0; i < n; i++) {
    let sum = offset[i];
    for (let j = 0; j < n; j++, at++) sum += matrix[at] * y[j];
    out[i] = sum;
  }
}

/** y ← y after one step of the classical Runge–Kutta method of order 4 */
function classicalStep(w: SplittingWorkspace, rest: RightHandSide, t: number, y: Float64Array, h: number): void {
  const {
      n,
      stage,
      p,
      slopes: [k1, k2, k3, k4],
    } = w,
    half = 0.5 * h,
    sixth = h / 6;
  rest.value(t, y, p, k1);
  for (let j = 0; j < n; j++) stage[j] = y[j] + half * k1[j];
  rest.value(t + half, stage, p, k2);
  for (let j = 0; j < n; j++) stage[j] = y[j] + half * k2[j];
  rest.value(t + half, stage, p, k3);
  for (let j = 0; j < n; j++) stage[j] = y[j] + h * k3[j];
  rest.value(t + h, stage, p, k4);
  for (let j = 0; j < n; j++) y[j] += sixth * (k1[j] + 2 * (k2[j] + k3[j]) + k4[j]);
  w.evaluations += 4;
}

function sameNumbers(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
