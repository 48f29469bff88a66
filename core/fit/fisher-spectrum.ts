/**
 * The spectrum of the Fisher information at a fit, on the parameters' scales: its eigenvectors are the combinations of parameters
 * that the data determine independently of each other, its eigenvalues how well (Brown & Sethna, Phys Rev E 68:021904, 2003).
 */
import { symmetricEigen } from '../util/symmetric-eigen';
import { failed, success, type Result } from '../util/result';
import { ACCEPTED_RISE } from './accepted';
import type { Estimated } from './estimated';
import { failures } from './messages';
import { longestPart, type InformedObjective } from './optimiser';

export interface FisherDirection {
  readonly eigenvalue: number;
  /** unit vector on the fit scale, float64[n] */
  readonly vector: Float64Array;
  /** standard deviation along the vector, 1/√eigenvalue; Infinity where the eigenvalue is 0 to rounding */
  readonly deviation: number;
  /**
   * whether the quadratic model of the cost rises by 1.92 (half of χ²₁ at 95 %) along the vector before the bounds end it, either
   * way; if not, the data leave this combination open
   */
  readonly determined: boolean;
}

export interface FisherSpectrum {
  /** least determined first */
  readonly directions: readonly FisherDirection[];
}

/** Eigenvalues below this part of the largest are rounding. */
const ROUNDING = 1e-14;

/** @param x float64[n] on the fit scale, a minimum */
export function fisherSpectrum(objective: InformedObjective, x: Float64Array): Result<FisherSpectrum> {
  const { size: n } = objective;
  const evaluated = objective.information(x);
  if (!evaluated.ok) return evaluated;
  const eigen = symmetricEigen(evaluated.value.information, n);
  if (eigen === null) return failed(failures.spectrum());
  const noise = ROUNDING * n * Math.max(...eigen.values.map(Math.abs));
  return success({
    directions: eigen.vectors.map((vector, k) => {
      const eigenvalue = eigen.values[k] > noise ? eigen.values[k] : 0;
      const reaches = [-1, 1].map((sign) => reach(objective, x, vector, sign));
      const rises = (s: number): boolean => eigenvalue > 0 && 0.5 * eigenvalue * s * s >= ACCEPTED_RISE;
      return { eigenvalue, vector, deviation: 1 / Math.sqrt(eigenvalue), determined: reaches.some(rises) };
    }),
  });
}

/** An entry below this is rounding in a unit vector, and no part of the combination. */
const NEGLIGIBLE = 1e-6;

/** @returns how far the bounds let x go along a direction */
const reach = (objective: InformedObjective, x: Float64Array, vector: Float64Array, sign: number): number =>
  longestPart(
    objective,
    x,
    vector.map((v) => (Math.abs(v) < NEGLIGIBLE ? 0 : sign * v)),
  );

/** Entries below this part of the largest are left out of a combination's text. */
const SHOWN = 0.1;

/** @returns a combination in words, such as `0.71·a − 0.71·log10(b)`, or a parameter that stands alone in it */
export function combinationText(estimated: readonly Estimated[], vector: Float64Array): string {
  const largest = Math.max(...vector.map(Math.abs));
  const terms = estimated
    .map(({ name, scale }, i) => ({ text: scale === 'linear' ? name : `${scale}(${name})`, weight: vector[i] }))
    .filter(({ weight }) => Math.abs(weight) >= SHOWN * largest)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  if (terms.length === 1) return terms[0].text;
  return terms
    .map(({ text, weight }, k) => {
      const sign = weight < 0 ? (k === 0 ? '−' : ' − ') : k === 0 ? '' : ' + ';
      return `${sign}${Math.abs(weight).toFixed(2)}·${text}`;
    })
    .join('');
}
