/** What the solver clinic says. */
import type { Failure } from '../../util/result';
import type { SentFailure } from '../failure';

const at = (time: number): string => String(Number(time.toPrecision(6)));

export const failures = {
  outOfTime: (seconds: number, time: number): Failure => ({
    reason: 'too-many-steps',
    time,
    message: `Stopped after ${seconds} s, at t = ${at(time)}`,
    advice: 'This method needs far smaller steps here than others do',
  }),
  equalSteps: (failure: Failure, steps: number): Failure => ({
    ...failure,
    message: `${failure.message}, by ${steps.toLocaleString('en')} equal steps`,
    advice: 'Ask for more steps: equal ones must be as short throughout as the fastest stretch of the model needs',
  }),
  memory: (bytes: number, most: number): Failure => ({
    reason: 'unsupported',
    message: `Would hold ${Math.round(bytes / 2 ** 20).toLocaleString('en')} MiB, more than the ${most / 2 ** 20} MiB that are tried`,
    advice: 'This is what checkpoints are for',
  }),
  useless: (error: number): Failure => ({
    reason: 'no-convergence',
    message: `Off by ${error < 1e3 ? error.toPrecision(2) : error.toExponential(0)} times the size of the solution`,
    advice: 'Take smaller steps or a tighter tolerance; where only the step decides, the method is unstable at it',
  }),
};

export const notTried: SentFailure = {
  reason: 'not-tried',
  message: 'Not tried: an easier setting of this method had run out of steps or time',
  advice: 'Choose another method',
};

export const misuse = {
  arm: (arm: string, known: readonly string[]): string => `no arm "${arm}"; the comparison has ${known.join(', ')}`,
  method: (name: string, known: readonly string[]): string => `no method "${name}"; there are ${known.join(', ')}`,
  variable: (id: string): string => `no variable "${id}"`,
  state: (id: string, known: readonly string[]): string => `no state "${id}"; there are ${known.join(', ')}`,
  twice: (id: string): string => `"${id}" is on both axes; choose two different states`,
  extent: (id: string, from: number, until: number): string =>
    `the initial values of "${id}" must go from a lower to a higher one, not from ${from} to ${until}`,
};
