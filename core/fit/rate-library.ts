/** Candidate terms for the law behind a learned rate: monomials to order 2, and the saturating forms of the rate-law library. */
import type { RateTerm } from '../model/rate-terms';

/** A term without its coefficient. */
export interface CandidateTerm {
  /** @returns the term as a law has it; the constant is a half-saturation, and ignored where the term has none */
  term(constant: number): RateTerm;
  /** @param at float64[causes] */
  value(at: Float64Array, constant: number): number;
  /** the cause whose half-saturation is the term's constant; absent: it has none */
  readonly saturates?: number;
}

const HILL_EXPONENTS = [1, 2, 4];

/** @returns 1, x, x², x·y for all causes; constants are ignored */
export function monomials(causes: readonly string[]): CandidateTerm[] {
  const terms: CandidateTerm[] = [{ term: () => ({ factors: {} }), value: () => 1 }];
  causes.forEach((name, i) => {
    terms.push({ term: () => ({ factors: { [name]: 1 } }), value: (at) => at[i] });
  });
  causes.forEach((name, i) => {
    for (let k = i; k < causes.length; k++)
      terms.push({
        term: () => ({ factors: k === i ? { [name]: 2 } : { [name]: 1, [causes[k]]: 1 } }),
        value: (at) => at[i] * at[k],
      });
  });
  return terms;
}

/** @returns Michaelis–Menten, Hill activation and Hill inhibition in each cause, alone and times each other cause */
export function saturatingTerms(causes: readonly string[]): CandidateTerm[] {
  return causes.flatMap((variable, i) =>
    HILL_EXPONENTS.flatMap((h) =>
      [true, false].flatMap((activates) =>
        [-1, ...causes.keys()]
          .filter((other) => other !== i)
          .map((other): CandidateTerm => ({
            saturates: i,
            value(at, K) {
              const power = (at[i] / K) ** h,
                factor = (activates ? power : 1) / (1 + power);
              return other < 0 ? factor : factor * at[other];
            },
            term: (K) => ({ factors: other < 0 ? {} : { [causes[other]]: 1 }, saturation: { variable, K, h, activates } }),
          })),
      ),
    ),
  );
}
