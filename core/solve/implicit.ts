/**
 * Diagonally implicit Runge–Kutta methods: one stepper for every tableau. One Jacobian, at the start of a step, and one
 * factorisation of I − hγJ serve all stages, further tries and later steps for as long as the iteration converges quickly.
 */
import { shiftedSystem } from '../util/shifted-system';
import type { ShiftedSystem } from '../util/shifted-system';
import type { SparsityPattern } from '../util/sparsity';
import { bindRow, combine, tableauRow } from './combine';
import type { BoundRow } from './combine';
import type { DirkTableau } from './dirk-tableau';
import { iterate, newton } from './newton';
import type { Newton } from './newton';
import { slopePredictor } from './predictor';
import type { SlopePredictor } from './predictor';
import type { Accuracy, Solver, Trouble, Workspace } from './solver';
import { stagePolynomial } from './stage-polynomial';
import type { RightHandSide } from './system';

export interface ImplicitWorkspace extends Workspace {
  /**
   * Slopes k_i = f(t + c_i h, Y_i) of the stages Y_i = y + h Σ_{j ≤ i} a_ij k_j of the step last tried, as far as the iteration
   * was taken, each float64[n]. They satisfy next = y + h Σ b_i k_i to rounding; k[0] is the slope at the start.
   */
  readonly k: readonly Float64Array[];
  /** the linear iteration of the stages */
  readonly newton: Newton;
  /** why the step last tried failed */
  trouble: Trouble;
  readonly accuracy: Accuracy;
  /** stage rows of the tableau without their diagonal, bound to k */
  readonly rows: readonly BoundRow[];
  readonly errorRow: BoundRow;
  readonly zero: Float64Array;
  /** stage slopes of the step before and its size; the size is 0 where no step led here */
  readonly before: readonly Float64Array[];
  beforeSize: number;
  readonly predictor: SlopePredictor;
  /** size of the step last tried */
  size: number;
  /** entries of ∂f/∂y in the pattern's order */
  jacobian: Float64Array;
  pattern: SparsityPattern | undefined;
  system: ShiftedSystem | undefined;
  /** hγ in the factors that `system` holds; 0 where it holds none of use */
  factored: number;
  /** whether `jacobian` is that at the start of the step */
  fresh: boolean;
  /** whether the next step should take a new Jacobian */
  stale: boolean;
  /** evaluations of the Jacobian and factorisations so far */
  jacobians: number;
  factorisations: number;
}

export interface ImplicitSolver extends Solver<ImplicitWorkspace> {
  readonly family: 'implicit';
  readonly tableau: DirkTableau;
}

/** A new Jacobian is taken where the iteration converged more slowly than this. */
const SLOW_RATE = 0.01;
/** Factors of another step size serve while it differs by no more than this part. */
const NEAR_SIZE = 0.1;
/** Jacobians tried at one stage before the step is given up, where stages are solved to rounding. */
const STAGE_JACOBIANS = 4;

/**
 * @returns the method of the tableau; the dense output of a step are the vector coefficients of θ, θ², … in
 *   (y(t + θh) − y(t))/h, n numbers each
 */
