/** JSON as Doflow writes it: keys in the order of the format, what fits on a line on one line, one trailing newline. */

const WIDTH = 120;

/** @returns text that is equal for equal values with equal key order, and diffs well */
export function canonicalJson(value: unknown): string {
  return `${write(value, 0, 0)}\n`;
}

/** @param used columns taken before the value on its line */
function write(value: unknown, indent: number, used: number): string {
  const flat = flatten(value);
  if (value === null || typeof value !== 'object' || (indent > 0 && indent + used + flat.length <= WIDTH)) return flat;
  const inner = ' '.repeat(indent + 2);
  const entries = Array.isArray(value)
    ? value.map((entry) => write(entry, indent + 2, 0))
    : present(value).map(([key, entry]) => `${JSON.stringify(key)}: ${write(entry, indent + 2, key.length + 4)}`);
  if (entries.length === 0) return Array.isArray(value) ? '[]' : '{}';
  const joined =
    Array.isArray(value) && value.every((entry) => typeof entry === 'number')
      ? fillLines(entries, indent + 2)
      : entries.join(`,\n${inner}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${inner}${joined}\n${' '.repeat(indent)}${close}`;
}

const present = (value: object): [string, unknown][] => Object.entries(value).filter(([, entry]) => entry !== undefined);

function flatten(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flatten).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = present(value);
    return entries.length === 0
      ? '{}'
      : `{ ${entries.map(([key, entry]) => `${JSON.stringify(key)}: ${flatten(entry)}`).join(', ')} }`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** Long lists of numbers, such as weights, several to a line. */
function fillLines(entries: readonly string[], indent: number): string {
  const lines: string[] = [];
  for (const entry of entries) {
    const last = lines.length - 1;
    if (last >= 0 && indent + lines[last].length + entry.length + 3 <= WIDTH) lines[last] += `, ${entry}`;
    else lines.push(entry);
  }
  return lines.join(`,\n${' '.repeat(indent)}`);
}
