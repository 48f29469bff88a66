/** A file of measurements, as it came in a message, read as tables. */
import { readTable } from '../exchange/table/read-table';
import { decodeBase64 } from '../exchange/xlsx/base64';
import { readWorkbook } from '../exchange/xlsx/read-workbook';
import { DocumentError } from '../model/problem';
import type { ParsedRequest, Response } from './contract';
import type { Platform } from './platform';

/** @throws DocumentError where the file is no table that can be read, with the way out */
export async function readTableFile(
  file: string,
  content: ParsedRequest<'readTable'>['content'],
  platform: Pick<Platform, 'sha256'>,
): Promise<Response<'readTable'>> {
  const isWorkbook = /\.xlsx$/i.test(file);
  if ('text' in content && !isWorkbook) {
    return { sheets: [{ name: '', table: copy(readTable(content.text)) }], sha256: platform.sha256(content.text) };
  }
  if (!isWorkbook || !('base64' in content)) {
    const message = `${file} cannot be read as a table`;
    throw new DocumentError([
      { severity: 'error', path: '', message, advice: 'give a text table (.csv, .tsv, .txt) or an Excel workbook (.xlsx)' },
    ]);
  }
  const bytes = decodeBase64(content.base64);
  const sheets = await readWorkbook(bytes);
  return { sheets: sheets.map(({ name, table }) => ({ name, table: copy(table) })), sha256: platform.sha256(bytes) };
}

/** What goes over a wire is the receiver's own. */
const copy = ({ rows, problems }: ReturnType<typeof readTable>): Response<'readTable'>['sheets'][number]['table'] => ({
  rows: rows.map((row) => [...row]),
  problems: [...problems],
});