export function implicitSolver(method: Solver['method'], title: string, tableau: DirkTableau): ImplicitSolver {
  const { stages, a, gamma, errorConstant } = tableau;
  const nodes = Float64Array.from(tableau.c);
  const rows = a.map((row) => tableauRow(row.slice(0, -1))),
    errorRow = tableauRow(tableau.error.weights);
  const polynomial = stagePolynomial(tableau.interpolant.weights),
    { degree, interpolate } = polynomial;
  const last = stages - 1;

  /** Solves all stages with the matrix at hand. @returns whether all converged */
  function solveStages(
    w: ImplicitWorkspace,
    rhs: RightHandSide,
    t: number,
    y: Float64Array,
    p: Float64Array,
    h: number,
  ): boolean {
    const { n, k, newton: it } = w,
      hg = h * gamma,
      inverse = 1 / hg;
    it.rate = 0;
    for (let i = 1; i < stages; i++) {
      const row = w.rows[i],
        ki = k[i],
        time = t + nodes[i] * h;
      combine(it.base, y, h, row.weights, row.vectors, n);
      w.predictor.predict(i, h, it.mode === 'rounding' ? 0 : w.beforeSize, ki);
      for (let j = 0; j < n; j++) it.increment[j] = hg * ki[j];
      const before = it.iterations;
      const solved = iterate(it, w.system!, rhs, time, p, hg) || (it.mode === 'rounding' && persist(w, rhs, time, p, hg, ki));
      w.evaluations += it.iterations - before;
      if (!solved) return false;
      for (let j = 0; j < n; j++) ki[j] = inverse * it.increment[j];
    }
    return true;
  }

  return {
    method,
    title,
    tableau,
    family: 'implicit',
    order: tableau.order,
    errorOrder: tableau.errorOrder,
    denseLength: (n) => degree * n,
    workspace(n, accuracy = EXACT) {
      const vectors = (): Float64Array[] => Array.from({ length: stages }, () => new Float64Array(n));
      const k = vectors(),
        before = vectors();
      return {
        n,
        k,
        before,
        next: new Float64Array(n),
        error: new Float64Array(n),
        slope: k[0],
        zero: new Float64Array(n),
        newton: newton(n, accuracy.newton, accuracy.rtol),
        trouble: 'none',
        accuracy,
        rows: rows.map((row) => bindRow(row, k)),
        errorRow: bindRow(errorRow, k),
        predictor: slopePredictor(tableau, k, before),
        beforeSize: 0,
        size: 0,
        jacobian: new Float64Array(0),
        pattern: undefined,
        system: undefined,
        factored: 0,
        fresh: false,
        stale: true,
        jacobians: 0,
        factorisations: 0,
        evaluations: 0,
      };
    },
    begin(w, rhs, t, y, p) {
      if (w.pattern !== rhs.pattern) {
        w.pattern = rhs.pattern;
        w.system = shiftedSystem(rhs.pattern);
        w.jacobian = new Float64Array(rhs.pattern.column.length);
      }
      rhs.value(t, y, p, w.k[0]);
      w.evaluations++;
      w.fresh = false;
      w.stale = true;
      w.beforeSize = 0;
    },
    step(w, rhs, t, y, p, h) {
      const { n, next, newton: it } = w;
      w.size = h;
      w.trouble = 'none';
      setWeights(w, y, h);
      if ((w.stale || it.mode === 'rounding') && !w.fresh) evaluateJacobian(w, rhs, t, y, p);
      if (!prepareMatrix(w, h * gamma)) return giveUp(w, 'singular');
      // With the Jacobian of this very step and its own matrix, only a shorter step can help.
      const newest = w.fresh && w.factored === h * gamma;
      if (!solveStages(w, rhs, t, y, p, h)) {
        if (newest) return giveUp(w, 'no-convergence');
        evaluateJacobian(w, rhs, t, y, p);
        if (!prepareMatrix(w, h * gamma)) return giveUp(w, 'singular');
        if (!solveStages(w, rhs, t, y, p, h)) return giveUp(w, 'no-convergence');
      }
      for (let j = 0; j < n; j++) next[j] = it.argument[j];
      if (errorConstant !== undefined && w.beforeSize > 0) differenceError(w, h, 2 * errorConstant);
      else combine(w.error, w.zero, h, w.errorRow.weights, w.errorRow.vectors, n);
      // Shampine's filter: stiff components, which the method damps, would else dominate the estimate.
      w.system!.solve(w.error);
      return true;
    },
    accept(w, rhs, t, p) {
      const { n, k, before } = w;
      for (let i = 0; i < stages; i++) {
        const from = k[i],
          to = before[i];
        for (let j = 0; j < n; j++) to[j] = from[j];
      }
      const start = k[0],
        end = k[last];
      if (w.newton.mode === 'rounding') {
        // A step solved to rounding depends on its start alone, so that it can be taken again, from there, to the bit.
        rhs.value(t, w.next, p, start);
        w.evaluations++;
      } else for (let j = 0; j < n; j++) start[j] = end[j];
      w.beforeSize = w.size;
      w.fresh = false;
      w.stale = w.newton.mode === 'rounding' || w.newton.rate > SLOW_RATE;
    },
    pack(w, out, offset) {
      polynomial.pack(w.k, w.n, out, offset);
    },
    interpolate,
  };
}

