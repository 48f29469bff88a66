/**
 * PI control of the step size: h' = h · safety · E^(−α) · E_prev^β, where E is the scaled error of the step (K. Gustafsson,
 * "Control theoretic techniques for stepsize selection in explicit Runge–Kutta methods", ACM TOMS 17 (1991) 533–554).
 * It works on logarithms of E, so that a step costs one logarithm and one exponential.
 */

export interface Controller {
  readonly safety: number;
  /** bounds of the factor by which one step may change the step size */
  readonly smallest: number;
  readonly largest: number;
  /** α, on the error of the step just taken */
  readonly proportional: number;
  /** β, on the error of the accepted step before */
  readonly integral: number;
}

/** Log of the error that the control takes for the step before the first: small, so that it does not hold the first one back. */
export const INITIAL_LOG_ERROR = Math.log(1e-4);

/** @param errorOrder order of the error estimate, ≥ 1 */
export function piController(errorOrder: number): Controller {
  const k = errorOrder + 1;
  return { safety: 0.9, smallest: 0.2, largest: 10, proportional: 0.7 / k, integral: 0.4 / k };
}

/** @returns factor for the step after an accepted one; an error of 0 (log −∞) gives the largest */
export function acceptedFactor(control: Controller, logError: number, previousLogError: number): number {
  const factor = control.safety * Math.exp(control.integral * previousLogError - control.proportional * logError);
  return factor < control.largest ? (factor > control.smallest ? factor : control.smallest) : control.largest;
}

/** @returns factor below 1 for another try of a rejected step; an error that is not finite gives the smallest */
export function rejectedFactor(control: Controller, logError: number, errorOrder: number): number {
  const factor = control.safety * Math.exp(-logError / (errorOrder + 1));
  return factor > control.smallest ? factor : control.smallest;
}
