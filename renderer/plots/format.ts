/** Numbers on axes and in tables of effects, on top of the window's common formats. */
import { formatNumber } from '../ui/format';

/** @returns the number with its sign, `+` included, for differences */
export const formatSigned = (value: number | null | undefined, digits = 3): string =>
  value !== null && value !== undefined && value > 0 ? `+${formatNumber(value, digits)}` : formatNumber(value, digits);

/** @returns the shortest label for a tick of an axis, such as `2.5`, `40k`, `2e6` */
export function formatTick(value: number): string {
  const size = Math.abs(value);
  if (size > 0 && size < 0.01) return Number(value.toPrecision(3)).toExponential().replace(/-/g, '−');
  // four digits, since years have them
  return size >= 1e4 && size < 1e6 ? `${formatNumber(value / 1e3, 3)}k` : formatNumber(value, 4);
}

/** @returns a round step (1, 2 or 5 times a power of ten) that divides the span into about `count` parts */
export function niceStep(span: number, count: number): number {
  const rough = span / count,
    power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.99) ?? 10) * power;
}

/** @returns a multiple of a step without the rounding of the product, which ECharts would take to lie beside the tick */
export const multipleOf = (step: number, count: number): number => Number((count * step).toPrecision(12));

/** @returns `name (unit)`, or the name alone where the unit is missing or 1 */
export const axisName = (name: string, unit: string | undefined): string =>
  unit === undefined || unit === '' || unit === '1' ? name : `${name} (${unit})`;
