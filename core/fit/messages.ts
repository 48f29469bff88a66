/** Every text about fitting that a user may read. */
import type { Failure } from '../util/result';

export const reasons = {
  gradient: 'converged: the gradient is zero to tolerance',
  settled: 'converged: the cost no longer falls',
  stuck: 'stopped: no lower cost was found along the steepest descent',
  iterations: (limit: number): string => `stopped: limit of ${limit} iterations`,
  cancelled: 'cancelled; the best point so far is kept',
  cancelledEarly: 'cancelled before its first point was evaluated',
  unusable: ({ message, advice }: Failure, candidates: number): string =>
    `failed: none of ${candidates} start points could be evaluated, the last because: ${message}; ${advice}`,
  afterFailures: (reason: string, failures: number): string =>
    `${reason} (after ${failures} start point${failures === 1 ? '' : 's'} that could not be evaluated)`,
};

export const failures = {
  prediction: (observable: string, time: number, prediction: number, logarithmic: boolean): Failure => ({
    reason: 'non-finite',
    time,
    blame: [observable],
    message:
      `The prediction of ${observable} at t = ${time} is ${prediction}` +
      (logarithmic && Number.isFinite(prediction) ? ', and its noise model takes logarithms' : ''),
    advice: "Look at the observable's expression for a logarithm or division of what may reach 0, and at the bounds",
  }),
  sigma: (observable: string, time: number, sigma: number): Failure => ({
    reason: 'non-finite',
    time,
    blame: [observable],
    message: `The noise of ${observable} at t = ${time} has σ = ${sigma}, which must be above 0`,
    advice: 'Give the noise parameter a lower bound above 0, or the log10 scale',
  }),
  allFailed: (starts: number, reason: string): Failure => ({
    reason: 'bad-start',
    message: `None of ${starts} starts gave a cost; the first ${reason}`,
    advice: "Narrow the parameters' bounds to where the model can be solved, or choose another solver method",
  }),
};

/** What is wrong with a document that is to be fitted, and the way out. */
export const faults = {
  noFit: 'the document has no fit; add one to "fits"',
  nothingToEstimate: {
    message: 'nothing is to be estimated',
    advice: 'mark a parameter or a network with "estimate": true, or list it in the fit\'s "parameters"',
  },
  notEstimable: (id: string) => `no parameter or network "${id}"`,
  outsideScale: (value: number, scale: string) => ({
    message: `${value} does not exist on the ${scale} scale`,
    advice:
      scale === 'log10'
        ? 'give a value above 0, or fit it on the linear scale'
        : 'give a value between 0 and 1 exclusive, or another scale',
  }),
  noData: { message: 'there are no measurements to fit', advice: "add measurements for the fit's conditions" },
  unknown: (kind: string, id: string) => `no ${kind} "${id}"`,
  beforeStart: (time: number, start: number) => ({
    message: `the measurement at ${time} lies before the model's start, ${start}`,
    advice: 'set about.time.start to the time of the initial values',
  }),
  notPositive: (value: number, model: string) => ({
    message: `${value} cannot be had under ${model} noise`,
    advice: 'a value below the limit of detection is censored: give the limit and "censored": "left"',
  }),
};
