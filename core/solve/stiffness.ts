/**
 * Detection of stiffness: stability and not accuracy sets the step size of an explicit method where h|λ| of the fastest mode
 * stays beside the edge of the stability region. Two estimates of |λ|: every step the free one from the last two stages, which
 * share a node (Hairer & Wanner, Solving Ordinary Differential Equations II, IV.2, as in DOPRI5), blind where slow modes
 * dominate the difference, as they do at tight tolerances; every so many steps a few power iterations with the Jacobian, which
 * also tell, while a stiff method is in use, that it is no longer needed.
 */
import { multiply } from '../util/sparsity';
import type { ExplicitWorkspace } from './explicit';
import type { RightHandSide } from './system';
import type { ExplicitTableau } from './tableau';

/** The loop asks after every so many steps, so that what is cheap stays so. */
export const STRIDE = 4;
/** Parts of the extent of the explicit method's stability region along the negative real axis beyond which a step counts as stiff. */
const STIFF = 0.65,
  PROBED_STIFF = 0.55;
/** So many stiff steps, of those looked at, tell stiffness, unless so many that are not come between. */
const STIFF_STEPS = 3,
  CALM_STEPS = 3;
/** Of the steps looked at, one in so many is probed; so many stiff ones in a row tell stiffness. */
const PROBE_INTERVAL = 8,
  STIFF_PROBES = 2;
/** The same for steps of the stiff method, calm ones telling that it is not needed. */
const CALM_INTERVAL = 8,
  CALM_PROBES = 2;
/** A step of the stiff method is calm where h|λ| is below this part of the extent: the explicit method has room to spare. */
const CALM = 0.5;
const ITERATIONS = 4;

export interface StiffnessDetector {
  /** the explicit method's last stage, and the extent of its stability region along the negative real axis */
  readonly last: number;
  readonly limit: number;
  stiff: number;
  calm: number;
  steps: number;
  probes: number;
  /** multiplies what it takes to tell stiffness */
  patience: number;
  /** the last estimate of the largest |λ|, and the direction in which it was found */
  radius: number;
  /** float64[n], float64[n] and the entries of a Jacobian; empty until the first probe */
  vector: Float64Array;
  image: Float64Array;
  jacobian: Float64Array;
}
const EMPTY = new Float64Array(0);

/** @param explicit a method whose last two stages share a node */
export const stiffnessDetector = (explicit: ExplicitTableau): StiffnessDetector => ({
  last: explicit.stages - 1,
  limit: explicit.stabilityLimit,
  stiff: 0,
  calm: 0,
  steps: 0,
  probes: 0,
  patience: 1,
  radius: 0,
  vector: EMPTY,
  image: EMPTY,
  jacobian: EMPTY,
});

/** Forgets the steps before. */
export function restartDetector(detector: StiffnessDetector): void {
  detector.stiff = detector.calm = detector.steps = detector.probes = 0;
}

/**
 * Takes an accepted step of the explicit method from (t, y) into account; call it before the solver's `accept`.
 * @returns true once the problem shows itself stiff
 */
export function turnedStiff(
  detector: StiffnessDetector,
  w: ExplicitWorkspace,
  rhs: RightHandSide,
  t: number,
  y: Float64Array,
  p: Float64Array,
  h: number,
): boolean {
  const { n, slopes, stage, next } = w,
    { last, limit, patience } = detector;
  const threshold = STIFF * limit;
  let rise = 0,
    run = 0;
  for (let j = 0, end = last * n, before = end - n; j < n; j++, end++, before++) {
    const df = slopes[end] - slopes[before],
      dy = next[j] - stage[j];
    rise += df * df;
    run += dy * dy;
  }
  if (run > 0 && h * h * rise > threshold * threshold * run) {
    detector.calm = 0;
    if (++detector.stiff >= STIFF_STEPS * patience) return true;
  } else if (detector.stiff > 0 && ++detector.calm >= CALM_STEPS) detector.stiff = detector.calm = 0;
  if (++detector.steps % PROBE_INTERVAL !== 0) return false;
  probe(detector, w.error, rhs, t, y, p);
  detector.probes = h * detector.radius > PROBED_STIFF * limit ? detector.probes + 1 : 0;
  return detector.probes >= STIFF_PROBES * patience;
}

/**
 * Takes an accepted step of the stiff method from (t, y) into account; call it before the solver's `accept`.
 * @param error its error estimate, float64[n]  @returns true once the problem shows itself no longer stiff
 */
export function turnedCalm(
  detector: StiffnessDetector,
  error: Float64Array,
  rhs: RightHandSide,
  t: number,
  y: Float64Array,
  p: Float64Array,
  h: number,
): boolean {
  if (++detector.steps % CALM_INTERVAL !== 0) return false;
  probe(detector, error, rhs, t, y, p);
  detector.probes = h * detector.radius < CALM * detector.limit ? detector.probes + 1 : 0;
  return detector.probes >= CALM_PROBES;
}

/**
 * Estimates the largest |λ| of the Jacobian by the growth of a vector under repeated multiplication, from below in the limit.
 * The vector is the last probe's, which lay along the fastest mode then, with the error estimate, rich in fast modes, added.
 */
function probe(
  detector: StiffnessDetector,
  error: Float64Array,
  rhs: RightHandSide,
  t: number,
  y: Float64Array,
  p: Float64Array,
): void {
  const { n, column } = rhs.pattern;
  if (detector.vector.length !== n) {
    detector.vector = new Float64Array(n);
    detector.image = new Float64Array(n);
  }
  if (detector.jacobian.length !== column.length) detector.jacobian = new Float64Array(column.length);
  const { jacobian, vector, image } = detector;
  rhs.jacobian(t, y, p, jacobian);
  const inverse = 1 / length(error, n);
  if (inverse < Infinity) for (let i = 0; i < n; i++) vector[i] += error[i] * inverse;
  let size = length(vector, n);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    if (!(size > 0 && size < Infinity)) break;
    for (let i = 0; i < n; i++) vector[i] /= size;
    multiply(rhs.pattern, jacobian, vector, image);
    size = length(image, n);
    for (let i = 0; i < n; i++) vector[i] = image[i];
  }
  detector.radius = size < Infinity ? size : 0;
  const scale = 1 / size;
  if (scale < Infinity) for (let i = 0; i < n; i++) vector[i] *= scale;
  else vector.fill(0);
}

function length(v: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += v[i] * v[i];
  return Math.sqrt(sum);
}
