/** Candidate terms for the law behind a learned rate: monomials to order 2, and the saturating forms of the rate-law library. */

/** A term without its coefficient. */
export interface CandidateTerm {
  /** as the expression language reads it; half-saturations are numbers within */
  text(constant: number): string;
  /** @param at float64[causes] */
  value(at: Float64Array, constant: number): number;
  /** the cause whose half-saturation is the term's constant; absent: it has none */
  readonly saturates?: number;
}

const HILL_EXPONENTS = [1, 2, 4];

/** @returns six digits of a number, which is more than a fit knows of it */
export const significant = (value: number): string => String(Number(value.toPrecision(6)));

/** @returns 1, x, x², x·y for all causes; constants are ignored */
export function monomials(causes: readonly string[]): CandidateTerm[] {
  const terms: CandidateTerm[] = [{ text: () => '1', value: () => 1 }];
  causes.forEach((name, i) => {
    terms.push({ text: () => name, value: (at) => at[i] });
  });
  causes.forEach((name, i) => {
    for (let k = i; k < causes.length; k++)
      terms.push({ text: () => (k === i ? `${name}^2` : `${name}*${causes[k]}`), value: (at) => at[i] * at[k] });
  });
  return terms;
}

/** @returns Michaelis–Menten, Hill activation and Hill inhibition in each cause, alone and times each other cause */
export function saturatingTerms(causes: readonly string[]): CandidateTerm[] {
  return causes.flatMap((name, i) =>
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
            text(K) {
              const k = significant(K),
                front = other < 0 ? '' : `${causes[other]}*`;
              if (activates) return h === 1 ? `${front}${name}/(${k} + ${name})` : `${front}hill(${name}, ${k}, ${h})`;
              const below = h === 1 ? `(1 + ${name}/${k})` : `(1 + (${name}/${k})^${h})`;
              return `${other < 0 ? '1' : causes[other]}/${below}`;
            },
          })),
      ),
    ),
  );
}
