/** Numbers as a report prints them: significant digits, a true minus, powers of ten as such, a dash for what is undefined. */

const plain = (text: string): string => text.replace('-', '−');

/** @param digits significant digits; trailing zeros are dropped */
export function formatNumber(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const rounded = Number(value.toPrecision(digits)),
    size = Math.abs(rounded);
  if (rounded === 0) return '0';
  if (size >= 1e-3 && size < 1e6) return plain(String(rounded));
  const [mantissa, exponent] = rounded.toExponential().split('e');
  return `${plain(mantissa)}·10${superscript(Number(exponent))}`;
}

/** With its sign, + included, as differences are read. */
export const formatSigned = (value: number | null | undefined, digits = 4): string =>
  value !== null && value !== undefined && value > 0 && Number.isFinite(value)
    ? `+${formatNumber(value, digits)}`
    : formatNumber(value, digits);

export const formatRange = (low: number | null, high: number | null, digits = 4): string =>
  low === null || high === null ? '–' : `${formatNumber(low, digits)} … ${formatNumber(high, digits)}`;

/** `Name (unit)`; no parentheses for a number without unit */
export const withUnit = (name: string, unit: string | undefined): string =>
  unit === undefined || unit === '' || unit === '1' ? name : `${name} (${unit})`;

export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

const superscript = (n: number): string => String(n).replace(/[-\d]/g, (c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)]));
