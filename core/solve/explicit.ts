/**
 * Explicit Runge–Kutta methods: one stepper for every tableau. It goes through the stages in loops and, once a right-hand side has
 * had many steps, takes them as they are written out for it; both have the same bits.
 */
import { combine } from './combine';
import { ExplicitWorkspace, rowsOf, tallyOf } from './explicit-workspace';
import { meanSquare } from './norm';
import type { Solver } from './solver';
import { stagePolynomial } from './stage-polynomial';
import type { RightHandSide } from './system';
import { allStages, type ExplicitTableau } from './tableau';

export type { ExplicitWorkspace } from './explicit-workspace';
/**
 * A step that is written out is a long function, which V8 runs without optimising it some thousand times, each as dear as fifty
 * steps by loops: a loss to who draws one curve, soon made good in a fit.
 */
export const WORTHWHILE_STEPS = 4000;

export interface ExplicitSolver extends Solver<ExplicitWorkspace> {
  readonly family: 'explicit';
  readonly tableau: ExplicitTableau;
}

/**
 * @returns the method of the tableau; the dense output of a step are the vector coefficients of θ, θ², … in
 *   (y(t + θh) − y(t))/h, n numbers each
 */
export function explicitSolver(method: Solver['method'], title: string, tableau: ExplicitTableau): ExplicitSolver {
  const { stages, firstSameAsLast } = tableau,
    rows = rowsOf(tableau),
    extra = rows.stages.length - stages;
  const nodes = Float64Array.from(allStages(tableau).c);
  const polynomial = stagePolynomial(tableau.interpolant.weights),
    { degree, interpolate } = polynomial;
  const last = stages - 1;

  /** keeps the step for `pack`, which evaluates the interpolant's further stages */
  function remember(
    { tried }: ExplicitWorkspace,
    rhs: RightHandSide,
    t: number,
    y: Float64Array,
    p: Float64Array,
    h: number,
  ): void {
    tried.rhs = rhs;
    tried.t = t;
    tried.y = y;
    tried.p = p;
    tried.h = h;
    tried.complete = false;
  }
  function stepInLoops(w: ExplicitWorkspace, rhs: RightHandSide, t: number, y: Float64Array, p: Float64Array, h: number): void {
    const { n, k, loops, next, error } = w,
      { zero, scratch, solution } = loops;
    for (let i = 1; i < stages; i++) {
      const row = loops.stages[i],
        argument = firstSameAsLast && i === last ? next : w.stage;
      combine(argument, y, h, row.weights, row.vectors, n);
      rhs.value(t + nodes[i] * h, argument, p, k[i]);
    }
    if (!firstSameAsLast) combine(next, y, h, solution.weights, solution.vectors, n);
    if (rows.error.used.length > 0) combine(error, zero, h, loops.error.weights, loops.error.vectors, n);
    if (rows.coarse.used.length > 0) {
      combine(scratch, zero, h, loops.coarse.weights, loops.coarse.vectors, n);
      refineError(error, scratch, n);
    }
    w.written.tally.steps++;
  }
  return {
    method,
    title,
    tableau,
    family: 'explicit',
    order: tableau.order,
    errorOrder: tableau.errorOrder,
    denseLength: (n) => degree * n,
    workspace: (n): ExplicitWorkspace => new ExplicitWorkspace(n, rows, degree * n),
    begin(w, rhs, t, y, p) {
      const { written } = w;
      if (written.rhs !== rhs) {
        written.rhs = rhs;
        written.tally = tallyOf(rhs);
        written.step = undefined;
        written.pack = undefined;
      }
      if (written.step === undefined && written.tally.steps >= WORTHWHILE_STEPS) {
        written.step = rhs.fused?.explicit?.(tableau);
        written.pack = rhs.fused?.explicitPack?.(tableau);
      }
      rhs.value(t, y, p, w.slope);
      w.evaluations++;
    },
    step(w, rhs, t, y, p, h) {
      const { step } = w.written;
      if (step === undefined) stepInLoops(w, rhs, t, y, p, h);
      else step(t, y, p, h, w.slopes, w.next, w.error, w.stage, w.next, 1);
      if (extra > 0) remember(w, rhs, t, y, p, h);
      w.evaluations += last;
      return true;
    },
    judgedStep(w, rhs, t, y, p, h, atol, rtol) {
      const { step } = w.written;
      if (extra > 0) remember(w, rhs, t, y, p, h);
      w.evaluations += last;
      if (step !== undefined) return step(t, y, p, h, w.slopes, w.next, w.error, w.stage, atol, rtol);
      stepInLoops(w, rhs, t, y, p, h);
      return meanSquare(w.error, y, w.next, atol, rtol, w.n);
    },
    accept(w, rhs, t, p) {
      if (!firstSameAsLast) {
        rhs.value(t, w.next, p, w.slope);
        w.evaluations++;
        return;
      }
      const { slopes, n } = w;
      for (let j = 0, from = last * n; j < n; j++, from++) slopes[j] = slopes[from];
    },
    pack(w, out, offset) {
      const { n, tried, written } = w;
      if (written.pack !== undefined && !tried.complete) {
        written.pack(tried.t, tried.y, tried.p, tried.h, w.slopes, out, offset);
        w.evaluations += extra;
        tried.complete = extra > 0;
        return;
      }
      const { k } = w;
      if (!tried.complete && tried.rhs !== undefined) {
        const { loops } = w;
        for (let i = stages; i < stages + extra; i++) {
          const row = loops.stages[i];
          combine(loops.scratch, tried.y, tried.h, row.weights, row.vectors, n);
          tried.rhs.value(tried.t + nodes[i] * tried.h, loops.scratch, tried.p, k[i]);
        }
        w.evaluations += extra;
        tried.complete = true;
      }
      polynomial.pack(k, n, out, offset);
    },
    interpolate,
  };
}

/** error ← error²/√(error² + coarse²/100), component by component (see ExplicitCoefficients.error.coarse) */
function refineError(error: Float64Array, coarse: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) {
    const fine = error[j] * error[j];
    if (fine > 0) error[j] = fine / Math.sqrt(fine + 0.01 * coarse[j] * coarse[j]);
  }
}
