/**
 * The logarithm of the regularised incomplete beta function, by its continued fraction (DLMF 8.17.22), which does not underflow
 * where the function itself would: the tails of Student's t are powers of the distance.
 */
import { logBeta } from './gamma';

/** Where the fraction has not settled by then its arguments are far beyond any use. */
const MOST_TERMS = 100_000;
/** Keeps a numerator of the fraction off zero (Lentz's algorithm as modified by Thompson & Barnett, J Comput Phys 64:490, 1986). */
const TINY = 1e-300;

/**
 * @param a above 0  @param b above 0
 * @param x from 0 to 1  @param y 1 − x, given apart so that it keeps its digits where x is near 1
 * @returns log I_x(a, b), relative error of I below about 1e-13
 */
export function logIncompleteBeta(a: number, b: number, x: number, y = 1 - x): number {
  if (x <= 0) return -Infinity;
  if (y <= 0) return 0;
  // the fraction converges fast below the mean of the beta distribution; above, I_x(a, b) = 1 − I_y(b, a)
  return x <= (a + 1) / (a + b + 2) ? logLower(a, b, x, y) : Math.log1p(-Math.exp(logLower(b, a, y, x)));
}

const logOf = (x: number, complement: number): number => (x > 0.5 ? Math.log1p(-complement) : Math.log(x));

const logLower = (a: number, b: number, x: number, y: number): number =>
  a * logOf(x, y) + b * logOf(y, x) - Math.log(a) - logBeta(a, b) - Math.log(fraction(a, b, x));

/** @returns 1 + d₁/(1 + d₂/(1 + …)) */
function fraction(a: number, b: number, x: number): number {
  let value = 1,
    upper = 1,
    lower = 0;
  for (let n = 1; n <= MOST_TERMS; n++) {
    const m = n >> 1;
    const numerator =
      n % 2 === 0 ? (m * (b - m) * x) / ((a + n - 1) * (a + n)) : (-(a + m) * (a + b + m) * x) / ((a + n - 1) * (a + n));
    lower = 1 / (1 + numerator * lower || TINY);
    upper = 1 + numerator / upper || TINY;
    const factor = upper * lower;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return value;
}
