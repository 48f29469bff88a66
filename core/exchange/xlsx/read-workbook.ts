/** The sheets of an Excel workbook (.xlsx, Office Open XML) as tables. */
import readSheets, { InvalidInputError, InvalidSpreadsheetError } from 'read-excel-file/universal';
import { DocumentError } from '../../model/problem';
import { withoutEmptyEnd } from '../table/table';
import type { Cell, Table } from '../table/table';

export interface Sheet {
  readonly name: string;
  readonly table: Table;
}

/**
 * @param bytes the whole file
 * @returns every sheet, in the order of the workbook; dates as text, formulas as their last values
 * @throws DocumentError where the bytes are no workbook
 */
export async function readWorkbook(bytes: Uint8Array<ArrayBuffer>): Promise<Sheet[]> {
  try {
    const sheets = await readSheets(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    return sheets.map(({ sheet, data }) => ({
      name: sheet,
      table: { rows: withoutEmptyEnd(data.map((row) => row.map(cellOf))), problems: [] },
    }));
  } catch (error) {
    const isKnown = error instanceof InvalidInputError || error instanceof InvalidSpreadsheetError;
    const why = isKnown ? '' : `: ${error instanceof Error ? error.message : String(error)}`;
    throw new DocumentError([
      {
        severity: 'error',
        path: '',
        message: `the file is no Excel workbook that can be read${why}`,
        advice: 'save it as .xlsx (not .xls, and without a password) or as CSV',
      },
    ]);
  }
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return value.trim();
  if (value instanceof Date) return value.toISOString().replace(/T00:00:00\.000Z$/, '');
  return value === null || value === undefined ? '' : String(value).toUpperCase();
}
