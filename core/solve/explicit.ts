/** Explicit Runge–Kutta methods: one stepper for every tableau. */
import { bindRow, combine, tableauRow } from './combine';
import type { BoundRow } from './combine';
import type { Solver, Workspace } from './solver';
import type { ExplicitTableau } from './tableau';

export interface ExplicitWorkspace extends Workspace {
  /** stage derivatives k_i, each float64[n] */
  readonly k: readonly Float64Array[];
  /** argument of the last stage but the final one, float64[n] */
  readonly stage: Float64Array;
  readonly zero: Float64Array;
  readonly rows: readonly BoundRow[];
  readonly solution: BoundRow;
  readonly errorRow: BoundRow;
}
export interface ExplicitSolver extends Solver<ExplicitWorkspace> {
  readonly explicit: true;
  readonly tableau: ExplicitTableau;
}

/**
 * @returns the method of the tableau; the dense output of a step are the vector coefficients of θ, θ², … in
 *   (y(t + θh) − y(t))/h, n numbers each
 */
export function explicitSolver(method: Solver['method'], title: string, tableau: ExplicitTableau): ExplicitSolver {
  const { stages, a, b, firstSameAsLast } = tableau;
  const nodes = Float64Array.from(tableau.c);
  const adaptive = tableau.error !== undefined;
  const rows = a.map(tableauRow),
    solution = tableauRow(b),
    errorRow = tableauRow(tableau.error?.weights ?? []);
  const degree = Math.max(...tableau.interpolant.weights.map((row) => row.length));
  // weights of the stages in the interpolant's coefficient of θ^(q+1), for each q
  const powers = Array.from({ length: degree }, (_, q) => Float64Array.from(tableau.interpolant.weights, (row) => row[q] ?? 0));
  const last = stages - 1;
  return {
    method,
    title,
    tableau,
    explicit: true,
    order: tableau.order,
    errorOrder: tableau.error?.order ?? 0,
    denseLength: (n) => degree * n,
    workspace(n) {
      const k = Array.from({ length: stages }, () => new Float64Array(n));
      return {
        n,
        k,
        next: new Float64Array(n),
        error: new Float64Array(n),
        stage: new Float64Array(n),
        zero: new Float64Array(n),
        slope: k[0],
        rows: rows.map((row) => bindRow(row, k)),
        solution: bindRow(solution, k),
        errorRow: bindRow(errorRow, k),
        evaluations: 0,
      };
    },
    begin(w, rhs, t, y, p) {
      rhs.value(t, y, p, w.k[0]);
      w.evaluations++;
    },
    step(w, rhs, t, y, p, h) {
      const { n, k, rows } = w;
      for (let i = 1; i < stages; i++) {
        const row = rows[i],
          argument = firstSameAsLast && i === last ? w.next : w.stage;
        combine(argument, y, h, row.weights, row.vectors, n);
        rhs.value(t + nodes[i] * h, argument, p, k[i]);
      }
      if (!firstSameAsLast) combine(w.next, y, h, w.solution.weights, w.solution.vectors, n);
      if (adaptive) combine(w.error, w.zero, h, w.errorRow.weights, w.errorRow.vectors, n);
      w.evaluations += last;
      return true;
    },
    accept(w, rhs, t, p) {
      if (!firstSameAsLast) {
        rhs.value(t, w.next, p, w.k[0]);
        w.evaluations++;
        return;
      }
      const from = w.k[last],
        to = w.k[0];
      for (let j = 0; j < w.n; j++) to[j] = from[j];
    },
    pack(w, out, offset) {
      const { n, k } = w;
      for (let at = offset; at < offset + degree * n; at++) out[at] = 0;
      for (let i = 0; i < stages; i++) {
        const stage = k[i];
        for (let q = 0, at = offset; q < degree; q++) {
          const weight = powers[q][i];
          for (let j = 0; j < n; j++, at++) out[at] += weight * stage[j];
        }
      }
    },
    interpolate(dense, offset, y, yOffset, n, h, theta, out, outOffset) {
      const scale = h * theta;
      for (let j = 0; j < n; j++) {
        let value = 0;
        for (let at = offset + (degree - 1) * n + j; at >= offset; at -= n) value = value * theta + dense[at];
        out[outOffset + j] = y[yOffset + j] + scale * value;
      }
    },
  };
}
