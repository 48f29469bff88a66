/** CSV text (RFC 4180 and its relatives with semicolons or tabs) as a header and rows of trimmed cells. */
import Papa from 'papaparse';
import type { Problem } from '../../model/problem';

export interface Table {
  readonly header: readonly string[];
  /** cells by row, each row as long as the header; `line` counts as a spreadsheet does: the header is row 1 */
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** @returns a problem tied to a cell; `column` is a header text */
export const cellProblem = (
  line: number,
  column: string,
  message: string,
  advice: string,
  severity: Problem['severity'] = 'error',
): Problem => ({ severity, path: `row ${line}, column "${column}"`, message, advice });

/** Empty rows are skipped; rows of the wrong length are left out and reported. */
export function parseTable(text: string): { table: Table; problems: Problem[] } {
  const parsed = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), {
    header: false,
    skipEmptyLines: false,
    delimitersToGuess: [',', ';', '\t'],
  });
  const problems: Problem[] = parsed.errors
    .filter(({ type }) => type === 'Quotes')
    .map(({ row, message }) => ({
      severity: 'error',
      path: `row ${(row ?? 0) + 1}`,
      message: message.toLowerCase(),
      advice: 'close every quotation mark and double those inside a cell',
    }));
  const lines = parsed.data
    .map((cells, index) => ({ line: index + 1, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const [first, ...rest] = lines;
  if (first === undefined) {
    problems.push({
      severity: 'error',
      path: '',
      message: 'the table is empty',
      advice: 'give a header row and at least one row of data',
    });
    return { table: { header: [], rows: [] }, problems };
  }
  const header = first.cells;
  header.forEach((name, i) => {
    if (name === '' || header.indexOf(name) === i) return;
    problems.push(cellProblem(first.line, name, `two columns are called "${name}"`, 'rename or remove one of them'));
  });
  const rows = rest.flatMap(({ line, cells }) => {
    const extra = cells.slice(header.length);
    if (extra.some((cell) => cell !== '')) {
      problems.push({
        severity: 'error',
        path: `row ${line}`,
        message: `${cells.length} cells under ${header.length} columns; the row is left out`,
        advice: 'quote cells that contain the separator',
      });
      return [];
    }
    return [{ line, cells: header.map((_, i) => cells[i] ?? '') }];
  });
  return { table: { header, rows }, problems };
}

const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', '.', '-']);
export const isMissing = (cell: string): boolean => MISSING.has(cell.toLowerCase());

/** @returns the number a cell holds, or what is wrong with it and the way out */
export function readNumber(cell: string): number | { message: string; advice: string } {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell) && Number.isFinite(Number(cell))) return Number(cell);
  if (isMissing(cell)) return { message: 'no number here', advice: 'enter a number or remove the row' };
  const advice = /^[+-]?\d+,\d+$/.test(cell) ? 'write decimals with a point' : 'enter a plain number such as 3.5 or 1e-4';
  return { message: `"${cell}" is not a number`, advice };
}
