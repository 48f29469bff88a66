/**
 * The logarithm of the standard normal distribution function, its derivative and its inverse, right in both tails. The lower tail goes
 * through Mills' ratio R(x) = (1 − Φ(x))/φ(x): a series near zero (Marsaglia, J Stat Softw 11:4, 2004), Laplace's
 * continued fraction beyond (Abramowitz & Stegun 26.2.14).
 */
export const LOG_SQRT_TWO_PI = 0.9189385332046727;

/** From here on the continued fraction, of so many terms, is exact to rounding; below, the series loses at most two digits. */
const SERIES_UNTIL = 2;
const FRACTION_TERMS = 120;
/** Newton's steps for a quantile need six or so. */
const MOST_STEPS = 50;

/** @returns φ(x) */
export const normalDensity = (x: number): number => Math.exp(-0.5 * x * x - LOG_SQRT_TWO_PI);

/** @returns Φ(x) − 1/2 by the series φ(x)·Σ x^(2k+1)/(1·3·5…(2k+1)), for moderate |x| */
function centralArea(x: number): number {
  let term = x,
    sum = x;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return sum * normalDensity(x);
}

/** @param x at least 0  @returns (1 − Φ(x))/φ(x), relative error below 1e-13 */
export function millsRatio(x: number): number {
  if (x < SERIES_UNTIL) return (0.5 - centralArea(x)) / normalDensity(x);
  let tail = x;
  for (let k = FRACTION_TERMS; k >= 1; k--) tail = x + k / tail;
  return 1 / tail;
}

/** @returns log Φ(z), finite for every finite z, and its derivative φ(z)/Φ(z) */
export function logNormalCdf(z: number): { value: number; slope: number } {
  if (z < 0) {
    const ratio = millsRatio(-z);
    return { value: Math.log(ratio) - 0.5 * z * z - LOG_SQRT_TWO_PI, slope: 1 / ratio };
  }
  const upper = millsRatio(z) * normalDensity(z);
  return { value: Math.log1p(-upper), slope: normalDensity(z) / (1 - upper) };
}

/** @returns x with log Φ(x) = logP, for logP of at most log 1/2: Newton's steps from below, which never pass it as log Φ is concave */
export function lowerNormalQuantile(logP: number): number {
  if (logP === -Infinity) return -Infinity;
  let x = -Math.sqrt(-2 * logP);
  for (let k = 0; k < MOST_STEPS; k++) {
    const { value, slope } = logNormalCdf(x),
      step = (logP - value) / slope;
    x += step;
    if (Math.abs(step) <= 1e-15 * Math.abs(x)) break;
  }
  return Math.min(x, 0);
}

/** @returns Φ⁻¹(p) */
export const normalQuantile = (p: number): number =>
  p <= 0.5 ? lowerNormalQuantile(Math.log(p)) : -lowerNormalQuantile(Math.log(1 - p));
