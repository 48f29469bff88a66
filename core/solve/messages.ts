/** Every text about solving that a user may read. */
import type { Settings } from './options';
import type { Solver } from './solver';
import type { Switching, SwitchReason } from './switching';
import type { Failure } from '../util/result';

/** @returns a time as people write it, four significant digits */
export const at = (t: number): string => String(Number(t.toPrecision(4)));

/** Where a solve failed, and what is to blame as far as it can be told. */
export interface Situation {
  readonly time: number;
  readonly blame: readonly string[];
  readonly state?: Readonly<Record<string, number>> | undefined;
}
/** The parts of a situation that a failure keeps. */
const kept = ({ time, blame, state }: Situation): Pick<Failure, 'time' | 'blame' | 'state'> => ({
  time,
  ...(blame.length > 0 ? { blame } : {}),
  ...(state === undefined ? {} : { state }),
});
/** @returns which state is to blame for the steps, where it can be told */
const hardest = ({ blame }: Situation): string => (blame.length > 0 ? `; ${blame.join(', ')} is the hardest to follow` : '');

export const failures = {
  /** @param situation to blame is the state with the largest error */
  tooManySteps: (situation: Situation, { title, family }: Solver, { method, step, maxSteps }: Settings): Failure => ({
    ...kept(situation),
    reason: 'too-many-steps',
    message: `${title} used its ${maxSteps} steps by t = ${at(situation.time)}${step === undefined ? hardest(situation) : ''}`,
    advice:
      step !== undefined
        ? 'Take a longer solver.step, raise solver.maxSteps, or leave solver.step out so that the steps adapt'
        : method !== 'auto' && family === 'explicit'
          ? 'Choose auto or rodas5p, as the model may be stiff; else loosen the tolerances or raise solver.maxSteps'
          : 'Loosen the tolerances or raise solver.maxSteps',
  }),
  /** @param situation to blame is the state with the largest error */
  stepUnderflow: (situation: Situation, { title }: Solver): Failure => ({
    ...kept(situation),
    reason: 'step-underflow',
    message: `${title} cannot go on at t = ${at(situation.time)}: no step is small enough for the tolerances${hardest(situation)}`,
    advice: 'Check the model for growth without bound or a jump in a rate near this time; else loosen the tolerances',
  }),
  nonFinite: (situation: Situation): Failure => ({
    ...kept(situation),
    reason: 'non-finite',
    message:
      situation.blame.length > 0
        ? `The rate of ${situation.blame.join(', ')} is not a finite number at t = ${at(situation.time)}`
        : `The state or its rate of change is not a finite number at t = ${at(situation.time)}`,
    advice: 'Look for a division by zero, a root or logarithm of a negative number, or growth without bound',
  }),
  /** a fixed step that led to what is not finite, from a state that is finite */
  unstable: (situation: Situation, { title, family }: Solver, step: number): Failure => ({
    ...failures.nonFinite(situation),
    advice:
      family === 'explicit'
        ? `A step of ${at(step)} may be too long for ${title}: take a smaller one, leave solver.step out with an adaptive method, ` +
          'or choose an implicit method; else look for a division by zero or a root or logarithm of a negative number'
        : failures.nonFinite(situation).advice,
  }),
  singularMatrix: (situation: Situation, { title }: Solver): Failure => ({
    ...kept(situation),
    reason: 'singular-matrix',
    message: `The matrix of ${title} is singular at t = ${at(situation.time)}, whatever the step size`,
    advice: 'Check the model for rates of enormous size near this time, or choose tsit5',
  }),
  tooManyStates: ({ title }: Solver, states: number, most: number): Failure => ({
    reason: 'unsupported',
    message: `${title} works with dense matrices, for at most ${most} states, and the model has ${states}`,
    advice: 'Choose rodas5p or esdirk54, which use that most rates read few states',
  }),
  noConvergence: (situation: Situation, { title }: Solver, fixedStep: number | undefined): Failure => ({
    ...kept(situation),
    reason: 'no-convergence',
    message: `The iteration of ${title} does not converge at t = ${at(situation.time)}${fixedStep === undefined ? ', whatever the step size' : ` with a step of ${at(fixedStep)}`}`,
    advice:
      fixedStep === undefined
        ? 'Check the model for a jump in a rate near this time, or choose rodas5p, which needs no iteration'
        : 'Take a smaller solver.step, leave it out so that the steps adapt, or choose rodas5p, which needs no iteration',
  }),
  endlessEvents: (time: number, events: readonly string[]): Failure => ({
    reason: 'endless-events',
    time,
    blame: events,
    message: `${events.join(', ')} ${events.length === 1 ? 'happens' : 'happen'} again and again without end at t = ${at(time)}`,
    advice: 'Let the trigger turn false for a while after it fires (two thresholds), or end the bouncing below a size',
  }),
  badDelay: (time: number, event: string, delay: number): Failure => ({
    reason: 'bad-delay',
    time,
    blame: [event],
    message: `The delay of ${event} is ${delay} at t = ${at(time)}`,
    advice: 'Give it a delay of 0 or more, max(0, …) where it is computed',
  }),
  nonFiniteEvent: (time: number, event: string): Failure => ({
    reason: 'non-finite',
    time,
    blame: [event],
    message: `The trigger or an assigned value of ${event} is not a finite number at t = ${at(time)}`,
    advice: 'Look for a division by zero, a root or logarithm of a negative number, or an overflow in the event',
  }),
  cancelled: (time: number): Failure => ({
    reason: 'cancelled',
    time,
    message: `Cancelled at t = ${at(time)}`,
    advice: 'Start it again when you need the result',
  }),
};

