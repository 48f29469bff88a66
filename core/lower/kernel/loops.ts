/**
 * Rows of code (see rows.ts) to functions that V8 optimises, however many rows there are. Rows whose shapes come round with a
 * period, as those of a chain do, are rolled into one loop whose places are linear in its counter or looked up; the rest is
 * written out. V8 gives up on functions with more than 60 KB of bytecode, so the text is cut into several.
 */
import { at, Elements, LOCAL, MARK, Numbers, type Place } from './rows';

/** What a stretch of rows becomes: statements, and the tables of places and numbers that they read. */
export interface Block {
  readonly code: string;
  readonly tables: readonly (Int32Array | Float64Array)[];
}

/** Name of the array in which an array of the rows lies, and where in it. */
export type Locate = (array: string) => { readonly name: string; readonly offset: number };

/**
 * Text of a function: far below the limit, as bytecode takes at most about 0.95 bytes a character, and the shorter of two functions
 * is optimised sooner and keeps more of its values in registers.
 */
const LONGEST_FUNCTION = 13_000;
/** Periods that are tried, and how often one must come round to be worth a loop. */
const LONGEST_PERIOD = 16,
  FEWEST_TURNS = 4,
  NEARLY = 0.9,
  LOOKED_AT = 32;

interface Shaped {
  readonly text: string;
  /** the text without places and numbers */
  readonly shape: string;
  readonly arrays: readonly string[];
  readonly values: readonly number[];
}

function shaped(text: string): Shaped {
  const arrays: string[] = [],
    values: number[] = [];
  const shape = text.replace(MARK, (mark, array: string, value: string) => {
    if (array === LOCAL) return mark;
    arrays.push(array);
    values.push(Number(value));
    return `«${array}»`;
  });
  return { text, shape, arrays, values };
}

/** @returns how many rows from `start` on have the shape of the row `period` before them, the first period included */
function coverage(rows: readonly Shaped[], start: number, period: number): number {
  let end = start + period;
  if (end > rows.length) return 0;
  while (end < rows.length && rows[end].shape === rows[end - period].shape) end++;
  return end - start - ((end - start) % period);
}

type Tabulate = (values: Int32Array | Float64Array) => string;

/** How the marks of one row of a period go on from turn to turn, where their elements lie. */
function sequences(rows: readonly Shaped[], first: number, period: number, turns: number, locate: Locate): number[][] {
  return rows[first].arrays.map((array, mark) => {
    const offset = array === '#' ? 0 : locate(array).offset;
    return Array.from({ length: turns }, (_u, turn) => rows[first + turn * period].values[mark] + offset);
  });
}

/** What a block of code is written with. */
interface Context {
  readonly locate: Locate;
  readonly numbers: Numbers;
  readonly table: Tabulate;
  /** whether an element is read by a row outside of the rows from `start` to `end` − 1 */
  readonly readOutside: (array: string, value: number, start: number, end: number) => boolean;
}

/** @returns the places of rows that are written out */
export const placeOf =
  (locate: Locate, numbers: Numbers): Place =>
  (array, value) => {
    if (array === '#') return numbers.code(Number(value));
    const { name, offset } = locate(array);
    return `${name}[${Number(value) + offset}]`;
  };

/** @returns statements of a row, in a scope of their own */
const written = ({ text }: Shaped, { locate, numbers }: Context): string =>
  `{${new Elements().write(text, placeOf(locate, numbers))}}\n`;

/** @returns statements of a loop over the turns */
function rolled(rows: readonly Shaped[], start: number, period: number, turns: number, context: Context): string {
  const { locate, numbers, table } = context,
    elements = new Elements(),
    defined = new Set<string>();
  let body = '';
  const places = Array.from({ length: period }, (_, phase) => {
    const { arrays } = rows[start + phase];
    return sequences(rows, start + phase, period, turns, locate).map((values, mark) => {
      const code = progression(values, arrays[mark] === '#' ? numbers : undefined, table);
      return arrays[mark] === '#' ? code : `${locate(arrays[mark]).name}[${code}]`;
    });
  });
  for (let phase = 0; phase < period; phase++)
    for (const [, array] of rows[start + phase].text.matchAll(/(?:^|;)«([^:»]+):[^»]+»=/g)) defined.add(array);
  const steady = (array: string, code: string): boolean => /\[\d+\]$/.test(code) && !defined.has(array);
  for (let phase = 0; phase < period; phase++) {
    const stored = (array: string, _value: string, mark: number): boolean => {
      for (let turn = start; turn < start + turns * period; turn += period) {
        if (context.readOutside(array, rows[turn + phase].values[mark], turn, turn + period)) return true;
      }
      return false;
    };
    body += elements.write(rows[start + phase].text, (_array, _value, mark) => places[phase][mark], stored, steady);
  }
  return `{${elements.before.join('')}for(let i=0;i<${turns};i++){\n${body}}}\n`;
}

