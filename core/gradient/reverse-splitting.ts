/**
 * The reverse of a Strang step: the linear part's flows transposed, the step of the rest reversed stage by stage. The flow
 * X = e^(τM) of M = [[A, b], [0, 0]] depends on the parameters too: for a cotangent G of X that of M is τ L(τMᵀ, G), with the
 * Fréchet derivative L of the exponential read off exp [[τMᵀ, G], [0, τMᵀ]] (I. Najfeld & T. Havel, "Derivatives of the matrix
 * exponential and their computation", Advances in Applied Mathematics 16 (1995) 321–375). G is summed over steps of one size.
 */
import type { ExplicitSolver } from '../solve/explicit';
import { matrixExponential } from '../solve/matrix-exponential';
import { solvers } from '../solve/methods';
import { applyFlow } from '../solve/splitting';
import type { LinearFlow, SplittingSolver } from '../solve/splitting';
import type { RightHandSide } from '../solve/system';
import { explicitReverse } from './reverse-explicit';
import { dot } from './reverse-stages';
import type { StepReverse, TakenStep, TimeCotangents } from './step-reverse';

/** One Strang step within another: the whole step, or the half of it that gives the dense output its middle. */
interface Part {
  /** its size over that of the whole step; its flows take half of it */
  readonly share: number;
  readonly flow: LinearFlow;
  /** cotangent of the flow's X over the steps of the present size, float64[(n + 1)²] */
  readonly cotangent: Float64Array;
}

