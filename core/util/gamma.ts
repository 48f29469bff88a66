/** Logarithms of the gamma and beta functions, by Stirling's series (DLMF 5.11.1). */
const LOG_SQRT_TWO_PI = 0.9189385332046727;
/** From here on seven terms of Stirling's series are exact to rounding. */
const LARGE = 10;
/** B₂ₖ/(2k(2k − 1)) for k = 1 to 7 */
const COEFFICIENTS = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/** @param x at least LARGE  @returns log Γ(x) − ((x − ½)·log x − x + ½·log 2π) */
function stirlingRest(x: number): number {
  const inverseSquare = 1 / x ** 2;
  return COEFFICIENTS.reduceRight((sum, coefficient) => sum * inverseSquare + coefficient, 0) / x;
}

/** @param x above 0  @returns log Γ(x), absolute error below 1e-14 + 1e-15·|log Γ(x)| */
export function logGamma(x: number): number {
  if (x >= LARGE) return (x - 0.5) * Math.log(x) - x + LOG_SQRT_TWO_PI + stirlingRest(x);
  // Γ(x) = Γ(x + n)/(x·(x + 1)…)
  let product = 1,
    shifted = x;
  for (; shifted < LARGE; shifted++) product *= shifted;
  return logGamma(shifted) - Math.log(product);
}

/**
 * Log of the beta function B(a, b) = Γ(a)·Γ(b)/Γ(a + b), without the cancellation that large arguments bring into the three
 * logarithms (DiDonato & Morris, ACM TOMS 18:360, 1992).
 * @param a above 0  @param b above 0
 */
export function logBeta(a: number, b: number): number {
  const [small, large] = a < b ? [a, b] : [b, a],
    sum = small + large;
  if (large < LARGE) return logGamma(small) + logGamma(large) - logGamma(sum);
  const logShare = Math.log1p(-small / sum),
    rest = stirlingRest(large) - stirlingRest(sum);
  if (small < LARGE) return logGamma(small) + rest + small - small * Math.log(sum) + (large - 0.5) * logShare;
  return (
    LOG_SQRT_TWO_PI -
    0.5 * Math.log(large) +
    (stirlingRest(small) + rest) +
    (small - 0.5) * Math.log(small / sum) +
    large * logShare
  );
}
