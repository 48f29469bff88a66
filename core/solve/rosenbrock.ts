/**
 * Rosenbrock methods of the RODAS family with dense LU factors: linearly implicit, L-stable, no Newton iteration. The
 * Jacobian and ∂f/∂t are evaluated once a step and kept while the step is tried again with another size.
 */
import { factorise, substitute } from '../util/lu';
import { bindRow, combine, tableauRow } from './combine';
import type { BoundRow } from './combine';
import type { RosenbrockTableau } from './rosenbrock-tableau';
import type { Solver, Workspace } from './solver';

export interface RosenbrockWorkspace extends Workspace {
  readonly k: readonly Float64Array[];
  readonly stage: Float64Array;
  readonly value: Float64Array;
  readonly timeDerivative: Float64Array;
  /** ∂f/∂y, float64[n·n], row-major */
  readonly jacobian: Float64Array;
  readonly matrix: Float64Array;
  readonly pivots: Int32Array;
  readonly rows: readonly BoundRow[];
  readonly couplings: readonly BoundRow[];
  /** whether jacobian and timeDerivative are those at the start of the step */
  linearised: boolean;
}

/** @returns the method of the tableau; its dense output of a step is y₁, K₀, K₁, K₂ (4n numbers) */
export function rosenbrockSolver(
  method: Solver['method'],
  title: string,
  tableau: RosenbrockTableau,
): Solver<RosenbrockWorkspace> {
  const { stages, gamma } = tableau;
  const nodes = Float64Array.from(tableau.c),
    d = Float64Array.from(tableau.d);
  const rows = tableau.a.map(tableauRow),
    couplings = tableau.C.map(tableauRow);
  const interpolant = tableau.H.map((row) => Float64Array.from(row));
  return {
    method,
    title,
    explicit: false,
    order: tableau.order,
    errorOrder: tableau.errorOrder,
    denseLength: (n) => 4 * n,
    workspace(n) {
      const vector = (): Float64Array => new Float64Array(n);
      const k = Array.from({ length: stages }, vector);
      return {
        n,
        k,
        next: vector(),
        error: k[stages - 1],
        slope: vector(),
        stage: vector(),
        value: vector(),
        timeDerivative: vector(),
        jacobian: new Float64Array(n * n),
        matrix: new Float64Array(n * n),
        pivots: new Int32Array(n),
        rows: rows.map((row) => bindRow(row, k)),
        couplings: couplings.map((row) => bindRow(row, k)),
        linearised: false,
        evaluations: 0,
      };
    },
    begin(w, rhs, t, y, p) {
      rhs.value(t, y, p, w.slope);
      w.evaluations++;
      w.linearised = false;
    },
    step(w, rhs, t, y, p, h) {
      const { n, k, stage, matrix, jacobian, pivots, timeDerivative, next } = w;
      if (!w.linearised) {
        rhs.jacobian(t, y, p, jacobian);
        rhs.timeDerivative(t, y, p, timeDerivative);
        w.linearised = true;
      }
      const diagonal = 1 / (h * gamma),
        inverseStep = 1 / h;
      for (let i = 0; i < n * n; i++) matrix[i] = -jacobian[i];
      for (let i = 0; i < n * n; i += n + 1) matrix[i] += diagonal;
      if (!factorise(matrix, n, pivots)) return false;
      for (let i = 0; i < stages; i++) {
        const ki = k[i];
        let value = w.slope;
        if (i > 0) {
          const row = w.rows[i];
          value = w.value;
          combine(stage, y, 1, row.weights, row.vectors, n);
          rhs.value(t + nodes[i] * h, stage, p, value);
        }
        const coupling = w.couplings[i];
        combine(ki, value, inverseStep, coupling.weights, coupling.vectors, n);
        if (d[i] !== 0) {
          const scale = h * d[i];
          for (let j = 0; j < n; j++) ki[j] += scale * timeDerivative[j];
        }
        substitute(matrix, n, pivots, ki);
      }
      const correction = k[stages - 1];
      for (let j = 0; j < n; j++) next[j] = stage[j] + correction[j];
      w.evaluations += stages - 1;
      return true;
    },
    accept(w, rhs, t, p) {
      rhs.value(t, w.next, p, w.slope);
      w.evaluations++;
      w.linearised = false;
    },
    pack(w, out, offset) {
      const { n, k, next } = w;
      for (let j = 0; j < n; j++) out[offset + j] = next[j];
      for (let q = 0, at = offset + n; q < interpolant.length; q++, at += n) {
        const weights = interpolant[q];
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let i = 0; i < stages; i++) sum += weights[i] * k[i][j];
          out[at + j] = sum;
        }
      }
    },
    interpolate(dense, offset, y, yOffset, n, _h, theta, out, outOffset) {
      const left = 1 - theta;
      for (let j = 0; j < n; j++) {
        const at = offset + j;
        const bend = dense[at + n] + theta * (dense[at + 2 * n] + theta * dense[at + 3 * n]);
        out[outOffset + j] = left * y[yOffset + j] + theta * (dense[at] + left * bend);
      }
    },
  };
}
