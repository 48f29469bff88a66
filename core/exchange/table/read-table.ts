/** Text as a table: RFC 4180 and its relatives with semicolons, tabs or bars; the separator is recognised. */
import Papa from 'papaparse';
import type { Problem } from '../../model/problem';
import { isEmptyRow, withoutEmptyEnd } from './table';
import type { Table } from './table';

/** the comma comes last: beside another separator it is likely to be a decimal one */
const SEPARATORS = ['\t', ';', '|', ','] as const;
/** rows that are looked at for the separator */
const SAMPLE = 50;

/** @param text the file's text, with or without a byte order mark */
export function readTable(text: string): Table {
  const body = text.replace(/^\uFEFF/, '');
  const parsed = parse(body, findSeparator(body), 0);
  const problems = parsed.errors
    .filter(({ type }) => type === 'Quotes')
    .map(({ row, message }): Problem => ({
      severity: 'error',
      path: `row ${(row ?? 0) + 1}`,
      message: message.toLowerCase(),
      advice: 'close every quotation mark and double those inside a cell',
    }));
  return { rows: withoutEmptyEnd(parsed.data.map((row) => row.map((cell) => cell.trim()))), problems };
}

const parse = (text: string, delimiter: string, preview: number) =>
  Papa.parse<string[]>(text, { header: false, skipEmptyLines: false, delimiter, preview });

/** @returns the separator under which most rows have the same number of cells, and more than one */
function findSeparator(text: string): string {
  let best: string = ',',
    most = 0;
  for (const separator of SEPARATORS) {
    const rows = parse(text, separator, SAMPLE).data.filter((row) => !isEmptyRow(row.map((cell) => cell.trim())));
    const counts = new Map<number, number>();
    for (const { length } of rows) if (length > 1) counts.set(length, (counts.get(length) ?? 0) + 1);
    const share = Math.max(0, ...counts.values()) / Math.max(rows.length, 1);
    if (share > most) [best, most] = [separator, share];
  }
  return best;
}
