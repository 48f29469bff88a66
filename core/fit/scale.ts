/** The scales on which a fit moves parameters: linear, log10 and logit, each with its inverse and derivatives. */
import type { Parameter } from '../model/schema';

export type ScaleName = Parameter['scale'];

export interface Scale {
  /** natural value → fit scale */
  toScaled(natural: number): number;
  /** fit scale → natural value */
  toNatural(scaled: number): number;
  /** d natural / d scaled, at a natural value */
  slope(natural: number): number;
  /** d² natural / d scaled², at a natural value */
  curvature(natural: number): number;
  /** the natural values that the scale can hold, as an open interval (closed at ±Infinity) */
  readonly domain: readonly [number, number];
}

export const scales: Readonly<Record<ScaleName, Scale>> = {
  linear: { toScaled: (x) => x, toNatural: (s) => s, slope: () => 1, curvature: () => 0, domain: [-Infinity, Infinity] },
  log10: {
    toScaled: Math.log10,
    toNatural: (s) => 10 ** s,
    slope: (x) => Math.LN10 * x,
    curvature: (x) => Math.LN10 ** 2 * x,
    domain: [0, Infinity],
  },
  logit: {
    toScaled: (x) => Math.log(x / (1 - x)),
    toNatural: (s) => 1 / (1 + Math.exp(-s)),
    slope: (x) => x * (1 - x),
    curvature: (x) => x * (1 - x) * (1 - 2 * x),
    domain: [0, 1],
  },
};

/** @returns whether the scale can hold the natural value */
export const holds = (scale: ScaleName, natural: number): boolean => {
  const [low, high] = scales[scale].domain;
  return Number.isFinite(natural) && natural > low && natural < high;
};

/**
 * Bounds for a parameter that has none: three decades either side of a log10 value; 0.001 to 0.999 on logit; on the
 * linear scale from 0 to ten times the value, keeping its sign, and −1 to 1 around zero. They bound the search, so a fit
 * that ends on one of them asks for bounds of its own.
 * @param value natural  @returns natural bounds
 */
export function defaultBounds(scale: ScaleName, value: number): readonly [number, number] {
  if (scale === 'log10') return [value / 1000, value * 1000];
  if (scale === 'logit') return [0.001, 0.999];
  if (value === 0) return [-1, 1];
  return value > 0 ? [0, 10 * value] : [10 * value, 0];
}
