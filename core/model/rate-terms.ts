/** Terms of which a law is a sum: a product of causes, perhaps times one saturating factor, as the expression language reads them. */

export interface RateTerm {
  /** id of a variable → its exponent; empty: nothing multiplies the term */
  readonly factors: Readonly<Record<string, number>>;
  /** x^h/(K^h + x^h) where it activates, 1/(1 + (x/K)^h) where not; K > 0 in the unit of x */
  readonly saturation?: { readonly variable: string; readonly K: number; readonly h: number; readonly activates: boolean };
}
export interface WeightedTerm extends RateTerm {
  readonly coefficient: number;
}

/** @returns six digits of a number, which is more than a regression knows of it */
export const significant = (value: number): number => Number(value.toPrecision(6));

/** @returns the product of the factors, empty where there are none */
const productText = (factors: RateTerm['factors']): string =>
  Object.entries(factors)
    .map(([name, exponent]) => (exponent === 1 ? name : `${name}^${exponent}`))
    .join('*');

/**
 * @param K what stands for the half-saturation, a number or a parameter
 * @returns the term without its coefficient, such as `y*hill(x, 2, 4)`
 */
export function termText({ factors, saturation }: RateTerm, K = String(significant(saturation?.K ?? 1))): string {
  const front = productText(factors);
  if (saturation === undefined) return front === '' ? '1' : front;
  const { variable, h, activates } = saturation;
  if (activates)
    return `${front}${front === '' ? '' : '*'}${h === 1 ? `${variable}/(${K} + ${variable})` : `hill(${variable}, ${K}, ${h})`}`;
  const below = h === 1 ? `(1 + ${variable}/${K})` : `(1 + (${variable}/${K})^${h})`;
  return `${front === '' ? '1' : front}/${below}`;
}

/** @returns coefficient times term, without a factor 1 */
export function scaledText(coefficient: string, text: string): string {
  if (text === '1') return coefficient;
  return text.startsWith('1/') ? `${coefficient}${text.slice(1)}` : `${coefficient}*${text}`;
}

/** @returns the sum with its numbers in it, such as `0.8*x*y - 0.3*y` */
export const sumText = (terms: readonly WeightedTerm[]): string =>
  terms
    .map((term, i) => {
      const product = scaledText(String(Math.abs(significant(term.coefficient))), termText(term));
      const negative = term.coefficient < 0;
      return i === 0 ? `${negative ? '-' : ''}${product}` : `${negative ? ' - ' : ' + '}${product}`;
    })
    .join('');
