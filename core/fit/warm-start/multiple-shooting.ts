/**
 * Multiple shooting (Bock, in: Numerical Treatment of Inverse Problems in Differential and Integral Equations, 1983, 95; for oscillators
 * and chaos: Voss, Timmer & Kurths, Int. J. Bifurcation Chaos 14:1905, 2004): trajectories are cut into segments whose first states are
 * unknowns too, so that each stays near its data whatever the parameters, and the gaps between them are weighed more from round to round
 * until there are none.
 */
import { DocumentError } from '../../model/problem';
import type { Fit, Scenario } from '../../model/schema';
import { failed, success, type Result } from '../../util/result';
import type { Estimated } from '../estimated';
import { minimise, type Evaluation, type Objective } from '../optimiser';
import { populationTerms, type PopulationTerms } from '../population';
import { priorTerm } from '../prior';
import { scales } from '../scale';
import { estimatedSlots } from '../trajectory-parameters';
import { buildTrajectories, type Trajectory } from '../trajectories';
import { deeds, failures, faults } from './messages';
import { seenStates } from './seen-states';
import { Segment, segmentStarts } from './segments';
import { quasiNewton, type Warming } from './warming';

export interface ShootingSettings {
  readonly segments?: number;
  readonly rounds: number;
  readonly iterations: number;
}

/** What half the square of a gap as wide as its state's range costs in the first round, and the factor of each later one. */
const FIRST_WEIGHT = 10,
  GROWTH = 10;
/** Gaps this small, in ranges of their states, are none. */
const JOINED = 1e-4;
const TOLERANCE = 1e-6;

/** @throws DocumentError for a model with events */
export function multipleShooting(
  document: Scenario,
  fit: Fit,
  base: Objective,
  estimated: readonly Estimated[],
  settings: ShootingSettings,
): Warming {
  if (document.events.length > 0)
    throw new DocumentError([
      { severity: 'error', path: `fits[${document.fits.indexOf(fit)}].warmStart`, about: fit.id, ...faults.events },
    ]);
  const shot = shotTrajectories(document, fit, estimated, settings.segments),
    population = populationTerms(document, estimated);
  return (x0, cancelled) => {
    const joint = shootingObjective(shot, estimated, population, base, x0, cancelled);
    if (!joint.ok) return joint;
    const { objective, start, gapAt } = joint.value;
    let z = start,
      iterations = 0,
      round = 0;
    for (; round < settings.rounds && (round === 0 || (!cancelled() && gapAt(z) > JOINED)); round++) {
      const own = objective(FIRST_WEIGHT * GROWTH ** round);
      const minimum = minimise(quasiNewton(own.size, settings.iterations, TOLERANCE), own, z, { cancelled });
      if (!minimum.ok) return minimum;
      z = minimum.value.x;
      iterations += minimum.value.iterations;
    }
    const segments = shot.reduce((sum, one) => sum + one.segments.length, 0);
    return success({ x: z.slice(0, estimated.length), did: deeds.segments(segments, round, iterations, gapAt(z)) });
  };
}

/** A trajectory in its segments. */
export interface ShotTrajectory {
  readonly trajectory: Trajectory;
  readonly segments: readonly Segment[];
  /** number of each estimated parameter's slot, −1 where the trajectory does not have it */
  readonly slots: readonly number[];
  readonly p: Float64Array;
}

/** @throws DocumentError where document, fit and data do not fit together */
export function shotTrajectories(
  document: Scenario,
  fit: Fit,
  estimated: readonly Estimated[],
  segments?: number,
): ShotTrajectory[] {
  return buildTrajectories(document, fit).map((trajectory) => {
    const { from, until, lowered } = trajectory,
      ends = [from, ...segmentStarts(trajectory, segments), until];
    return {
      trajectory,
      segments: ends.slice(1).map((end, k) => new Segment(trajectory, document, ends[k], end, k === 0)),
      slots: estimatedSlots(trajectory, estimated),
      p: Float64Array.from(lowered.nominal),
    };
  });
}

export interface Joint {
  /** @param weight of the gaps  @returns the cost of parameters and first states together, without regularisers, with what the gaps cost */
  objective(weight: number): Objective;
  /** the parameters, then the first states of all segments but the first of each trajectory, each in ranges of its state */
  readonly start: Float64Array;
  /** @returns the widest gap in ranges of its state */
  gapAt(z: Float64Array): number;
}

