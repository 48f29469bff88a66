/**
 * The clock of a trajectory's network: it runs fast where the measurements are dense, so that a fast beginning takes as much of the
 * network, and as many collocation points, as the slow rest. On physical time a network misses what is over in a hundredth of it (Ji, Qiu,
 * Shi, Pan & Deng, J. Phys. Chem. A 125:8098, 2021).
 */

/** Maps the parts 0 … 1 of a trajectory's time to parts 0 … 1 of its clock; rising and smooth. */
export interface DataClock {
  /** @param part of the time  @returns part of the clock */
  readonly of: (part: number) => number;
  /** @param part of the clock  @returns part of the time */
  readonly time: (part: number) => number;
  /** @param part of the clock  @returns the derivative of `time` there */
  readonly pace: (part: number) => number;
}

const even: DataClock = { of: (part) => part, time: (part) => part, pace: () => 1 };

/**
 * The clock log(1 + s/τ)/log(1 + 1/τ), on which half of the measurements come before its middle: with the median m that is τ = m²/(1 − 2m).
 * @param parts times of the measurements as parts of the whole, 0 … 1, ascending
 * @returns physical time where the measurements are as dense in its second half as in its first, or denser
 */
export function dataClock(parts: readonly number[]): DataClock {
  const later = parts.filter((part) => part > 0),
    median = later.length === 0 ? 1 : later[Math.floor((later.length - 1) / 2)];
  if (!(median < 0.5)) return even;
  const tau = median ** 2 / (1 - 2 * median),
    whole = Math.log1p(1 / tau);
  return {
    of: (part) => Math.log1p(part / tau) / whole,
    time: (part) => tau * Math.expm1(whole * part),
    pace: (part) => tau * whole * Math.exp(whole * part),
  };
}
