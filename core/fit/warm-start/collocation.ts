/**
 * Collocation: the equations are made to hold along smoothed measurements, which takes no solve and has few traps. Regressing derivatives
 * (Varah, SIAM J. Sci. Stat. Comput. 3:28, 1982) suffers from those of the noise; so the residual dŷ/dt − f(ŷ, θ) is averaged under
 * bumps, as orthogonality to test functions (Brunel, Clairon & d'Alché-Buc, J. Am. Stat. Assoc. 109:173, 2014), each as wide as the
 * smoothing can tell one part of the curve from the next.
 */
import type { Lowered } from '../../lower/lowered';
import { DocumentError } from '../../model/problem';
import type { Fit, Scenario } from '../../model/schema';
import { evenly } from '../../util/grid';
import { failed, success } from '../../util/result';
import type { Estimated } from '../estimated';
import { minimise, type Objective } from '../optimiser';
import { scales } from '../scale';
import { estimatedSlots } from '../trajectory-parameters';
import { buildTrajectories, type Trajectory } from '../trajectories';
import { deeds, failures, faults } from './messages';
import { pieceAt, seenStates, type SeenState } from './seen-states';
import { quasiNewton, type Warming } from './warming';

/** Times at which the equations are asked, over all the measurements of a trajectory. */
const TIMES = 200;
/**
 * Radius of a bump, in spans over the degrees of freedom of the curve that has most: on noisy oscillators 2 to 3 leave the least error, 1
 * lets the slopes of the noise in, and beyond 4 some regressions miss.
 */
const REACH = 2;
/** Bumps a radius: they overlap, so that no stretch counts less than another. */
const OVERLAP = 3;
/** A gradient this small ends the regression. */
const TOLERANCE = 1e-7;

/** @throws DocumentError where trajectories jump, or states that the equations read are not measured */
export function collocation(
  document: Scenario,
  fit: Fit,
  base: Objective,
  estimated: readonly Estimated[],
  iterations: number,
): Warming {
  const path = `fits[${document.fits.indexOf(fit)}].warmStart`,
    trajectories = buildTrajectories(document, fit);
  for (const trajectory of trajectories) checkTrajectory(trajectory, path, fit.id);
  return (x0, cancelled) => {
    const objective = collocationObjective(trajectories, estimated, base, x0);
    const minimum = minimise(quasiNewton(objective.size, iterations, TOLERANCE), objective, x0, { cancelled });
    if (!minimum.ok) return minimum;
    return success({ x: minimum.value.x, did: deeds.collocation(objective.states, minimum.value.iterations) });
  };
}

function checkTrajectory(trajectory: Trajectory, path: string, about: string): void {
  const { lowered, conditions } = trajectory,
    { pieces } = lowered.plan;
  const refuse = (fault: { message: string; advice: string }): never => {
    throw new DocumentError([{ severity: 'error', path, about, ...fault }]);
  };
  if (pieces.some(({ jumps, events = [] }) => jumps.length > 0 || events.length > 0)) refuse(faults.jumps(conditions[0]));
  const seen = new Set(seenStates(trajectory, lowered.nominal).map(({ state }) => state));
  if (seen.size === 0) refuse(faults.nothingSeen(conditions[0]));
  const unseen = lowered.states.filter((_, state) => !seen.has(state) && isRead(lowered, state, seen));
  if (unseen.length > 0) refuse(faults.unseen(unseen, conditions[0]));
}

/** @returns whether the equation of a state that is seen reads the state */
const isRead = ({ plan: { pieces } }: Lowered, state: number, seen: ReadonlySet<number>): boolean =>
  pieces.some(({ rhs: { pattern } }) =>
    [...seen].some((row) => pattern.column.subarray(pattern.rowStart[row], pattern.rowStart[row + 1]).includes(state)),
  );

/** One trajectory's curves at the times at which the equations are asked, and the bumps under which they are to hold. */
interface Share {
  readonly lowered: Lowered;
  /** number of each estimated parameter's slot, −1 where the trajectory does not have it */
  readonly slots: readonly number[];
  readonly seen: readonly SeenState[];
  readonly times: Float64Array;
  readonly pieces: readonly number[];
  /** [time][state] */
  readonly curves: Float64Array;
  readonly slopes: Float64Array;
  /** root mean square of each state's slope */
  readonly sizes: Float64Array;
  readonly bumps: readonly { readonly from: number; readonly weights: Float64Array }[];
  readonly p: Float64Array;
}

