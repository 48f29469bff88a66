/** The unit of a product of powers, put together from the texts of units without knowing what they mean. */

/** @returns whether the unit is that of a plain number */
const isPlain = (unit: string): boolean => /^(1|)$/.test(unit.trim());

/**
 * @param powers units as documents have them, with whole exponents; one listed several times counts as often
 * @returns such as `1/(day*(ng/ml))`, `1` for a plain number; undefined where one of the units is not known
 */
export function unitText(powers: readonly (readonly [unit: string | undefined, exponent: number])[]): string | undefined {
  const sum = new Map<string, number>();
  for (const [unit, exponent] of powers) {
    if (exponent === 0) continue;
    if (unit === undefined) return undefined;
    if (!isPlain(unit)) sum.set(unit, (sum.get(unit) ?? 0) + exponent);
  }
  const product = (sign: 1 | -1): string[] =>
    [...sum].flatMap(([unit, exponent]) => {
      if (exponent * sign <= 0) return [];
      const text = /^[\p{L}\p{N}_]+$/u.test(unit) ? unit : `(${unit})`;
      return [Math.abs(exponent) === 1 ? text : `${text}^${Math.abs(exponent)}`];
    });
  const above = product(1),
    below = product(-1);
  if (below.length === 0) return above.length === 0 ? '1' : above.length === 1 ? bare(above[0]) : above.join('*');
  const top = above.length === 0 ? '1' : above.join('*');
  return `${top}/${below.length === 1 ? below[0] : `(${below.join('*')})`}`;
}

/** A unit that stands alone needs no brackets. */
const bare = (text: string): string => (text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1) : text);
