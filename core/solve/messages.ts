/** Every text about solving that a user may read. */
import type { Failure } from '../util/result';

/** @returns a time as people write it, four significant digits */
const at = (t: number): string => String(Number(t.toPrecision(4)));

export const failures = {
  tooManySteps: (title: string, time: number, maxSteps: number): Failure => ({
    reason: 'too-many-steps',
    time,
    message: `${title} used its ${maxSteps} steps by t = ${at(time)}`,
    advice: 'Loosen the tolerances, raise solver.maxSteps, or choose rodas5p if the model is stiff',
  }),
  stepUnderflow: (title: string, time: number): Failure => ({
    reason: 'step-underflow',
    time,
    message: `${title} cannot go on at t = ${at(time)}: no step is small enough for the tolerances`,
    advice: 'Check the model for growth without bound or a jump in a rate near this time; else loosen the tolerances',
  }),
  nonFinite: (time: number, blame: readonly string[]): Failure => ({
    reason: 'non-finite',
    time,
    blame,
    message:
      blame.length > 0
        ? `The rate of ${blame.join(', ')} is not a finite number at t = ${at(time)}`
        : `The state or its rate of change is not a finite number at t = ${at(time)}`,
    advice:
      'Look for a division by zero, a root or logarithm of a negative number, or an overflow; ' +
      'a fixed-step method may need a smaller step',
  }),
  singularMatrix: (title: string, time: number): Failure => ({
    reason: 'singular-matrix',
    time,
    message: `The matrix of ${title} is singular at t = ${at(time)}, whatever the step size`,
    advice: 'Check the model for rates of enormous size near this time, or choose tsit5',
  }),
  cancelled: (time: number): Failure => ({
    reason: 'cancelled',
    time,
    message: `Cancelled at t = ${at(time)}`,
    advice: 'Start it again when you need the result',
  }),
};

export const why = {
  chosen: (title: string): string => `${title}, as set`,
  calm: 'auto: not stiff, Tsit5 throughout',
  stiff: (time: number): string => `auto: stiff from t = ${at(time)}, Rodas5P from there`,
  underflow: (time: number): string => `auto: Tsit5 ran out of step size at t = ${at(time)}, Rodas5P from there`,
  slow: (time: number): string => `auto: Tsit5 needed too many steps by t = ${at(time)}, Rodas5P from there`,
};

/** Faults of a call, thrown as RangeError: a mistake of the caller, not of a model. */
export const misuse = {
  reversed: (from: number, until: number): string =>
    `options.until (${until}) is before options.from (${from}), or one is not a finite number`,
  tolerance: 'options.settings: rtol and atol must be positive numbers, atol one number or one a state',
  step: (step: number): string => `options.settings.step must be a positive number, not ${step}`,
  maxSteps: (maxSteps: number): string => `options.settings.maxSteps must be at least 1, not ${maxSteps}`,
  times: (index: number): string => `options.times[${index}] is out of order or outside [options.from, options.until]`,
  state: (n: number): string => `options.initialState must hold ${n} numbers`,
  parameters: (m: number): string => `p must hold ${m} numbers`,
  gap: (index: number): string => `plan.pieces[${index}] does not start where the piece before it ends`,
  coverage: (from: number, until: number): string => `plan.pieces do not cover [${from}, ${until}]`,
  before: (t: number, from: number): string => `t = ${t} is before the solution's start, ${from}`,
};