/** @param x0 float64[k] on the fit scale: scalings and offsets of observables are read there  @returns the mean square of the averaged residuals */
export function collocationObjective(
  trajectories: readonly Trajectory[],
  estimated: readonly Estimated[],
  { size, lower, upper }: Objective,
  x0: Float64Array,
): Objective & { readonly states: number } {
  const shares = trajectories.map((trajectory) => shareOf(trajectory, estimated, x0));
  return {
    size,
    lower,
    upper,
    states: Math.max(...shares.map(({ seen }) => seen.length)),
    evaluate(x) {
      const gradient = new Float64Array(size),
        natural = Float64Array.from(estimated, ({ scale }, i) => scales[scale].toNatural(x[i]));
      let value = 0;
      for (const share of shares) value += addShare(share, natural, gradient) / shares.length;
      if (!Number.isFinite(value) || !gradient.every(Number.isFinite)) return failed(failures.equations(blamed(shares)));
      estimated.forEach(({ scale }, i) => {
        gradient[i] *= scales[scale].slope(natural[i]) / shares.length;
      });
      return success({ value, gradient });
    },
  };
}

function shareOf(trajectory: Trajectory, estimated: readonly Estimated[], x0: Float64Array): Share {
  const { lowered } = trajectory,
    { plan, nominal } = lowered,
    { n } = plan;
  const slots = estimatedSlots(trajectory, estimated),
    p = Float64Array.from(nominal);
  estimated.forEach(({ scale }, i) => {
    if (slots[i] >= 0) p[slots[i]] = scales[scale].toNatural(x0[i]);
  });
  const seen = seenStates(trajectory, p),
    from = Math.max(...seen.map((one) => one.from)),
    until = Math.min(...seen.map((one) => one.until));
  const times = evenly(from, until, TIMES),
    curves = new Float64Array(TIMES * n),
    slopes = new Float64Array(TIMES * n),
    sizes = new Float64Array(n).fill(1);
  for (const { state, at } of seen) {
    let squares = 0;
    times.forEach((t, k) => {
      const { value, slope } = at(t);
      curves[k * n + state] = value;
      slopes[k * n + state] = slope;
      squares += slope ** 2;
    });
    sizes[state] = Math.sqrt(squares / TIMES) || 1;
  }
  const freedom = Math.max(...seen.map(({ spline }) => spline.freedom)),
    radius = Math.min(Math.max(1, Math.round((REACH * TIMES) / freedom)), (TIMES - 1) >> 1);
  return {
    lowered,
    slots,
    seen,
    times,
    pieces: Array.from(times, (t) => pieceAt(plan.pieces, t)),
    curves,
    slopes,
    sizes,
    bumps: bumpsOf(radius),
    p,
  };
}

/** @returns (1 − s²)³ at the times within a radius of each centre, its weights adding up to 1 */
function bumpsOf(radius: number): Share['bumps'] {
  const count = Math.ceil((OVERLAP * TIMES) / radius),
    shape = Float64Array.from({ length: 2 * radius + 1 }, (_, k) => (1 - ((k - radius) / (radius + 1)) ** 2) ** 3),
    sum = shape.reduce((a, b) => a + b, 0),
    weights = shape.map((value) => value / sum);
  return Array.from({ length: count }, (_, k) => ({ from: Math.round(((TIMES - 1 - 2 * radius) * k) / (count - 1)), weights }));
}

/** @param gradient float64[k] by natural values, added to  @returns half the mean square of the averaged residuals */
function addShare(share: Share, natural: Float64Array, gradient: Float64Array): number {
  const { lowered, slots, seen, times, pieces, curves, slopes, sizes, bumps, p } = share,
    { n, m, pieces: parts } = lowered.plan;
  slots.forEach((slot, i) => {
    if (slot >= 0) p[slot] = natural[i];
  });
  const rates = new Float64Array(TIMES * n),
    lambda = new Float64Array(TIMES * n);
  const row = (of: Float64Array, k: number): Float64Array => of.subarray(k * n, (k + 1) * n);
  times.forEach((t, k) => parts[pieces[k]].rhs.value(t, row(curves, k), p, row(rates, k)));
  let value = 0;
  const weight = 1 / (bumps.length * seen.length);
  for (const { state } of seen) {
    const size = sizes[state];
    for (const { from, weights } of bumps) {
      let residual = 0;
      for (let k = 0, at = from * n + state; k < weights.length; k++, at += n) residual += weights[k] * (rates[at] - slopes[at]);
      value += 0.5 * weight * (residual / size) ** 2;
      const pull = (weight * residual) / size ** 2;
      for (let k = 0, at = from * n + state; k < weights.length; k++, at += n) lambda[at] += pull * weights[k];
    }
  }
  const gp = new Float64Array(m),
    unused = new Float64Array(n);
  times.forEach((t, k) => parts[pieces[k]].rhs.vjp(t, row(curves, k), p, row(lambda, k), unused, gp));
  slots.forEach((slot, i) => {
    if (slot >= 0) gradient[i] += gp[slot];
  });
  return value;
}

/** @returns ids of mechanisms whose rates are not finite along the curves */
const blamed = (shares: readonly Share[]): string[] => [
  ...new Set(
    shares.flatMap(({ lowered: { plan }, times, pieces, curves, p }) =>
      [...times].flatMap((t, k) => plan.pieces[pieces[k]].rhs.blame?.(t, curves.subarray(k * plan.n, (k + 1) * plan.n), p) ?? []),
    ),
  ),
];