/** Numbers to look up in a turn of a loop, for a row on average, as the first turns have it. */
function lookups(rows: readonly Shaped[], start: number, period: number, turns: number): number {
  let count = 0;
  for (let phase = start; phase < start + period; phase++) {
    rows[phase].values.forEach((first, mark) => {
      const stride = rows[phase + period].values[mark] - first,
        isNumber = rows[phase].arrays[mark] === '#';
      for (let turn = 1; turn < turns; turn++) {
        const steps = isNumber ? 0 : turn;
        if (Object.is(rows[phase + turn * period].values[mark], first + steps * stride)) continue;
        count++;
        return;
      }
    });
  }
  return count / period;
}

/** @param numbers of the block, where the values are numbers and not places */
function progression(values: readonly number[], numbers: Numbers | undefined, table: Tabulate): string {
  const [first] = values;
  if (values.every((value) => Object.is(value, first))) return numbers?.code(first) ?? String(first);
  if (numbers !== undefined) return `${table(Float64Array.from(values))}[i]`;
  const stride = values[1] - first;
  if (values.some((value, turn) => value !== first + turn * stride)) return `${table(Int32Array.from(values))}[i]`;
  const steps = Math.abs(stride) === 1 ? 'i' : `${Math.abs(stride)}*i`;
  return stride > 0 ? (first === 0 ? steps : `${steps}+${first}`) : `${first}-${steps}`;
}

/**
 * The period that covers most rows; of those that cover nearly as many, the one whose places need the fewest tables, and of equal
 * ones the longest, as the rows of a turn share what they read.
 */
function bestPeriod(rows: readonly Shaped[], start: number): { period: number; covered: number } {
  const candidates: { period: number; covered: number }[] = [];
  for (let period = 1; period <= LONGEST_PERIOD; period++) {
    const covered = coverage(rows, start, period);
    if (covered >= FEWEST_TURNS * period) candidates.push({ period, covered });
  }
  const most = Math.max(0, ...candidates.map(({ covered }) => covered));
  let best = { period: 1, covered: 0 },
    fewest = Infinity;
  for (const candidate of candidates) {
    if (candidate.covered < NEARLY * most) continue;
    const count = lookups(rows, start, candidate.period, Math.min(candidate.covered / candidate.period, LOOKED_AT));
    if (count <= fewest) {
      best = candidate;
      fewest = count;
    }
  }
  return best;
}

/** First and last row that has an element of the arrays of passing values. */
function extents(rows: readonly Shaped[], passing: (array: string) => boolean): Map<string, [number, number]> {
  const found = new Map<string, [number, number]>();
  rows.forEach(({ arrays, values }, i) => {
    arrays.forEach((array, mark) => {
      if (!passing(array)) return;
      const key = at(array, values[mark]),
        extent = found.get(key);
      if (extent === undefined) found.set(key, [i, i]);
      else extent[1] = i;
    });
  });
  return found;
}

/**
 * @param phases code of rows, in an order that must be kept; loops do not go from one phase into the next
 * @param passing whether an array's values are of no use after their phase
 * @returns blocks, each to be run after the one before it, each short enough for one function
 */
export function blocksOf(phases: readonly (readonly string[])[], locate: Locate, passing: (array: string) => boolean): Block[] {
  const blocks: Block[] = [],
    uses = new Numbers();
  let code = '',
    numbers = uses.again(),
    tables: (Int32Array | Float64Array)[] = [];
  const all = phases.map((rows) => rows.map(shaped));
  for (const { arrays, values } of all.flat()) {
    arrays.forEach((array, mark) => {
      if (array === '#') uses.count(values[mark]);
    });
  }
  const close = (): void => {
    if (code === '') return;
    blocks.push({ code: `${numbers.load('I0')}\n${code}`, tables: [numbers.table, ...tables] });
    code = '';
    tables = [];
    numbers = uses.again();
  };
  const table = (values: Int32Array | Float64Array): string => `I${tables.push(values)}`;
  for (const rows of all) {
    const extent = extents(rows, passing);
    const readOutside: Context['readOutside'] = (array, value, start, end) => {
      const range = extent.get(at(array, value));
      return range === undefined || range[0] < start || range[1] >= end;
    };
    for (let start = 0; start < rows.length;) {
      const { period, covered } = bestPeriod(rows, start);
      const length = covered > 0 ? period : 1;
      let size = 0;
      for (let k = 0; k < length; k++) size += rows[start + k].text.length;
      if (code.length + size > LONGEST_FUNCTION) close();
      const context = { locate, numbers, table, readOutside };
      code += covered > 0 ? rolled(rows, start, period, covered / period, context) : written(rows[start], context);
      start += covered > 0 ? covered : 1;
    }
  }
  close();
  return blocks;
}

/** @returns length of the text of all rows, those of one shape counted once */
export const lengthOfShapes = (rows: readonly string[]): number =>
  [...new Set(rows.map((row) => shaped(row).shape))].reduce((sum, shape) => sum + shape.length, 0);

/** @returns rows that do not depend on each other, those of one shape side by side */
export function byShape(rows: readonly string[]): string[] {
  const families = new Map<string, string[]>();
  for (const row of rows) {
    const { shape } = shaped(row),
      family = families.get(shape);
    if (family === undefined) families.set(shape, [row]);
    else family.push(row);
  }
  return [...families.values()].flat();
}
