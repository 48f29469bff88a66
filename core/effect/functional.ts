/**
 * Functionals of an outcome on the dense solution: value, peak, time of peak, area, time above and first crossing.
 *
 * Each stretch between knots is scanned at a few points, every extremum that the scan brackets is refined, and crossings
 * are solved for between the points. Times are good to 1e-10 of the horizon for crossings and about 1e-8 for peaks
 * (a peak is flat). "Never crossed", and whatever is not finite, is null.
 */
import type { Functional } from '../model/schema';
import { stretches } from './dense';
import type { DenseReader, Stretch } from './dense';
import { integrate } from './quadrature';
import { root } from './search';
import { maximum } from '../util/golden-section';

/** Sub-intervals scanned in one stretch: a solver's step holds far less structure than this resolves. */
const SCAN = 6;
const TIME_TOLERANCE = 1e-10;
/** How far into a sub-interval its end is compared with, to see whether the outcome rises from the end. */
const EDGE = 0.01;
/** A later peak counts as higher only by this share of the range: equal peaks of an oscillation give the first one. */
const PEAK_MARGIN = 1e-9;

interface Sample {
  readonly t: number;
  readonly value: number;
}

/** @returns the functional's value in the outcome's unit, time's unit or their product; null as said above */
export function functionalValue(functional: Functional, reader: DenseReader): number | null {
  const value = evaluate(functional, reader);
  return value !== null && Number.isFinite(value) ? value : null;
}

function evaluate(functional: Functional, reader: DenseReader): number | null {
  switch (functional.kind) {
    case 'value':
      return functional.at < reader.from || functional.at > reader.until ? null : reader.at(functional.at);
    case 'peak':
      return peak(reader)?.value ?? null;
    case 'time-of-peak':
      return peak(reader)?.t ?? null;
    case 'area':
      return area(reader);
    case 'time-above':
      return timeAbove(reader, functional.threshold);
    case 'first-crossing':
      return firstCrossing(reader, functional.threshold);
  }
}

/** Integral over the horizon, to 1e-10 of the (roughly taken) integral of the modulus. */
export function area(reader: DenseReader): number {
  const list = stretches(reader);
  const modulus = ({ from, until, value }: Stretch): number => (until - from) * Math.abs(value((from + until) / 2));
  const allowed = (1e-10 * list.reduce((sum, stretch) => sum + modulus(stretch), 0)) / (reader.until - reader.from);
  return list.reduce((sum, { from, until, value }) => sum + integrate(value, from, until, allowed * (until - from)), 0);
}

/** Scan of one stretch, its extrema refined and put in; `which` says which extrema matter at a point. */
function scan(stretch: Stretch, tolerance: number, which: (value: number) => 'maxima' | 'minima'): Sample[] {
  const { from, until } = stretch;
  const samples: Sample[] = [];
  for (let i = 0; i <= SCAN; i++) {
    const t = i === SCAN ? until : from + ((until - from) * i) / SCAN;
    samples.push({ t, value: stretch.value(t) });
  }
  const refined: Sample[] = [];
  samples.forEach((sample, i) => {
    const left = samples[Math.max(i - 1, 0)],
      right = samples[Math.min(i + 1, SCAN)];
    const sign = which(sample.value) === 'maxima' ? 1 : -1;
    const flat = left.value === sample.value && right.value === sample.value;
    // most stretches are monotone, and a search at their ends would find the end itself at 40 times the cost
    const inward =
      i === 0 ? sample.t + EDGE * (right.t - sample.t) : i === SCAN ? sample.t - EDGE * (sample.t - left.t) : undefined;
    const atEnd = inward !== undefined && sign * stretch.value(inward) <= sign * sample.value;
    if (!flat && !atEnd && sign * sample.value >= sign * left.value && sign * sample.value >= sign * right.value) {
      const best = maximum((t) => sign * stretch.value(t), left.t, right.t, tolerance);
      if (best.value > sign * sample.value) refined.push({ t: best.at, value: sign * best.value });
    }
  });
  return refined.length === 0 ? samples : [...samples, ...refined].sort((a, b) => a.t - b.t);
}

function peak(reader: DenseReader): Sample | null {
  const tolerance = TIME_TOLERANCE * (reader.until - reader.from);
  const samples = stretches(reader).flatMap((stretch) => scan(stretch, tolerance, () => 'maxima'));
  if (reader.until >= reader.from) samples.push({ t: reader.until, value: reader.at(reader.until) });
  if (samples.some(({ value }) => !Number.isFinite(value))) return null;
  const highest = samples.reduce((best, { value }) => Math.max(best, value), -Infinity);
  const lowest = samples.reduce((least, { value }) => Math.min(least, value), Infinity);
  return samples.find(({ value }) => value >= highest - PEAK_MARGIN * (highest - lowest)) ?? null;
}

/** Stretch by stretch, the points at which the outcome is on a side of the threshold, with roots between them solved. */
function* sides(reader: DenseReader, threshold: number): Iterable<{ from: number; until: number; side: number }> {
  const tolerance = TIME_TOLERANCE * (reader.until - reader.from);
  for (const stretch of stretches(reader)) {
    const samples = scan(stretch, tolerance, (value) => (value <= threshold ? 'maxima' : 'minima'));
    for (let i = 1; i < samples.length; i++) {
      const a = samples[i - 1],
        b = samples[i];
      const fa = a.value - threshold,
        fb = b.value - threshold;
      if (!Number.isFinite(fa) || !Number.isFinite(fb)) {
        yield { from: a.t, until: b.t, side: Number.NaN };
        continue;
      }
      const sa = Math.sign(fa),
        sb = Math.sign(fb);
      if (sa * sb >= 0) {
        yield { from: a.t, until: b.t, side: sa || sb };
        continue;
      }
      const at = root((t) => stretch.value(t) - threshold, a.t, b.t, fa, fb, tolerance);
      yield { from: a.t, until: at, side: sa };
      yield { from: at, until: b.t, side: sb };
    }
  }
}

/** Time spent strictly above the threshold; NaN when the outcome is not finite somewhere. */
function timeAbove(reader: DenseReader, threshold: number): number {
  let total = 0;
  for (const { from, until, side } of sides(reader, threshold)) {
    if (Number.isNaN(side)) return Number.NaN;
    if (side > 0) total += until - from;
  }
  return total;
}

/** First time on the other side of the threshold than where the outcome started, in model time; touching is not crossing. */
function firstCrossing(reader: DenseReader, threshold: number): number | null {
  let start = 0;
  for (const { from, side } of sides(reader, threshold)) {
    if (Number.isNaN(side)) return null;
    if (start === 0) start = side;
    else if (side !== 0 && side !== start) return from;
  }
  const end = Math.sign(reader.at(reader.until) - threshold);
  return start !== 0 && end !== 0 && end !== start ? reader.until : null;
}
