/**
 * Rows of code (see rows.ts) to functions in which every element of an array is a local constant: read once, where it is first
 * used, and written once, where a later function or the caller wants it. Rows are cut into functions that V8 optimises.
 */
import { placeOf, type Block, type Locate } from './loops';
import { at, Elements, MARK, Numbers } from './rows';

/**
 * The most arithmetic operations of a function. V8 does not optimise a function of more than 60 kB of bytecode; an operation on
 * numbers of which there are many takes 14 to 15 bytes (two wide registers, a wide feedback slot).
 */
const MOST_OPERATIONS = 3200;

/** @returns how many arithmetic operations and calls a row has */
export const operations = (row: string): number => row.replace(MARK, '').match(/[-+*/?]|\bD\./g)?.length ?? 0;

/**
 * @param locate where the elements of an array lie
 * @param lasting arrays whose elements the caller reads
 */
export function unrolled(rows: readonly string[], locate: Locate, lasting: ReadonlySet<string>): Block[] {
  const functions: string[][] = [[]];
  let size = 0;
  for (const row of rows) {
    const own = operations(row);
    if (size > 0 && size + own > MOST_OPERATIONS) {
      functions.push([]);
      size = 0;
    }
    functions[functions.length - 1].push(row);
    size += own;
  }
  /** the last function that reads or writes an element */
  const last = new Map<string, number>();
  functions.forEach((part, i) => {
    for (const row of part) for (const [mark] of row.matchAll(MARK)) last.set(mark, i);
  });
  return functions.map((part, i) => {
    const elements = new Elements(),
      numbers = new Numbers();
    for (const row of part) for (const [, array, value] of row.matchAll(MARK)) if (array === '#') numbers.count(Number(value));
    const place = placeOf(locate, numbers);
    const wanted = (array: string, value: string): boolean => lasting.has(array) || last.get(at(array, value))! > i;
    const code = part.map((row) => elements.write(row, place, wanted)).join('');
    return { code: `${numbers.load('I0')}\n${code}`, tables: [numbers.table] };
  });
}
