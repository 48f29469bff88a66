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
  trainedOnly: 'cancelled; trained by tensors and not polished, with the kernel’s cost where that ended',
  cancelledEarly: 'cancelled before its first point was evaluated',
  unusable: ({ message, advice }: Failure, candidates: number): string =>
    `failed: none of ${candidates} start points could be evaluated, the last because: ${message}; ${advice}`,
  afterFailures: (reason: string, failures: number): string =>
    `${reason} (after ${failures} start point${failures === 1 ? '' : 's'} that could not be evaluated)`,
  onAllData: (reason: string, { message, advice }: Failure): string =>
    `${reason}, but all data cannot be computed there: ${message}; ${advice}`,
  stiff: (reason: string): string => `${reason}; the model is stiff, so it was solved by ESDIRK5(4), which has an exact gradient`,
};

const backends = { tensorflow: 'native TensorFlow', wasm: 'WebAssembly', cpu: 'plain JavaScript' };

/** Why an engine was chosen, and what came of it. */
export const engineReasons = {
  asked: 'as the fit says',
  noWeights: 'no weights of networks are trained, and few parameters need exact steps rather than many',
  obstacle: (message: string): string => `tensors cannot do it: ${message}`,
  narrow: (members: number, starts: number, weights: number, needed: number): string =>
    `${members} trajector${members === 1 ? 'y' : 'ies'} × ${starts} start${starts === 1 ? '' : 's'} × ${weights} weights: ` +
    `narrower than the ${needed.toExponential(0)} at which tensors gain`,
  wide: (members: number, starts: number, weights: number, needed: number): string =>
    `${members} trajectories × ${starts} starts × ${weights} weights: wider than the ${needed.toExponential(0)} at which tensors gain`,
  slowBackend: 'tensors run in plain JavaScript here, which is slower than the kernel at any width',
  trained: (why: string, steps: number, length: number, backend: keyof typeof backends): string =>
    `${why}; ${steps} steps of Adam by float32 tensors on ${backends[backend]}, over ${length} fixed steps of RK4, then polished by the float64 kernel`,
  untrained: (why: string, reason: string): string => `${why}; but the kernel did it alone: ${reason}`,
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
  kinkedPrior: (parameter: string): string =>
    `the Laplace prior of ${parameter} has a kink, where Gauss–Newton steps stall and a quasi-Newton method with a Wolfe search does not`,
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
  unknownRate: (mechanism: string): Failure => ({
    reason: 'non-finite',
    blame: [mechanism],
    message: `The rate that the network of ${mechanism} has learned is finite nowhere along the trajectories`,
    advice: 'Reset its weights, or fit it again',
  }),
  cancelled: (): Failure => ({
    reason: 'cancelled',
    message: 'Stopped before there was anything to show',
    advice: 'Run it again',
  }),
  regulariser: (kind: string, of: readonly string[]): Failure => ({
    reason: 'non-finite',
    blame: [...of],
    message: `The regulariser ${kind} of ${of.join(', ')} is not a finite number: what it reads overflows`,
    advice: 'Narrow the bounds of the parameters, or take the regulariser out',
  }),
  spectrum: (): Failure => ({
    reason: 'non-finite',
    message: 'The Fisher information is not finite, so that it has no spectrum',
    advice: 'Look at the fit: at its best point predictions or their sensitivities overflow',
  }),
  tensorSteps: (steps: number): Failure => ({
    reason: 'stiff',
    message: `${steps} steps of fixed length are not enough for the cost to agree with the kernel's`,
    advice: 'Fit it by the float64 kernel, which adapts its steps',
  }),
  tensorMemory: (bytes: number, most: number): Failure => ({
    reason: 'unsupported',
    message: `one gradient by tensors would hold ${(bytes / 2 ** 30).toFixed(1)} GiB, more than ${(most / 2 ** 30).toFixed(1)} GiB`,
    advice: 'Fit it by the float64 kernel, or fewer conditions',
  }),
  trainingLost: (why: string): Failure => ({
    reason: 'unsupported',
    message: `The thread that trained by tensors stopped: ${why}`,
    advice: 'Fit it by the float64 kernel; a larger memory may help',
  }),
  noStart: (): Failure => ({
    reason: 'bad-start',
    message: 'No start has a cost that tensors could go on from',
    advice: "Narrow the parameters' bounds to where the model can be solved",
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
  noWholeStart: (resamples: number, starts: number) => ({
    message: `${resamples} of ${starts} starts would fit drawn subjects, and none all of them, against which they are judged`,
    advice: `set resamples to at most ${starts - 1}, or have more starts`,
  }),
  eliminatedSamples: {
    message:
      'barriers would keep the samples of subjects that lie nearest to all data, and so narrow the range that they are drawn for',
    advice: 'take elimination out, or resamples',
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
  priorEnds: (bound: number, flat: boolean) => ({
    message: `the search goes to ${bound}, where the prior's density is not a positive number`,
    advice: flat
      ? 'set the bounds to the ends of the prior or within them, or leave them out'
      : 'give bounds within which it is, such as a lower bound above 0, or choose another prior',
  }),
  noSpread: (id: string) => ({
    message: `the spread "${id}" is no parameter that is the same for all conditions`,
    advice: 'give a number, or the id of a parameter that does not vary',
  }),
  spreadNotPositive: (id: string, value: number) => ({
    message: `the spread ${id} is ${value}, and a standard deviation is above 0`,
    advice: 'give it a positive value',
  }),
  spreadEstimated: (id: string, of: string) => ({
    message:
      `the spread ${id} of ${of} is estimated without a prior and a lower bound above 0: the joint mode of spread and subjects' values ` +
      'lies at a spread of 0, where their density grows without limit',
    advice: `give ${id} bounds that begin above 0 and a prior that is not flat, or do not estimate it`,
  }),
  noData: { message: 'there are no measurements to fit', advice: "add measurements for the fit's conditions" },
  unknown: (kind: string, id: string) => `no ${kind} "${id}"`,
  beforeStart: (time: number, start: number) => ({
    message: `the measurement at ${time} lies before the model's start, ${start}`,
    advice: 'set about.time.start to the time of the initial values',
  }),
  tensorRest: {
    message: 'a condition starts from a steady state, which steps of fixed length do not find',
    advice: 'fit it by the float64 kernel, or give initial values in place of the pre-equilibration',
  },
  tensorEvents: {
    message: 'the model has events, whose times depend on the state',
    advice: 'fit it by the float64 kernel, or take the events out',
  },
  tensorVaries: {
    message: 'subjects have values of their own of a parameter, which batches do not tell apart yet',
    advice: 'fit it by the float64 kernel',
  },
  tensorWarmStart: {
    message: 'a warm start prepares the starts of the kernel',
    advice: 'fit it by the float64 kernel, or leave the warm start out',
  },
  tensorRegulariser: (kind: string) => ({
    message: `the regulariser ${kind} reads the trajectories at times of its own, which the tensor program does not`,
    advice: 'fit it by the float64 kernel, or take the regulariser out of this fit',
  }),
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
