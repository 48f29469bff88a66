/**
 * The exponential of a dense matrix by scaling and squaring with Padé approximants. N. J. Higham, "The scaling and squaring
 * method for the matrix exponential revisited", SIAM Journal on Matrix Analysis and Applications 26 (2005) 1179–1193.
 */
import { allFinite } from './norm';
import { factorise, substitute } from '../util/lu';

export interface MatrixExponential {
  readonly n: number;
  /**
   * out ← e^(scale·A). Costs about 6 + log₂‖scale·A‖ products of matrices; nothing is allocated.
   * @param a float64[n·n], row-major  @param out float64[n·n], overwritten, not `a`
   * @returns false where the result is not finite; out is then of no use
   */
  exponential(a: Float64Array, scale: number, out: Float64Array): boolean;
  /** out ← A B. @param a, b, out float64[n·n]; out is neither a nor b */
  product(a: Float64Array, b: Float64Array, out: Float64Array): void;
}

/** Numerator coefficients of the diagonal approximants and the 1-norms up to which their error is below double precision. */
const APPROXIMANTS: readonly { readonly bound: number; readonly coefficients: readonly number[] }[] = [
  { bound: 1.495585217958292e-2, coefficients: [120, 60, 12, 1] },
  { bound: 2.53939833006323e-1, coefficients: [30240, 15120, 3360, 420, 30, 1] },
  { bound: 9.504178996162932e-1, coefficients: [17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1] },
  {
    bound: 2.097847961257068,
    coefficients: [17643225600, 8821612800, 2075673600, 302702400, 30270240, 2162160, 110880, 3960, 90, 1],
  },
];
const BOUND_13 = 5.371920351148152;
const COEFFICIENTS_13 = [
  64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800,
  33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
] as const;

/** @param n number of rows; keeps 8 n² numbers of scratch */
export function matrixExponential(n: number): MatrixExponential {
  const size = n * n;
  const matrix = (): Float64Array => new Float64Array(size);
  const scaled = matrix(),
    powers = [matrix(), matrix(), matrix(), matrix()],
    odd = matrix(),
    even = matrix(),
    sum = matrix();
  const pivots = new Int32Array(n),
    columnVector = new Float64Array(n);

  function product(a: Float64Array, b: Float64Array, out: Float64Array): void {
    out.fill(0);
    for (let i = 0, row = 0; i < n; i++, row += n) {
      for (let k = 0, other = 0; k < n; k++, other += n) {
        const factor = a[row + k];
        if (factor !== 0) for (let j = 0; j < n; j++) out[row + j] += factor * b[other + j];
      }
    }
  }

  /** out ← Σ_k weights[first + 2k] A^(2k) with A^0 = I and `count` terms */
  function evenSum(weights: readonly number[], first: number, count: number, out: Float64Array): void {
    out.fill(0);
    for (let i = 0; i < size; i += n + 1) out[i] = weights[first];
    for (let k = 1; k < count; k++) {
      const power = powers[k - 1],
        weight = weights[first + 2 * k];
      for (let i = 0; i < size; i++) out[i] += weight * power[i];
    }
  }

  /** Powers A², A⁴, … so many of them. */
  function raise(count: number): void {
    product(scaled, scaled, powers[0]);
    for (let k = 1; k < count; k++) product(powers[k - 1], powers[0], powers[k]);
  }

  /** odd, even ← U, V of the approximant with these coefficients: V even, U odd in A */
  function lowOrder(coefficients: readonly number[]): void {
    const terms = coefficients.length / 2;
    raise(terms - 1);
    evenSum(coefficients, 1, terms, sum);
    product(scaled, sum, odd);
    evenSum(coefficients, 0, terms, even);
  }

  function order13(): void {
    const b = COEFFICIENTS_13,
      [a2, a4, a6] = powers;
    raise(3);
    for (let i = 0; i < size; i++) sum[i] = b[13] * a6[i] + b[11] * a4[i] + b[9] * a2[i];
    product(a6, sum, even);
    evenSum(b, 1, 4, sum);
    for (let i = 0; i < size; i++) sum[i] += even[i];
    product(scaled, sum, odd);
    for (let i = 0; i < size; i++) sum[i] = b[12] * a6[i] + b[10] * a4[i] + b[8] * a2[i];
    product(a6, sum, even);
    evenSum(b, 0, 4, sum);
    for (let i = 0; i < size; i++) even[i] += sum[i];
  }

  /** out ← (V − U)⁻¹ (V + U) */
  function quotient(out: Float64Array): boolean {
    for (let i = 0; i < size; i++) {
      sum[i] = even[i] - odd[i];
      out[i] = even[i] + odd[i];
    }
    if (!factorise(sum, n, pivots)) return false;
    for (let j = 0; j < n; j++) {
      for (let i = 0, at = j; i < n; i++, at += n) columnVector[i] = out[at];
      substitute(sum, n, pivots, columnVector);
      for (let i = 0, at = j; i < n; i++, at += n) out[at] = columnVector[i];
    }
    return true;
  }

  return {
    n,
    product,
    exponential(a, scale, out) {
      for (let i = 0; i < size; i++) scaled[i] = scale * a[i];
      const norm = oneNorm(scaled, n);
      if (!(norm < Infinity)) return false;
      for (let i = 0; i < APPROXIMANTS.length; i++) {
        const approximant = APPROXIMANTS[i];
        if (norm <= approximant.bound) {
          lowOrder(approximant.coefficients);
          return quotient(out);
        }
      }
      const squarings = Math.max(0, Math.ceil(Math.log2(norm / BOUND_13)));
      const shrink = 2 ** -squarings;
      for (let i = 0; i < size; i++) scaled[i] *= shrink;
      order13();
      if (!quotient(out)) return false;
      for (let k = 0; k < squarings; k++) {
        product(out, out, sum);
        out.set(sum);
      }
      return allFinite(out, size);
    },
  };
}

/** Largest sum of moduli of a column. */
function oneNorm(a: Float64Array, n: number): number {
  let norm = 0;
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let at = j; at < n * n; at += n) sum += Math.abs(a[at]);
    if (!(sum <= norm)) norm = sum;
  }
  return norm;
}
