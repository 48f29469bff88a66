/** What a learned rate does over the range that the data cover: response curves, slices, the sign of each edge, and the data's density. */
import { evenly } from '../util/grid';
import { causeValues, type LearnedRate, type RateSamples } from './learned-rate';

export interface Histogram {
  /** bin boundaries, ascending, one more than bins */
  readonly edges: number[];
  /** samples in each bin */
  readonly counts: number[];
}
export interface ResponseCurve {
  readonly cause: string;
  /** over the range of the samples */
  readonly x: number[];
  /** the other causes at their medians */
  readonly rate: number[];
  /** smallest and largest rate with the other causes as they were at samples spread over all */
  readonly least: number[];
  readonly most: number[];
  readonly density: Histogram;
  /** smallest and largest rate over several sets of weights, the other causes at their medians; absent: one set only */
  readonly range?: Range;
}
export interface Range {
  readonly low: number[];
  readonly high: number[];
}
export interface ResponseSlice {
  readonly causes: [string, string];
  readonly x: number[];
  readonly y: number[];
  /** row-major [y][x], the other causes at their medians */
  readonly rate: number[];
  /** samples in each cell around a point of the grid, row-major [y][x] */
  readonly density: number[];
}
export interface EdgeSign {
  readonly cause: string;
  /** `none`: the rate hardly depends on it anywhere */
  readonly sign: 'increasing' | 'decreasing' | 'mixed' | 'none';
  /** extremes of ∂rate/∂cause over the samples */
  readonly least: number;
  readonly most: number;
  /** share of the samples where the slope is positive, and negative, beyond what counts as none */
  readonly rising: number;
  readonly falling: number;
}

const BINS = 24;
/** Samples whose other causes make the band of a curve. */
const COMPANIONS = 40;
/** A slope that changes the rate over the whole range by less than this share of the rate's size counts as none. */
const FLAT = 1e-3;

const extent = (values: Float64Array): [number, number] => {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity),
    high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return low < high ? [low, high] : [low - 0.5, low + 0.5];
};
const binOf = (value: number, [low, high]: readonly [number, number], bins: number): number =>
  Math.min(bins - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * bins)));

function medians(samples: RateSamples): Float64Array {
  return Float64Array.from(samples.causes, (_, cause) => {
    const sorted = causeValues(samples, cause).sort();
    return sorted[sorted.length >> 1];
  });
}

function checkSamples({ count }: RateSamples): void {
  if (count === 0) throw new RangeError('a response needs at least one sample');
}

export function histogram(values: Float64Array, bins = BINS): Histogram {
  const range = extent(values),
    counts = Array<number>(bins).fill(0);
  for (const value of values) counts[binOf(value, range, bins)]++;
  return { edges: [...evenly(...range, bins + 1)], counts };
}

/**
 * @param cause index into the rate's causes
 * @throws RangeError without samples
 */
export function responseCurve(rate: LearnedRate, samples: RateSamples, cause: number, points = 101): ResponseCurve {
  checkSamples(samples);
  const values = causeValues(samples, cause),
    n = samples.causes.length,
    x = evenly(...extent(values), points);
  const at = medians(samples);
  const along = (others: Float64Array): Float64Array => {
    const row = others.slice();
    return x.map((value) => {
      row[cause] = value;
      return rate.value(row);
    });
  };
  const middle = along(at),
    least = middle.slice(),
    most = middle.slice();
  const companions = Math.min(COMPANIONS, samples.count);
  for (let c = 0; c < companions; c++) {
    const k = Math.floor((c * samples.count) / companions);
    along(samples.points.subarray(k * n, (k + 1) * n)).forEach((value, i) => {
      least[i] = Math.min(least[i], value);
      most[i] = Math.max(most[i], value);
    });
  }
  const density = histogram(values);
  return { cause: samples.causes[cause], x: [...x], rate: [...middle], least: [...least], most: [...most], density };
}

/**
 * @param rates the same rate at several sets of weights; a value that is not finite is left out
 * @param x as of the cause's response curve
 * @throws RangeError without samples, or without a rate
 */
export function responseRange(rates: readonly LearnedRate[], samples: RateSamples, cause: number, x: readonly number[]): Range {
  checkSamples(samples);
  if (rates.length === 0) throw new RangeError('a range needs at least one rate');
  const at = medians(samples),
    low: number[] = [],
    high: number[] = [];
  for (const value of x) {
    at[cause] = value;
    const values = rates.map((rate) => rate.value(at)).filter(Number.isFinite);
    low.push(Math.min(...values));
    high.push(Math.max(...values));
  }
  return { low, high };
}

/**
 * @param causes indices of the two that vary
 * @throws RangeError without samples, or for one cause twice
 */
export function responseSlice(
  rate: LearnedRate,
  samples: RateSamples,
  [first, second]: readonly [number, number],
  points = 33,
): ResponseSlice {
  checkSamples(samples);
  if (first === second) throw new RangeError('a slice needs two different causes');
  const [a, b] = [causeValues(samples, first), causeValues(samples, second)],
    at = medians(samples);
  const [x, y] = [evenly(...extent(a), points), evenly(...extent(b), points)],
    values = Array<number>(points * points).fill(0),
    density = Array<number>(points * points).fill(0);
  y.forEach((v, j) => {
    x.forEach((u, i) => {
      at[first] = u;
      at[second] = v;
      values[j * points + i] = rate.value(at);
    });
  });
  const around = (axis: Float64Array): [number, number] => {
    const half = (axis[1] - axis[0]) / 2;
    return [axis[0] - half, axis[points - 1] + half];
  };
  const [rangeX, rangeY] = [around(x), around(y)];
  a.forEach((u, k) => {
    density[binOf(b[k], rangeY, points) * points + binOf(u, rangeX, points)]++;
  });
  return { causes: [samples.causes[first], samples.causes[second]], x: [...x], y: [...y], rate: values, density };
}

/** @returns the sign of the rate in each of its causes over the samples. @throws RangeError without samples */
export function edgeSigns(rate: LearnedRate, samples: RateSamples): EdgeSign[] {
  checkSamples(samples);
  const { causes, count, points, rates } = samples,
    n = causes.length;
  const all = new Float64Array(count * n);
  for (let k = 0; k < count; k++) rate.slopes(points.subarray(k * n, (k + 1) * n), all.subarray(k * n, (k + 1) * n));
  const size = rates.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return causes.map((cause, i): EdgeSign => {
    const slopes = Float64Array.from({ length: count }, (_, k) => all[k * n + i]),
      [low, high] = extent(causeValues(samples, i));
    const flat = (FLAT * size) / (high - low);
    const share = (test: (slope: number) => boolean): number => slopes.filter(test).length / count;
    const rising = share((slope) => slope > flat),
      falling = share((slope) => slope < -flat);
    const sign = rising > 0 && falling > 0 ? 'mixed' : rising > 0 ? 'increasing' : falling > 0 ? 'decreasing' : 'none';
    const least = slopes.reduce((a, b) => Math.min(a, b)),
      most = slopes.reduce((a, b) => Math.max(a, b));
    return { cause, sign, least, most, rising, falling };
  });
}