/** @returns a failure where no first states can be found for the segments */
export function shootingObjective(
  shot: readonly ShotTrajectory[],
  estimated: readonly Estimated[],
  population: PopulationTerms,
  base: Objective,
  x0: Float64Array,
  cancelled?: () => boolean,
): Result<Joint> {
  const k = estimated.length,
    natural = (z: Float64Array): Float64Array => Float64Array.from(estimated, ({ scale }, i) => scales[scale].toNatural(z[i]));
  const place = ({ slots, p }: ShotTrajectory, values: Float64Array): void =>
    slots.forEach((slot, i) => {
      if (slot >= 0) p[slot] = values[i];
    });
  const guesses: Guess[] = [];
  for (const one of shot) {
    place(one, natural(x0));
    const guess = firstStates(one);
    if (!guess.ok) return guess;
    guesses.push(guess.value);
  }
  const offsets = shot.map((_, i) =>
    shot.slice(0, i).reduce((sum, { segments, trajectory }) => sum + (segments.length - 1) * trajectory.lowered.plan.n, k),
  );
  const scaled = guesses.flatMap(({ states, ranges }) => states.map((value, j) => value / ranges[j % ranges.length])),
    ends = guesses.flatMap(({ states, lows, highs, ranges }) =>
      states.map((_, j) => [lows[j % ranges.length], highs[j % ranges.length]].map((end) => end / ranges[j % ranges.length])),
    );
  /** natural first state of a segment, from 0 */
  const firstOf = (z: Float64Array, i: number, segment: number): Float64Array => {
    const { ranges } = guesses[i],
      { n } = shot[i].trajectory.lowered.plan;
    return ranges.map((range, j) => (segment === 0 ? 0 : range * z[offsets[i] + (segment - 1) * n + j]));
  };
  const evaluate = (z: Float64Array, weight: number): Result<Evaluation> => {
    const gradient = new Float64Array(z.length),
      values = natural(z);
    let value = population.value(z);
    for (const [i, one] of shot.entries()) {
      const { n, m } = one.trajectory.lowered.plan,
        { ranges } = guesses[i],
        gp = new Float64Array(m);
      place(one, values);
      for (const [s, segment] of one.segments.entries()) {
        const next = s + 1 < one.segments.length ? offsets[i] + s * n : -1;
        const meet = (end: Float64Array, cotangent: Float64Array): number => {
          let cost = 0;
          for (let j = 0; next >= 0 && j < n; j++) {
            const gap = end[j] / ranges[j] - z[next + j];
            cost += 0.5 * weight * gap ** 2;
            cotangent[j] += (weight * gap) / ranges[j];
            gradient[next + j] -= weight * gap;
          }
          return cost;
        };
        const evaluated = segment.evaluate(one.p, firstOf(z, i, s), meet, gp, cancelled);
        if (!evaluated.ok) return evaluated;
        value += evaluated.value.value;
        for (let j = 0; s > 0 && j < n; j++) gradient[offsets[i] + (s - 1) * n + j] += ranges[j] * evaluated.value.byBegin[j];
      }
      one.slots.forEach((slot, a) => {
        if (slot >= 0) gradient[a] += gp[slot] * scales[estimated[a].scale].slope(values[a]);
      });
    }
    estimated.forEach(({ prior, scale }, a) => {
      if (prior === undefined) return;
      const term = priorTerm(prior, z[a], scale);
      value += term.value;
      gradient[a] += term.slope;
    });
    population.addGradient(z, gradient);
    return success({ value, gradient });
  };
  return success({
    start: Float64Array.from([...x0, ...scaled]),
    objective: (weight) => ({
      size: k + scaled.length,
      lower: Float64Array.from([...base.lower, ...ends.map(([low]) => low)]),
      upper: Float64Array.from([...base.upper, ...ends.map(([, high]) => high)]),
      evaluate: (z) => evaluate(z, weight),
    }),
    gapAt(z) {
      let widest = 0;
      const values = natural(z);
      for (const [i, one] of shot.entries()) {
        place(one, values);
        one.segments.slice(0, -1).forEach((segment, s) => {
          const end = segment.end(one.p, firstOf(z, i, s)),
            next = firstOf(z, i, s + 1);
          if (!end.ok) widest = Infinity;
          else next.forEach((first, j) => (widest = Math.max(widest, Math.abs(end.value[j] - first) / guesses[i].ranges[j])));
        });
      }
      return widest;
    },
  });
}

interface Guess {
  /** first states of the segments after the first, one after the other */
  readonly states: number[];
  /** range of each state over what is known of it, and where it is looked for, float64[n] each */
  readonly ranges: Float64Array;
  readonly lows: Float64Array;
  readonly highs: Float64Array;
}

/** States where segments begin: smoothed measurements where a state is seen, else where the segment before ends. Uses the parameters in place. */
function firstStates({ trajectory, segments, p }: ShotTrajectory): Result<Guess> {
  const { n } = trajectory.lowered.plan,
    seen = seenStates(trajectory, p),
    states: number[] = [],
    low = new Float64Array(n).fill(Infinity),
    high = new Float64Array(n).fill(-Infinity);
  let begin = new Float64Array(n).fill(NaN);
  for (const [s, segment] of segments.entries()) {
    segment.restart();
    const end = segment.end(p, begin),
      next = Float64Array.from(end.ok ? end.value : begin);
    for (const { state, at } of seen) next[state] = at(segment.until).value;
    if (!next.every(Number.isFinite)) {
      if (s === segments.length - 1) break;
      return failed(end.ok ? failures.equations([]) : failures.shooting(segment.until, end.failure));
    }
    next.forEach((value, j) => {
      low[j] = Math.min(low[j], value);
      high[j] = Math.max(high[j], value);
    });
    if (s < segments.length - 1) states.push(...next);
    begin = next;
  }
  for (const { state, spline, at } of seen)
    for (const t of spline.knots) {
      low[state] = Math.min(low[state], at(t).value);
      high[state] = Math.max(high[state], at(t).value);
    }
  const ranges = high.map((top, j) => (Number.isFinite(top - low[j]) && top - low[j]) || Math.abs(low[j]) || 1);
  return success({
    states,
    ranges,
    // what has never been negative is likely a concentration or a count
    lows: low.map((bottom, j) => (bottom >= 0 ? 0 : bottom - ranges[j])),
    highs: high.map((top, j) => top + ranges[j]),
  });
}