/** @param n number of states */
export function splittingReverse(solver: SplittingSolver, n: number): StepReverse {
  const size = n + 1,
    w = solver.workspace(n),
    classical = solvers.rk4 as ExplicitSolver,
    stages = classical.workspace(n),
    inner = explicitReverse(classical, n),
    derivative = exponentialDerivative(size);
  const vector = (): Float64Array => new Float64Array(n);
  const whole: Part = { share: 1, flow: w.half, cotangent: new Float64Array(size * size) },
    middle: Part = { share: 0.5, flow: w.quarter, cotangent: new Float64Array(size * size) };
  // states at the middle and the end of the step, and the cotangents that outputs give to these and to the start
  const dense = new Float64Array(2 * n),
    end = dense.subarray(n),
    atStart = vector(),
    atMiddle = vector(),
    atEnd = vector(),
    start = vector(),
    scratch = vector();
  const innerTime: TimeCotangents = { start: 0, size: 0 };
  let hasOutputs = false,
    owing = false,
    // size of the steps that `cotangent` is summed over
    owedSize = 0,
    prepared = false,
    bound: RightHandSide | undefined;

  /** Takes the step again: its flows, middle and end. */
  function take({ rhs, t, y, h }: TakenStep, p: Float64Array): void {
    if (!prepared) solver.begin(w, rhs, t, y, p);
    prepared = true;
    solver.step(w, rhs, t, y, p, h);
    solver.pack(w, dense, 0);
  }

  /** Derivative of the parabola through start, middle and end by time. */
  function slope({ y, h }: TakenStep, theta: number, out: Float64Array): void {
    const a = (4 * theta - 3) / h,
      b = (4 - 8 * theta) / h,
      c = (4 * theta - 1) / h;
    for (let j = 0; j < n; j++) out[j] = a * y[j] + b * dense[j] + c * end[j];
  }

  /** v ← Eᵀ v, with what the flow owes to X and to its time. @param from, to states before and after it */
  function reverseFlow(
    part: Part,
    from: Float64Array,
    to: Float64Array,
    v: Float64Array,
    time: TimeCotangents | undefined,
  ): void {
    const {
      flow: { matrix },
      cotangent,
    } = part;
    owing = true;
    if (time !== undefined) {
      applyFlow(w.linear, to, scratch, n);
      time.size += 0.5 * part.share * dot(scratch, v, n);
    }
    scratch.fill(0);
    for (let i = 0; i < n; i++) {
      const value = v[i],
        row = i * size;
      for (let j = 0; j < n; j++) {
        cotangent[row + j] += value * from[j];
        scratch[j] += value * matrix[i * n + j];
      }
      cotangent[row + n] += value;
    }
    v.set(scratch);
  }

  /** v: cotangent of the part's last state on entry, of its first on return. */
  function reversePart(
    part: Part,
    step: TakenStep,
    p: Float64Array,
    last: Float64Array,
    v: Float64Array,
    gp: Float64Array,
  ): void {
    const { rest } = step.rhs.split!,
      { t, time } = step,
      h = part.share * step.h;
    applyFlow(part.flow, step.y, start, n);
    classical.begin(stages, rest, t, start, p);
    classical.step(stages, rest, t, start, p, h);
    reverseFlow(part, stages.next, last, v, time);
    innerTime.start = innerTime.size = 0;
    const moves = time === undefined ? undefined : innerTime;
    inner.finish({ rhs: rest, t, h, y: start, content: stages.slopes, offset: 0, time: moves }, p, v, gp);
    if (time !== undefined) {
      time.start += innerTime.start;
      time.size += part.share * innerTime.size;
    }
    reverseFlow(part, step.y, start, v, time);
  }

  function settle(p: Float64Array, gp: Float64Array): void {
    if (!owing) return;
    owing = false;
    const matrix = new Float64Array(n * n),
      offset = vector();
    for (const { share, cotangent } of [whole, middle]) {
      const tau = 0.5 * share * owedSize,
        owed = derivative(w.augmented, tau, cotangent);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) matrix[i * n + j] += tau * owed[i * size + j];
        offset[i] += tau * owed[i * size + n];
      }
      cotangent.fill(0);
    }
    bound!.split!.linearVjp(p, matrix, offset, gp);
  }

  return {
    bind(rhs) {
      bound = rhs;
      prepared = hasOutputs = owing = false;
      for (const leftover of [atStart, atMiddle, atEnd, whole.cotangent, middle.cotangent]) leftover.fill(0);
      inner.bind(rhs.split!.rest);
    },
    state(step, p, theta, out) {
      take(step, p);
      solver.interpolate(dense, 0, step.y, 0, n, step.h, theta, out, 0);
    },
    slope(step, p, theta, out) {
      take(step, p);
      slope(step, theta, out);
    },
    addOutput(step, p, theta, outputs, at) {
      hasOutputs = true;
      for (let j = 0; j < n; j++) {
        const value = outputs[at + j];
        atStart[j] += (1 - theta) * (1 - 2 * theta) * value;
        atMiddle[j] += 4 * theta * (1 - theta) * value;
        atEnd[j] += theta * (2 * theta - 1) * value;
      }
      if (step.time === undefined) return;
      take(step, p);
      slope(step, theta, scratch);
      let product = 0;
      for (let j = 0; j < n; j++) product += scratch[j] * outputs[at + j];
      step.time.start -= product;
      step.time.size -= theta * product;
    },
    finish(step, p, lambda, gp) {
      if (step.h !== owedSize) settle(p, gp);
      owedSize = step.h;
      take(step, p);
      if (hasOutputs) for (let j = 0; j < n; j++) lambda[j] += atEnd[j];
      reversePart(whole, step, p, end, lambda, gp);
      if (!hasOutputs) return true;
      reversePart(middle, step, p, dense, atMiddle, gp);
      for (let j = 0; j < n; j++) lambda[j] += atMiddle[j] + atStart[j];
      for (const done of [atStart, atMiddle, atEnd]) done.fill(0);
      hasOutputs = false;
      return true;
    },
    settle,
  };
}

/** @returns a function (M, τ, G) ↦ L(τMᵀ, G) of matrices of `size` rows; its result is overwritten by the next call */
function exponentialDerivative(size: number): (m: Float64Array, tau: number, g: Float64Array) => Float64Array {
  const width = 2 * size,
    method = matrixExponential(width),
    block = new Float64Array(width * width),
    exponential = new Float64Array(width * width),
    result = new Float64Array(size * size);
  return (m, tau, g) => {
    let largest = 0;
    for (const entry of g) largest = Math.max(largest, Math.abs(entry));
    result.fill(0);
    if (largest === 0) return result;
    block.fill(0);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const transposed = tau * m[j * size + i];
        block[i * width + j] = transposed;
        block[(i + size) * width + size + j] = transposed;
        block[i * width + size + j] = g[i * size + j] / largest;
      }
    }
    if (!method.exponential(block, 1, exponential)) return result.fill(NaN);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) result[i * size + j] = largest * exponential[i * width + size + j];
    }
    return result;
  };
}
