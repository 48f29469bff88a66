/**
 * Detection of stiffness in an explicit method: stability and not accuracy sets the step size where h|λ| of the fastest mode
 * stays beside the edge of the stability region. Two estimates of |λ|: every step the free one from the last two stages, which
 * share a node (Hairer & Wanner, Solving Ordinary Differential Equations II, IV.2, as in DOPRI5), blind where slow modes
 * dominate the difference, as they do at tight tolerances; every so many steps a few power iterations with the Jacobian.
 */
import type { ExplicitWorkspace } from './explicit';
import type { RightHandSide } from './system';

/** Parts of the extent of Tsit5's stability region along the negative real axis, 3.5068, beyond which a step counts as stiff. */
const THRESHOLD = 0.9 * 3.5068,
  PROBE_THRESHOLD = 0.6 * 3.5068;
/** So many stiff steps tell stiffness, unless so many that are not come between. */
const STIFF_STEPS = 15,
  CALM_STEPS = 6;
/** A probe every so many steps; so many stiff ones in a row tell stiffness. */
const PROBE_INTERVAL = 100,
  STIFF_PROBES = 2,
  ITERATIONS = 8;

export interface StiffnessDetector {
  stiff: number;
  calm: number;
  steps: number;
  stiffProbes: number;
  readonly jacobian: Float64Array;
  readonly vector: Float64Array;
  readonly image: Float64Array;
}

export const stiffnessDetector = (n: number): StiffnessDetector => ({
  stiff: 0,
  calm: 0,
  steps: 0,
  stiffProbes: 0,
  jacobian: new Float64Array(n * n),
  vector: new Float64Array(n),
  image: new Float64Array(n),
});

/**
 * Takes an accepted step from (t, y) into account; call it before the solver's `accept`.
 * @returns true once the problem shows itself stiff
 */
export function isStiff(
  detector: StiffnessDetector,
  w: ExplicitWorkspace,
  rhs: RightHandSide,
  t: number,
  y: Float64Array,
  p: Float64Array,
  h: number,
): boolean {
  const { n, k, stage, next } = w,
    end = k[k.length - 1],
    before = k[k.length - 2];
  let rise = 0,
    run = 0;
  for (let j = 0; j < n; j++) {
    const df = end[j] - before[j],
      dy = next[j] - stage[j];
    rise += df * df;
    run += dy * dy;
  }
  if (run > 0 && h * h * rise > THRESHOLD * THRESHOLD * run) {
    detector.calm = 0;
    if (++detector.stiff >= STIFF_STEPS) return true;
  } else if (detector.stiff > 0 && ++detector.calm >= CALM_STEPS) detector.stiff = detector.calm = 0;
  if (++detector.steps % PROBE_INTERVAL !== 0) return false;
  rhs.jacobian(t, y, p, detector.jacobian);
  detector.stiffProbes = h * spectralRadius(detector, w.error) > PROBE_THRESHOLD ? detector.stiffProbes + 1 : 0;
  return detector.stiffProbes >= STIFF_PROBES;
}

/**
 * Growth of a vector under repeated multiplication with the Jacobian, the largest |λ| from below in the limit.
 * @param direction where to start: the error estimate is rich in fast modes
 */
function spectralRadius({ jacobian, vector, image }: StiffnessDetector, direction: Float64Array): number {
  const n = vector.length;
  let length = 0,
    radius = 0;
  for (let i = 0; i < n; i++) length += direction[i] * direction[i];
  length = Math.sqrt(length);
  for (let i = 0; i < n; i++) vector[i] = length > 0 ? direction[i] / length : 1;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    let size = 0;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0, at = i * n; j < n; j++, at++) sum += jacobian[at] * vector[j];
      image[i] = sum;
      size += sum * sum;
    }
    radius = Math.sqrt(size);
    if (!(radius > 0 && radius < Infinity)) return 0;
    for (let i = 0; i < n; i++) vector[i] = image[i] / radius;
  }
  return radius;
}
