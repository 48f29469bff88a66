/**
 * Rosenbrock methods of the RODAS family: linearly implicit, L-stable, no Newton iteration. A step goes through what is written
 * out for the right-hand side where there is anything, else through loops; there the Jacobian and ∂f/∂t are evaluated once and
 * kept while the step is tried again with another size.
 */
import { shiftedSystem, type ShiftedSystem } from '../util/shifted-system';
import { bindRow, combine, tableauRow } from './combine';
import type { BoundRow } from './combine';
import type { FusedRosenbrock } from './fused';
import type { RosenbrockTableau } from './rosenbrock-tableau';
import type { Solver, Workspace } from './solver';
import type { RightHandSide } from './system';

export interface RosenbrockWorkspace extends Workspace {
  /** k of the stages, one after the other, float64[stages · n], and a view for each */
  readonly slopes: Float64Array;
  readonly k: readonly Float64Array[];
  readonly stage: Float64Array;
  readonly value: Float64Array;
  readonly timeDerivative: Float64Array;
  readonly rows: readonly BoundRow[];
  readonly couplings: readonly BoundRow[];
  /** what belongs to the right-hand side that `begin` was called with */
  rhs: RightHandSide | undefined;
  fused: FusedRosenbrock | undefined;
  /** made when a step first goes through the loops */
  loops: Loops | undefined;
  /** whether slope, and then jacobian and timeDerivative, are those at the start of the step */
  sloped: boolean;
  linearised: boolean;
}
interface Loops {
  readonly system: ShiftedSystem;
  /** entries of ∂f/∂y in the pattern's order */
  readonly jacobian: Float64Array;
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

  function stepInLoops(
    w: RosenbrockWorkspace,
    rhs: RightHandSide,
    t: number,
    y: Float64Array,
    p: Float64Array,
    h: number,
  ): boolean {
    const { n, k, stage, timeDerivative, next } = w;
    const { system, jacobian } = (w.loops ??= {
      system: shiftedSystem(rhs.pattern),
      jacobian: new Float64Array(rhs.pattern.column.length),
    });
    if (!w.sloped) {
      rhs.value(t, y, p, w.slope);
      w.sloped = true;
    }
    if (!w.linearised) {
      rhs.jacobian(t, y, p, jacobian);
      rhs.timeDerivative(t, y, p, timeDerivative);
      w.linearised = true;
    }
    const inverseStep = 1 / h;
    if (!system.factorise(1 / (h * gamma), 1, jacobian)) return false;
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
      if (i === 0) ki.set(value);
      else combine(ki, value, inverseStep, coupling.weights, coupling.vectors, n);
      if (d[i] !== 0) {
        const scale = h * d[i];
        for (let j = 0; j < n; j++) ki[j] += scale * timeDerivative[j];
      }
      system.solve(ki);
    }
    const correction = k[stages - 1];
    for (let j = 0; j < n; j++) next[j] = stage[j] + correction[j];
    return true;
  }

  return {
    method,
    title,
    family: 'rosenbrock',
    order: tableau.order,
    errorOrder: tableau.errorOrder,
    denseLength: (n) => 4 * n,
    workspace(n) {
      const vector = (): Float64Array => new Float64Array(n);
      const slopes = new Float64Array(stages * n),
        k = Array.from({ length: stages }, (_, i) => slopes.subarray(i * n, (i + 1) * n));
      return {
        n,
        slopes,
        k,
        next: vector(),
        error: k[stages - 1],
        slope: vector(),
        stage: vector(),
        value: vector(),
        timeDerivative: vector(),
        rows: rows.map((row) => bindRow(row, k)),
        couplings: couplings.map((row) => bindRow(row, k)),
        rhs: undefined,
        fused: undefined,
        loops: undefined,
        sloped: false,
        linearised: false,
        evaluations: 0,
      };
    },
    begin(w, rhs, t, y, p) {
      if (w.rhs !== rhs) {
        w.rhs = rhs;
        w.fused = rhs.fused?.rosenbrock?.(tableau);
        w.loops = undefined;
      }
      rhs.value(t, y, p, w.slope);
      w.evaluations++;
      w.sloped = true;
      w.linearised = false;
    },
    step(w, rhs, t, y, p, h) {
      w.evaluations += stages - 1;
      if (w.fused?.(t, y, p, h, w.slopes, w.slope, w.next) === true) {
        w.sloped = true;
        return true;
      }
      return stepInLoops(w, rhs, t, y, p, h);
    },
    accept(w) {
      w.evaluations++;
      w.sloped = w.linearised = false;
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
