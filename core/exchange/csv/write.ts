/** CSV as RFC 4180 has it (commas, CRLF, doubled quotes): simulation results and measurements. Numbers round-trip exactly. */
import type { Measurement } from '../../model/schema';

type Cell = string | number | null | undefined;

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined || (typeof cell === 'number' && !Number.isFinite(cell))) return '';
  const text = String(cell);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const write = (rows: readonly (readonly Cell[])[]): string => rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');

/**
 * A table of times × ids with header `time,…`.
 * @param times float[k]  @param values id → float[k]; a value that does not exist (null, NaN) is an empty cell
 */
export function writeSeries(times: ArrayLike<number>, values: Readonly<Record<string, ArrayLike<number | null>>>): string {
  const ids = Object.keys(values);
  return write([['time', ...ids], ...Array.from(times, (time, k) => [time, ...ids.map((id) => values[id][k])])]);
}

/** A long table that `readMeasurements` reads back as it was; columns that nothing uses are left out. */
export function writeMeasurements(measurements: readonly Measurement[]): string {
  const optional = (['replicate', 'censored', 'sigma'] as const).filter((column) =>
    measurements.some((one) => one[column] !== undefined),
  );
  const columns = ['condition', 'observable', 'time', 'value', ...optional] as const;
  return write([columns, ...measurements.map((one) => columns.map((column) => one[column]))]);
}
