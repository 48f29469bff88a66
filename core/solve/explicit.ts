/** Explicit Runge–Kutta methods: one stepper for every tableau. */
import { bindRow, combine } from './combine';
import type { Row } from './combine';
import type { Solver, Workspace } from './solver';
import { weightAt } from './tableau';
import type { ExplicitTableau } from './tableau';

export interface ExplicitWorkspace extends Workspace {
  /** stage derivatives k_i, each float64[n] */
  readonly k: readonly Float64Array[];
  /** argument of the last stage but the final one, float64[n] */
  readonly stage: Float64Array;
  readonly zero: Float64Array;
  readonly rows: readonly Row[];
  readonly solution: Row;
  readonly errorRow: Row;
}
export interface ExplicitSolver extends Solver<ExplicitWorkspace> { readonly tableau: ExplicitTableau }

/** @returns the method of the tableau; its dense output of a step is the s·n stage derivatives, stage by stage */
export function explicitSolver(method: Solver['method'], title: string, tableau: ExplicitTableau): ExplicitSolver {
  const { stages, a, b, firstSameAsLast } = tableau;
  const nodes = Float64Array.from(tableau.c);
  const errorWeights = tableau.error?.weights ?? [];
  const adaptive = errorWeights.length > 0;
  const interpolant = tableau.interpolant.weights;
  const last = stages - 1;
  return {
    method, title, tableau,
    order: tableau.order,
    errorOrder: tableau.error?.order ?? 0,
    denseLength: (n) => stages * n,
    workspace(n) {
      const k = Array.from({ length: stages }, () => new Float64Array(n));
      return {
        n, k, next: new Float64Array(n), error: new Float64Array(n), stage: new Float64Array(n), zero: new Float64Array(n),
        slope: k[0], rows: a.map((row) => bindRow(row, k)), solution: bindRow(b, k), errorRow: bindRow(errorWeights, k), evaluations: 0,
      };
    },
    begin(w, rhs, t, y, p) {
      rhs.value(t, y, p, w.k[0]);
      w.evaluations++;
    },
    step(w, rhs, t, y, p, h) {
      const { n, k, rows } = w;
      for (let i = 1; i < stages; i++) {
        const row = rows[i], argument = firstSameAsLast && i === last ? w.next : w.stage;
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
      const from = w.k[last], to = w.k[0];
      for (let j = 0; j < w.n; j++) to[j] = from[j];
    },
    pack(w, out, offset) {
      const { n, k } = w;
      for (let i = 0, at = offset; i < stages; i++) {
        const stage = k[i];
        for (let j = 0; j < n; j++) out[at++] = stage[j];
      }
    },
    interpolate(dense, offset, y, yOffset, n, h, theta, out, outOffset) {
      for (let j = 0; j < n; j++) out[outOffset + j] = y[yOffset + j];
      for (let i = 0, at = offset; i < stages; i++, at += n) {
        const weight = h * weightAt(interpolant[i], theta);
        for (let j = 0; j < n; j++) out[outOffset + j] += weight * dense[at + j];
      }
    },
  };
}
