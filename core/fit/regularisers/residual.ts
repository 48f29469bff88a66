/**
 * What every regulariser comes to: residuals r of readings, each costing ½·weight·r². Their value, their slopes and their Gauss–Newton
 * matrix Σ weight·∇r·∇rᵀ follow from that alone, whatever the readings are: weights of a network, or outputs along a trajectory.
 */

export interface Residual {
  readonly weight: number;
  readonly value: number;
  /** indices of the readings that it depends on, and its slope in each */
  readonly readings: readonly number[];
  readonly slopes: readonly number[];
}

export function residualsCost(residuals: readonly Residual[]): number {
  let sum = 0;
  for (const { weight, value } of residuals) sum += 0.5 * weight * value * value;
  return sum;
}

/** Adds the slopes of the cost by the readings. */
export function addSlopes(residuals: readonly Residual[], slopes: Float64Array): void {
  for (const { weight, value, readings, slopes: own } of residuals)
    for (let i = 0; i < readings.length; i++) slopes[readings[i]] += weight * value * own[i];
}

/**
 * Adds gradient and Gauss–Newton matrix by k parameters.
 * @param tangents float64[readings · k], row-major: the slope of each reading in each parameter
 */
export function addGaussNewton(
  residuals: readonly Residual[],
  tangents: Float64Array,
  { gradient, matrix }: { readonly gradient: Float64Array; readonly matrix: Float64Array },
): void {
  const k = gradient.length,
    slope = new Float64Array(k);
  for (const { weight, value, readings, slopes } of residuals) {
    slope.fill(0);
    readings.forEach((reading, i) => {
      for (let a = 0; a < k; a++) slope[a] += slopes[i] * tangents[reading * k + a];
    });
    for (let a = 0; a < k; a++) {
      if (slope[a] === 0) continue;
      gradient[a] += weight * value * slope[a];
      for (let b = 0; b < k; b++) matrix[a * k + b] += weight * slope[a] * slope[b];
    }
  }
}

/** @returns the residual of a bound that is held where value ≤ most: the excess relative to the bound, zero below it */
export function excess(
  weight: number,
  value: number,
  most: number,
  readings: readonly number[],
  slopes: readonly number[],
): Residual {
  if (value <= most) return { weight, value: 0, readings: [], slopes: [] };
  return { weight, value: value / most - 1, readings, slopes: slopes.map((slope) => slope / most) };
}

/** @returns the residual of a bound that is a reading itself; where that is not positive nothing can lie below it, and the residual is infinite */
export function excessOver(weight: number, values: ArrayLike<number>, reading: number, bound: number): Residual {
  const value = values[reading],
    most = values[bound];
  if (!(most > 0)) return { weight, value: value > most ? Infinity : 0, readings: [], slopes: [] };
  if (value <= most) return { weight, value: 0, readings: [], slopes: [] };
  return { weight, value: value / most - 1, readings: [reading, bound], slopes: [1 / most, -value / most ** 2] };
}

/** Adds the Gauss–Newton matrix where the readings are the k parameters themselves. @param matrix row-major float64[k · k] */
export function addOuterProducts(residuals: readonly Residual[], matrix: Float64Array, k: number): void {
  for (const { weight, readings, slopes } of residuals)
    for (let i = 0; i < readings.length; i++)
      for (let j = 0; j < readings.length; j++) matrix[readings[i] * k + readings[j]] += weight * slopes[i] * slopes[j];
}

/** @returns the residuals with each reading's index changed */
export const placed = (residuals: readonly Residual[], places: ArrayLike<number>): Residual[] =>
  residuals.map((one) => ({ ...one, readings: one.readings.map((reading) => places[reading]) }));
