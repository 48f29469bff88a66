/** Aligned columns of text for people at a terminal. */

/** @returns five significant digits, in scientific notation where a plain number would be long */
export function formatNumber(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 1e-4 && size < 1e6 ? String(Number(value.toPrecision(5))) : value.toExponential(4);
}

// as terminals do, counts code points, not combining marks
const width = (text: string): number => [...text.normalize('NFC').replace(/\p{M}/gu, '')].length;
const pad = (text: string, size: number, right: boolean): string =>
  right ? ' '.repeat(size - width(text)) + text : text + ' '.repeat(size - width(text));

/**
 * @param head names of the columns
 * @param rows cells; a number is set flush right, in five digits
 * @returns the lines, each ended by a newline
 */
export function table(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const isNumeric = head.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] !== 'string'));
  const text = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell : formatNumber(cell))));
  const sizes = head.map((name, column) => Math.max(width(name), ...text.map((row) => width(row[column]))));
  const line = (cells: readonly string[]): string =>
    `${cells
      .map((cell, column) => pad(cell, sizes[column], isNumeric[column]))
      .join('  ')
      .trimEnd()}\n`;
  return line(head) + line(sizes.map((size) => '─'.repeat(size))) + text.map(line).join('');
}