/** Changes of method that are told one by one. */
const TOLD = 3;
const causes: Readonly<Record<SwitchReason, (time: string) => string>> = {
  stiff: (time) => `stiff from t = ${time}`,
  'not-stiff': (time) => `no longer stiff from t = ${time}`,
  'step-underflow': (time) => `no step short enough at t = ${time}`,
  'too-many-steps': (time) => `too many steps by t = ${time}`,
};

/** @returns in words why the solve ended with this method */
export function whyMethod({ method, step }: Settings, { title }: Solver, switching: Switching | undefined): string {
  if (step !== undefined) return method === 'auto' ? `auto: ${title} for fixed steps` : `${title} with fixed steps, as set`;
  if (switching === undefined) return `${title}, as set`;
  const { explicit, stiff, switches } = switching;
  if (switches.length === 0) return `auto: not stiff, ${explicit.title} throughout`;
  const told = switches.slice(0, TOLD).map(({ time, to, reason }, i) => {
    const name = to === stiff.method ? stiff.title : explicit.title;
    return `${causes[reason](at(time))}, ${name}${i === switches.length - 1 ? ' from there' : ''}`;
  });
  const more = switches.length - told.length;
  return `auto: ${told.join('; ')}${more > 0 ? `; ${more} more change${more === 1 ? '' : 's'}, ${title} at the end` : ''}`;
}

/** Faults of a call, thrown as RangeError: a mistake of the caller, not of a model. */
export const misuse = {
  noSplit: 'method strang needs a right-hand side with `split`, its linear part and what is left',
  splitSize: (n: number, most: number): string =>
    `method strang works with dense matrices, for at most ${most} states, not ${n}: choose rodas5p or esdirk54`,
  reversed: (from: number, until: number): string =>
    `options.until (${until}) is before options.from (${from}), or one is not a finite number`,
  tolerance: 'options.settings: rtol and atol must be positive numbers, atol one number or one a state',
  step: (step: number): string => `options.settings.step must be a positive number, not ${step}`,
  maxSteps: (maxSteps: number): string => `options.settings.maxSteps must be at least 1, not ${maxSteps}`,
  times: (index: number): string => `options.times[${index}] is out of order or outside [options.from, options.until]`,
  state: (n: number): string => `options.initialState must hold ${n} numbers`,
  parameters: (m: number): string => `p must hold ${m} numbers`,
  gap: (index: number): string => `plan.pieces[${index}] does not start where the piece before it ends`,
  events: (index: number): string => `plan.pieces[${index}] has other events than the piece before it`,
  coverage: (from: number, until: number): string => `plan.pieces do not cover [${from}, ${until}]`,
  before: (t: number, from: number): string => `t = ${t} is before the solution's start, ${from}`,
};
