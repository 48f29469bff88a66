/**
 * The reverse of an explicit Runge–Kutta step (W. Hager, "Runge–Kutta methods in optimal control and the transformed adjoint
 * system", Numerische Mathematik 87 (2000) 247–282): stage by stage from the last, or in one piece where the right-hand side
 * has it written out.
 */
import { combine } from '../solve/combine';
import type { ExplicitSolver } from '../solve/explicit';
import type { FusedReverse } from '../solve/fused';
import { isZero, Stages } from './reverse-stages';
import type { StepReverse } from './step-reverse';

/** @param n number of states */
export function explicitReverse({ tableau }: ExplicitSolver, n: number): StepReverse {
  const stages = new Stages(tableau, n),
    { rows, cotangents, argument, argumentCotangent } = stages,
    scratch = new Float64Array(n);
  let fused: FusedReverse | undefined;
  return {
    bind(rhs) {
      stages.clear();
      fused = rhs.fused?.explicitReverse?.(tableau);
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
      if (fused !== undefined && step.time === undefined) {
        fused(t, y, p, h, step.content, step.offset, lambda, stages.outputs, gp);
        stages.end(lambda);
        return true;
      }
      const top = stages.hasOutputs ? rows.length : tableau.stages;
      stages.begin(step, p, lambda);
      for (let i = top - 1; i >= 0; i--) {
        const cotangent = cotangents[i],
          row = rows[i];
        if (isZero(cotangent, n)) continue;
        combine(argument, y, h, row.weights, row.vectors, n);
        for (let j = 0; j < n; j++) argumentCotangent[j] = 0;
        rhs.vjp(t + row.c * h, argument, p, cotangent, argumentCotangent, gp);
        stages.passTime(step, p, row, cotangent, scratch);
        stages.passOn(row, step, lambda);
      }
      stages.end(lambda);
      return true;
    },
  };
}
