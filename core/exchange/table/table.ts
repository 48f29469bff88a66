/** A table of measurements as a file holds it: rows of cells, addressed as a spreadsheet does (row 7, column D "value"). */
import type { Problem } from '../../model/problem';

/** A spreadsheet's numbers stay numbers; text is trimmed; '' is an empty cell. */
export type Cell = string | number;
export interface Table {
  /** `rows[0]` is the file's row 1; empty rows are kept so that the others keep their numbers; rows may differ in length */
  readonly rows: readonly (readonly Cell[])[];
  /** what is wrong with the file as a whole, such as a quotation mark that is never closed */
  readonly problems: readonly Problem[];
}

/** A fault of one cell, or of a whole column where `row` is null. Both count from 0. */
export interface CellFault extends Problem {
  readonly row: number | null;
  readonly column: number;
}

/** @returns the letters of a spreadsheet's column: 0 → A, 25 → Z, 26 → AA */
export function columnLetters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest === 0 ? '' : columnLetters(rest - 1)) + String.fromCharCode(65 + (index % 26));
}

/** @param name the column's header; '' where it has none */
export function cellPath(row: number | null, column: number, name: string): string {
  const title = `column ${columnLetters(column)}${name === '' ? '' : ` "${name}"`}`;
  return row === null ? title : `row ${row + 1}, ${title}`;
}

export const cellText = (cell: Cell | undefined): string => (cell === undefined ? '' : String(cell));
export const isEmptyRow = (row: readonly Cell[]): boolean => row.every((cell) => cell === '');
/** @returns the rows up to the last that holds anything */
export const withoutEmptyEnd = <T extends readonly Cell[]>(rows: readonly T[]): T[] =>
  rows.slice(0, rows.findLastIndex((row) => !isEmptyRow(row)) + 1);
export const width = (table: Pick<Table, 'rows'>): number => table.rows.reduce((most, row) => Math.max(most, row.length), 0);
