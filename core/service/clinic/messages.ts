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
};
