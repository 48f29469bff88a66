/** Every text about gradients that a user may read. */
import { at } from '../solve/messages';
import type { Failure } from '../util/result';

const percent = (part: number): string => `${Number((100 * part).toPrecision(2))} %`;

export const failures = {
  /** @param moving ids of the states that change most */
  restless: (moving: readonly string[], elapsed: number): Failure => ({
    reason: 'no-convergence',
    blame: moving,
    message:
      `The model does not come to rest before the start: after a time of ${at(elapsed)} under the conditions of its pre-equilibration, ` +
      `${moving.length === 0 ? 'the state' : moving.join(', ')} still changes, so that it oscillates, grows or drifts`,
    advice:
      'Look whether these conditions have a steady state (what is made must be lost), or give initial values in place of it',
  }),
  /** @param failure of the run, whose times are none of the trajectory's */
  unsettled: ({ time: _time, ...failure }: Failure): Failure => ({
    ...failure,
    message: `The run to the steady state before the start stopped: ${failure.message}`,
  }),
  stiff: (title: string, time: number): Failure => ({
    reason: 'stiff',
    time,
    message: `The model is stiff at t = ${at(time)}, where ${title} solved it; the discrete adjoint does not go back through its steps`,
    advice: 'Choose esdirk54, whose steps have an exact reverse, or forward sensitivities',
  }),
  grazing: (time: number, event?: string): Failure => ({
    reason: 'grazing-event',
    time,
    ...(event === undefined ? {} : { blame: [event] }),
    message: `The trigger of ${event ?? 'an event'} only touches its threshold at t = ${at(time)}: when it fires has no derivative there`,
    advice: 'Move the threshold or the parameters so that it is crossed, or not reached at all',
  }),
  singularReverse: (time: number): Failure => ({
    reason: 'singular-matrix',
    time,
    message: `The matrix of the implicit step at t = ${at(time)} is singular where the step is reversed`,
    advice: 'Tighten the tolerances, so that the step is shorter there',
  }),
  nonFinite: (): Failure => ({
    reason: 'non-finite',
    message:
      'The gradient is not finite: a derivative of a rate overflows or divides by zero along the trajectory, or explicit steps are ' +
      'unstable in a direction that the solution itself does not take',
    advice: 'Look for roots, logarithms or fractional powers at zero, start from other parameters, or solve with esdirk54',
  }),
  noSensitivities: (title: string, time: number): Failure => ({
    reason: 'unsupported',
    time,
    message: `Forward sensitivities do not go through the steps of ${title}, from t = ${at(time)}`,
    advice: 'Choose esdirk54, for stiff models as well, or an explicit method',
  }),
  singularStage: (time: number): Failure => ({
    reason: 'singular-matrix',
    time,
    message: `The matrix of the implicit step at t = ${at(time)} is singular where its stages are differentiated`,
    advice: 'Tighten the tolerances, so that the step is shorter there',
  }),
  augmentedExplicit: (title: string): Failure => ({
    reason: 'unsupported',
    message: `${title} would need the second derivatives of the rates to solve the sensitivities with the states`,
    advice: 'Choose an explicit method, or the sensitivities of the steps taken, which are for implicit methods too',
  }),
  augmentedEvents: (): Failure => ({
    reason: 'unsupported',
    message: 'The sensitivities are not solved with the states through events, whose times move with the parameters',
    advice: 'Choose the sensitivities of the steps taken, which follow events',
  }),
  rosenbrockBackward: (title: string): Failure => ({
    reason: 'unsupported',
    message: `${title} needs the second derivatives of the rates to take the states backward with the adjoint`,
    advice: 'Choose tsit5 or esdirk54 for it, or interpolate the forward states',
  }),
  eventInContinuous: (time: number): Failure => ({
    reason: 'unsupported',
    time,
    message: `The event at t = ${at(time)} moves with the parameters or remembers values, which the continuous adjoint does not follow`,
    advice: 'Use the discrete adjoint, which goes through events',
  }),
  /** @param drift relative error of states that were integrated backward */
  wayBack: (failure: Failure, drift?: number): Failure => ({
    reason: failure.reason,
    message:
      `The adjoint could not be taken back beyond t = ${at(-(failure.time ?? NaN))} (${failure.reason})` +
      (drift === undefined || drift === 0 ? '' : `; the states were off by ${percent(drift)} at an output before`),
    ...(failure.time === undefined ? {} : { time: -failure.time }),
    ...(failure.blame === undefined ? {} : { blame: failure.blame }),
    advice:
      drift !== undefined
        ? 'Interpolate the forward states: what a model damps grows without bound when it is integrated backward'
        : 'Choose esdirk54 or rodas5p for the adjoint, loosen its tolerances, or allow it more steps',
  }),
};

/** What an audit says of a way beside its numbers. */
export const notes = {
  steps: (titles: readonly string[], steps: number): string => `${titles.join(' and ')}, ${steps} steps`,
  checkpoints: (states: number, again: number): string => `${states} states kept, ${again} steps taken again`,
  drift: (largest: number): string => `the states drift by ${percent(largest)}`,
  some: (count: number, all: number): string => `${count} of ${all} parameters, evenly spread`,
  inPlace: 'in place of Rodas5P',
};

/** What is kept of a solve for its gradient. */
export const storageText = {
  full: 'every step, as they fit into memory',
  uniform: (interval: number): string => `the state of every ${interval}th step`,
  states: (count: number, overflown: boolean): string =>
    `recursive checkpoints of ${count} states${overflown ? ', as all steps did not fit into memory' : ''}`,
};

/** Faults of a call, thrown as RangeError: a mistake of the caller, not of a model. */
export const misuse = {
  loose: 'the discrete adjoint needs the stages of implicit steps solved to rounding: settings.newton must be "rounding"',
  notDense: 'the forward solution must be dense (options.keepDense) for its states to be interpolated',
  parameterIndex: (m: number): string => `parameters must be whole numbers from 0 to ${m - 1}, indices into p`,
};
