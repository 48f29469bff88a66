/** Every text about fitting that a user may read. */
import type { Failure } from '../util/result';

export const reasons = {
  gradient: 'converged: the gradient is zero to tolerance',
  settled: 'converged: the cost no longer falls',
  stuck: 'stopped: no lower cost was found along the steepest descent',
  iterations: (limit: number): string => `stopped: limit of ${limit} iterations`,
  narrow: 'stopped: no lower cost was found, however small the trust region',
  lost: 'stopped: no point near the last one could be evaluated',
  schedule: (steps: number): string => `ended: all ${steps} steps of its schedule are done`,
  eliminated: (iterations: number, kept: number, of: number): string =>
    `eliminated after ${iterations} iterations: ${kept} of ${of} starts had a lower cost and went on`,
  barrier: (iterations: number): string => `waiting at the barrier of ${iterations} iterations`,
  notFinite:
    'stopped: a term is not a finite number, such as the logarithm of a prediction below 0; the best point so far is kept',
  cancelled: 'cancelled; the best point so far is kept',
  cancelledEarly: 'cancelled before its first point was evaluated',
  unusable: ({ message, advice }: Failure, candidates: number): string =>
    `failed: none of ${candidates} start points could be evaluated, the last because: ${message}; ${advice}`,
  afterFailures: (reason: string, failures: number): string =>
    `${reason} (after ${failures} start point${failures === 1 ? '' : 's'} that could not be evaluated)`,
  stiff: (reason: string): string => `${reason}; the model is stiff, so it was solved by ESDIRK5(4), which has an exact gradient`,
};

/** Why an optimiser was chosen. */
export const methodReasons = {
  asked: 'as the fit says',
  smooth: (n: number): string =>
    `${n} parameter${n === 1 ? '' : 's'}, smooth noise: few enough for forward sensitivities, and so for Gauss–Newton steps`,
  weights: (n: number): string => `${n} weights of networks: a dense quasi-Newton method on the adjoint's gradient`,
  manyWeights: (n: number): string => `${n} parameters, weights of networks among them: Adam finds the valley, L-BFGS its floor`,
  many: (n: number, most: number): string => `${n} parameters: more than ${most} are too many for a dense Hessian`,
  rough: (observable: string): string =>
    `the Laplace noise of ${observable} has kinks, which a quasi-Newton method with a Wolfe search goes over`,
  noSensitivities: 'the splitting method has an adjoint but no forward sensitivities',
  manyForSensitivities: (n: number, most: number): string =>
    `${n} parameters: beyond ${most}, an adjoint's gradient is cheaper than forward sensitivities`,
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
  spectrum: (): Failure => ({
    reason: 'non-finite',
    message: 'The Fisher information is not finite, so that it has no spectrum',
    advice: 'Look at the fit: at its best point predictions or their sensitivities overflow',
  }),
  tensors: (copies: number): Failure => ({
    reason: 'non-finite',
    message: `The cost${copies === 1 ? '' : ` of each of ${copies} copies`} is not a finite number in float32 with steps of fixed length`,
    advice: 'Take more steps, narrow the bounds, or fit the model by the float64 kernel',
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
  notEstimated: (name: string) => `nothing named "${name}" is estimated by this fit`,
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
  tensorEvents: {
    message: 'the model has events, whose times depend on the state',
    advice: 'fit it by the float64 kernel, or take the events out',
  },
  notSmooth: {
    message: 'doses, clamps and other windows in force break the trajectories, or differ between the conditions',
    advice: 'a physics-informed fit takes conditions without interventions, whose trajectories are smooth: name these in the fit',
  },
  tensorCensored: {
    message: 'the tail probability of a censored value is beyond float32',
    advice: 'fit it by the float64 kernel, or leave the censored values out',
  },
  notPositive: (value: number, model: string) => ({
    message: `${value} cannot be had under ${model} noise`,
    advice: 'a value below the limit of detection is censored: give the limit and "censored": "left"',
  }),
};
