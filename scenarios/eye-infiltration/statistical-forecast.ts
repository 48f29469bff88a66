/**
 * A forecast that knows no mechanism: a Gaussian process for each observable over time, the level of TGF-β that a treatment aims at, and
 * whether regulatory cells are depleted (Rasmussen & Williams, Gaussian Processes for Machine Learning, 2006, ch. 2). Length scales and
 * noise are those that best predict whole conditions left out, as what is forecast is a condition that was never seen.
 */
import type { Measurement } from '../../core/model/schema';

/** What is known of a treatment without a model: TGF-β as a healthy eye would have it at a time, ng/ml, and depletion, 0 or 1. */
export interface Treatment {
  readonly level: (day: number) => number;
  readonly depleted: (day: number) => number;
}
interface Scales {
  readonly time: number;
  readonly level: number;
  /** noise variance over that of the process */
  readonly noise: number;
}
type Point = readonly [time: number, level: number, depleted: number];

const TIMES = [0.4, 0.8, 1.6],
  LEVELS = [0.5, 1, 2, 4],
  NOISES = [0.02, 0.1, 0.3];
/** Days are read on a scale that is finer at first, as the courses are; levels by their logarithm, so that 0 lies below all. */
const readTime = (day: number): number => Math.log(1 + day / 5);
const readLevel = (level: number): number => Math.log(0.3 + level);

const covariance = (a: Point, b: Point, { time, level }: Scales): number =>
  Math.exp(-0.5 * (((a[0] - b[0]) / time) ** 2 + ((a[1] - b[1]) / level) ** 2 + (a[2] - b[2]) ** 2));

/** Solves (K + noise·I)·w = y by Cholesky's factor. */
function solveFor(points: readonly Point[], y: readonly number[], scales: Scales): Float64Array {
  const n = points.length,
    factor = new Float64Array(n * n),
    w = Float64Array.from(y);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = covariance(points[i], points[j], scales) + (i === j ? scales.noise : 0);
      for (let k = 0; k < j; k++) sum -= factor[i * n + k] * factor[j * n + k];
      factor[i * n + j] = i === j ? Math.sqrt(sum) : sum / factor[j * n + j];
    }
  }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) w[i] -= factor[i * n + k] * w[k];
    w[i] /= factor[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) w[i] -= factor[k * n + i] * w[k];
    w[i] /= factor[i * n + i];
  }
  return w;
}

/** @returns the forecast of one observable, by the mean of what it was fitted to and the process about it */
function fitted(points: readonly Point[], values: readonly number[], scales: Scales): (at: Point) => number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const weights = solveFor(
    points,
    values.map((v) => v - mean),
    scales,
  );
  return (at) => points.reduce((sum, point, i) => sum + weights[i] * covariance(at, point, scales), mean);
}

/**
 * @param measurements of one observable  @param treatments by condition  @param read how values are seen, such as their logarithm
 * @returns the forecast under any treatment, in terms of `read`
 */
export function forecaster(
  measurements: readonly Measurement[],
  treatments: Readonly<Record<string, Treatment>>,
  read: (value: number) => number,
): (treatment: Treatment, day: number) => number {
  const pointAt = ({ level, depleted }: Treatment, day: number): Point => [readTime(day), readLevel(level(day)), depleted(day)];
  const points = measurements.map(({ condition, time }) => pointAt(treatments[condition], time)),
    values = measurements.map(({ value }) => read(value));
  const leftOutError = (scales: Scales): number =>
    Object.keys(treatments).reduce((total, condition) => {
      const is = measurements.map((one) => one.condition === condition);
      const predict = fitted(
        points.filter((_, i) => !is[i]),
        values.filter((_, i) => !is[i]),
        scales,
      );
      return points.reduce((sum, point, i) => (is[i] ? sum + (predict(point) - values[i]) ** 2 : sum), total);
    }, 0);
  const candidates = TIMES.flatMap((time) => LEVELS.flatMap((level) => NOISES.map((noise) => ({ time, level, noise }))));
  const errors = candidates.map(leftOutError);
  const predict = fitted(points, values, candidates[errors.indexOf(Math.min(...errors))]);
  return (treatment, day) => predict(pointAt(treatment, day));
}
