/**
 * The reverse of a diagonally implicit Runge–Kutta step: the cotangent κ_i of a stage slope k_i = f(y + h Σ_j≤i a_ij k_j) becomes
 * (I − hγJ_iᵀ)⁻¹κ_i, with the Jacobian at that stage. Exact where the stages were solved to rounding
 * (A. Sandu, "On the properties of Runge–Kutta discrete adjoints", ICCS 2006, LNCS 3994, 550–557).
 */
import { combine } from '../solve/combine';
import type { ImplicitSolver } from '../solve/implicit';
import type { RightHandSide } from '../solve/system';
import { shiftedSystem } from '../util/shifted-system';
import type { ShiftedSystem } from '../util/shifted-system';
import { isZero, Stages } from './reverse-stages';
import type { StepReverse } from './step-reverse';

/** @param n number of states */
export function implicitReverse({ tableau }: ImplicitSolver, n: number): StepReverse {
  const stages = new Stages(tableau, n),
    { rows, cotangents, argument, argumentCotangent } = stages,
    scratch = new Float64Array(n);
  const systems = new Map<RightHandSide['pattern'], { system: ShiftedSystem; jacobian: Float64Array }>();
  let system: ShiftedSystem, jacobian: Float64Array;
  return {
    bind({ pattern }) {
      let made = systems.get(pattern);
      if (made === undefined) {
        made = { system: shiftedSystem(pattern), jacobian: new Float64Array(pattern.column.length) };
        systems.set(pattern, made);
      }
      ({ system, jacobian } = made);
      stages.clear();
    },
    state(step, p, theta, out) {
      stages.state(step, p, theta, out);
    },
    slope(step, p, theta, out) {
      stages.slope(step, p, theta, out);
    },
    addOutput(step, p, theta, outputs, at) {
      stages.addOutput(step, p, theta, outputs, at);
    },
    finish(step, p, lambda, gp) {
      const { rhs, t, h, y } = step;
      stages.begin(step, p, lambda);
      for (let i = tableau.stages - 1; i >= 0; i--) {
        const cotangent = cotangents[i],
          row = rows[i],
          time = t + row.c * h,
          diagonal = tableau.a[i][i];
        if (isZero(cotangent, n)) continue;
        combine(argument, y, h, row.weights, row.vectors, n);
        if (diagonal !== 0) {
          rhs.jacobian(time, argument, p, jacobian);
          if (!system.factorise(1, h * diagonal, jacobian)) return false;
          system.solveTransposed(cotangent);
        }
        for (let j = 0; j < n; j++) argumentCotangent[j] = 0;
        rhs.vjp(time, argument, p, cotangent, argumentCotangent, gp);
        stages.passTime(step, p, row, cotangent, scratch);
        stages.passOn(row, step, lambda);
      }
      stages.end(lambda);
      return true;
    },
  };
}