/** Accuracy of a workspace that no tolerance was named for. */
const EXACT: Accuracy = { rtol: 1e-9, atol: new Float64Array(0), newton: 'rounding', estimate: false };

function setWeights(
  { n, newton: { weights, mode }, accuracy: { rtol, atol }, slope }: ImplicitWorkspace,
  y: Float64Array,
  h: number,
): void {
  if (mode === 'tolerance') {
    for (let j = 0; j < n; j++) weights[j] = 1 / (atol[j] + rtol * Math.abs(y[j]));
    return;
  }
  let largest = Number.MIN_VALUE / Number.EPSILON;
  for (let j = 0; j < n; j++) largest = Math.max(largest, Math.abs(y[j]), Math.abs(h * slope[j]));
  for (let j = 0; j < n; j++) weights[j] = 1 / (Math.abs(y[j]) + SMALL_PART * largest);
}
/** A component smaller than this part of the largest is taken for rounding errors of sums of the others. */
const SMALL_PART = 1e-12;

function evaluateJacobian(w: ImplicitWorkspace, rhs: RightHandSide, t: number, y: Float64Array, p: Float64Array): void {
  rhs.jacobian(t, y, p, w.jacobian);
  w.jacobians++;
  w.fresh = true;
  w.stale = false;
  w.factored = 0;
}

/** Sees to factors of I − hγJ that serve for this hγ. @returns false where the matrix is singular or not finite */
function prepareMatrix(w: ImplicitWorkspace, hg: number): boolean {
  if (Math.abs(w.factored - hg) <= (w.fresh ? 0 : NEAR_SIZE * hg)) return true;
  w.factorisations++;
  w.newton.eta = 1;
  const regular = w.system!.factorise(1, hg, w.jacobian);
  w.factored = regular ? hg : 0;
  return regular;
}

/** Goes on with a stage that did not converge, with Jacobians at the stage itself: Newton's own method. */
function persist(w: ImplicitWorkspace, rhs: RightHandSide, t: number, p: Float64Array, hg: number, guess: Float64Array): boolean {
  const { n, newton: it } = w;
  for (let j = 0; j < n; j++) {
    it.increment[j] = hg * guess[j];
    it.argument[j] = it.base[j] + it.increment[j];
  }
  for (let tries = 0; tries < STAGE_JACOBIANS; tries++) {
    rhs.jacobian(t, it.argument, p, w.jacobian);
    w.jacobians++;
    w.fresh = false;
    w.stale = true;
    w.factored = 0;
    if (!prepareMatrix(w, hg)) return false;
    if (iterate(it, w.system!, rhs, t, p, hg)) return true;
  }
  return false;
}

/** error ← C h³ y‴, with y‴ twice the second divided difference of the slopes at the ends of this step and the one before. */
function differenceError({ n, k, before, beforeSize, error }: ImplicitWorkspace, h: number, factor: number): void {
  const ratio = beforeSize / h,
    scale = (factor * h) / (1 + ratio),
    inverse = 1 / ratio,
    earlier = before[0],
    start = k[0],
    end = k[k.length - 1];
  for (let j = 0; j < n; j++) error[j] = scale * (end[j] - start[j] - inverse * (start[j] - earlier[j]));
}

/** Leaves no usable numbers behind. */
function giveUp(w: ImplicitWorkspace, trouble: Trouble): boolean {
  w.next.fill(NaN);
  w.error.fill(NaN);
  w.stale = true;
  // As with an explicit method, a step that leads to where the right-hand side is not finite was taken, to no use.
  if (trouble === 'no-convergence' && !w.newton.finite) return true;
  w.trouble = trouble;
  return false;
}
