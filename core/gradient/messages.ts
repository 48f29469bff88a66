/** Every text about gradients that a user may read. */
import type { Failure } from '../util/result';

export const failures = {
  stiff: (time: number): Failure => ({
    reason: 'stiff',
    time,
    message:
      `The model is stiff from t = ${Number(time.toPrecision(4))}, where the solver went over to an implicit method; ` +
      'the discrete adjoint covers explicit ones',
    advice: 'Choose tsit5 with looser tolerances or more steps for this fit, or fix the fastest rates',
  }),
  nonFinite: (): Failure => ({
    reason: 'non-finite',
    message: 'The gradient is not finite: a derivative of a rate overflows or divides by zero along the trajectory',
    advice: 'Look for roots, logarithms or fractional powers at zero, or start from other parameters',
  }),
};
