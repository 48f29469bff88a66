/** Numbers as people read them: short, with units, and read back from what people type. */

/** @returns up to `digits` significant digits, in exponent form only where plain digits would be long */
export function formatNumber(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size >= 1e6 || size < 1e-4 ? exponent(value, digits) : String(Number(value.toPrecision(digits)));
  return text.replace('-', '−');
}

function exponent(value: number, digits: number): string {
  const [mantissa = '', power = ''] = value.toExponential(digits - 1).split('e');
  return `${Number(mantissa)}e${Number(power)}`.replace('e-', 'e−');
}

/** The exact number in the shortest digits that read back the same. */
export const exactNumber = (value: number): string => String(value);

/** @returns the number that a person typed (decimal comma and the typographic minus allowed), or null */
export function parseNumber(text: string): number | null {
  const plain = text
    .trim()
    .replace(/−/g, '-')
    .replace(/^([+-]?\d+),(\d+)$/, '$1.$2');
  if (plain === '') return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** The unit of pure numbers, 1, is not written. */
export const shownUnit = (unit: string | undefined): string | undefined =>
  unit === undefined || unit === '' || unit === '1' ? undefined : unit;
export const withUnit = (text: string, unit: string | undefined): string =>
  shownUnit(unit) === undefined ? text : `${text} ${unit}`;
export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
