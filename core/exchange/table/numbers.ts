/** What a cell says: a number with a decimal point or comma, a value beyond a limit, or nothing. */
import type { Measurement } from '../../model/schema';
import type { Cell } from './table';

export type Decimal = '.' | ',';
/** Why a cell cannot be read, and the way out. */
export interface Unreadable {
  readonly message: string;
  readonly advice: string;
}
export type Value = Pick<Measurement, 'value' | 'censored'>;
export type Side = NonNullable<Measurement['censored']>;

const MISSING = new Set(['', 'na', 'n/a', '#n/a', 'nan', 'null', 'none', '.', '-', '–', '—']);
export const isMissing = (cell: Cell | undefined): boolean =>
  cell === undefined || (typeof cell === 'string' && MISSING.has(cell.toLowerCase()));

const NUMBER: Readonly<Record<Decimal, RegExp>> = {
  '.': /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i,
  ',': /^[+-]?(\d+,?\d*|,\d+)(e[+-]?\d+)?$/i,
};
const GROUPED = /^[+-]?\d{1,3}([., '\u00a0\u202f]\d{3})+([.,]\d+)?$/;
const DATE = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?$/;
const BEYOND = /^(<|>|≤|≥)\s*=?\s*/;
/** words of laboratories for a value outside the range of quantification, whose limit stands in a column of its own */
const BELOW = /^(<\s*)?(blq|bloq|bql|bdl|blod|lod|loq|lloq|nd|n\.d\.|below|not detected)$/i;
const ABOVE = /^(>\s*)?(alq|aloq|uloq|above|saturated)$/i;

const plain = (text: string): string => text.replace(/^[−–]/, '-');

/** @returns the number that a cell holds, or what is wrong with it */
export function readNumber(cell: Cell, decimal: Decimal = '.'): number | Unreadable {
  if (typeof cell === 'number') return cell;
  const text = plain(cell);
  if (NUMBER[decimal].test(text)) {
    const value = Number(text.replace(',', '.'));
    if (Number.isFinite(value)) return value;
  }
  if (isMissing(cell)) return { message: 'no number here', advice: 'enter a number or remove the row' };
  return { message: `"${cell}" is not a number`, advice: adviceFor(text, decimal) };
}

function adviceFor(text: string, decimal: Decimal): string {
  if (GROUPED.test(text)) return 'write it without separators of thousands';
  if (NUMBER[decimal === '.' ? ',' : '.'].test(text)) {
    return decimal === '.'
      ? 'write decimals with a point, as the table does elsewhere'
      : 'write decimals with a comma, as the table does elsewhere';
  }
  if (DATE.test(text)) return "give times as numbers in the scenario's unit, counted from its start";
  if (/%$/.test(text)) return 'write the number without the sign, in the unit of the observable';
  return `enter a plain number such as ${decimal === '.' ? '3.5' : '3,5'} or 1e-4`;
}

/**
 * @param limit what the row's column of limits says; undefined where there is none
 * @returns the value, or the limit with the side on which the value lies beyond it
 */
export function readValue(cell: Cell, decimal: Decimal, limit?: Cell): Value | Unreadable {
  if (typeof cell === 'number') return { value: cell };
  const word: Side | undefined = BELOW.test(cell) ? 'left' : ABOVE.test(cell) ? 'right' : undefined;
  if (word !== undefined) {
    if (limit !== undefined && !isMissing(limit)) return readCensored(limit, decimal, word);
    return {
      message: `"${cell}" does not say which limit the value lies ${word === 'left' ? 'below' : 'above'}`,
      advice: `write ${word === 'left' ? '<0.5' : '>100'}, or give the limit in a column of its own`,
    };
  }
  const beyond = BEYOND.exec(cell);
  if (beyond === null) {
    const value = readNumber(cell, decimal);
    return typeof value === 'number' ? { value } : value;
  }
  return readCensored(cell.slice(beyond[0].length), decimal, /[<≤]/.test(beyond[1]) ? 'left' : 'right');
}

/** @returns the limit in the cell as a value censored on that side */
export function readCensored(limit: Cell, decimal: Decimal, side: Side): Value | Unreadable {
  const cell = typeof limit === 'string' ? limit.replace(BEYOND, '') : limit;
  const value = readNumber(cell, decimal);
  return typeof value === 'number' ? { value, censored: side } : value;
}

/**
 * A column that says which values are censored: left, right, or the numbers of pharmacometrics (1 below, −1 above, 0 not).
 * @returns null where the cell says that the value is as it was measured
 */
export function readSide(cell: Cell | undefined): Side | null | Unreadable {
  const word = cell === undefined ? '' : plain(String(cell)).toLowerCase();
  if (isMissing(word) || word === 'no' || word === '0' || word === 'false') return null;
  if (word === 'left' || word === 'below' || word === '1') return 'left';
  if (word === 'right' || word === 'above' || word === '-1') return 'right';
  return { message: `"${cell}" is no kind of censoring`, advice: 'write left (below the limit), right (above it) or nothing' };
}

/**
 * @returns the sign that the cells put before decimals: a comma where more of them have one than a point. Cells such as
 * 1,234 or 1.234 say nothing, since they may be thousands.
 */
export function detectDecimal(cells: Iterable<Cell>): Decimal {
  let points = 0,
    commas = 0;
  for (const cell of cells) {
    if (typeof cell !== 'string') continue;
    const text = plain(cell.replace(BEYOND, ''));
    if (/^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(text)) continue;
    if (/^[+-]?\d*\.\d+(e[+-]?\d+)?$/i.test(text)) points++;
    else if (/^[+-]?\d*,\d+(e[+-]?\d+)?$/i.test(text)) commas++;
  }
  return commas > points ? ',' : '.';
}
