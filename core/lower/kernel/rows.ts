/**
 * Expressions to rows of code: each row writes what belongs to one state, and a subexpression that several rows share is written
 * by the first of them. Places in arrays and numbers are marks in the text, so that rows that differ in these alone are seen to
 * have one shape (see loops.ts).
 */
import { isNumber, type Expr } from '../../equations/expression';
import { DEPTH, numeral, timesRead } from './emit';
import { operationText } from './written-out';

export interface Row {
  readonly exprs: readonly Expr[];
  /** @param codes code of the values of `exprs`  @returns statements */
  finish(codes: readonly string[]): string;
}

/** Array whose elements are constants of one row's block. */
export const LOCAL = 'v';

/** @returns the mark of an array's element, or of a name local to the row */
export const at = (array: string, index: number | string): string => `«${array}:${index}»`;
/** @returns the mark of a number */
export const literal = (value: number): string => `«#:${value}»`;
export const MARK = /«([^:]+):([^»]+)»/g;

interface Claims {
  /** the row that writes a node */
  readonly row: Map<Expr, number>;
  /** nodes that rows after it read too, with their places in the array of shared values */
  readonly shared: Map<Expr, number>;
  readonly uses: Map<Expr, number>;
}

/** The nodes that a row writes, arguments before their users; those of rows before it are marked as shared and left out. */
function claim(exprs: readonly Expr[], row: number, { row: claimed, shared, uses }: Claims): Expr[] {
  const order: Expr[] = [],
    stack: (readonly [Expr, boolean])[] = [];
  const meet = (node: Expr, times: number): void => {
    const owner = claimed.get(node);
    if (owner === undefined) stack.push([node, false]);
    else if (owner !== row && node.kind === 'operation') shared.set(node, -1);
    uses.set(node, (uses.get(node) ?? 0) + times);
  };
  for (const root of exprs) {
    meet(root, 1);
    while (stack.length > 0) {
      const [node, ready] = stack.pop()!;
      if (ready) {
        order.push(node);
        continue;
      }
      if (claimed.has(node)) continue;
      claimed.set(node, row);
      if (node.kind !== 'operation') continue;
      stack.push([node, true]);
      for (let i = node.args.length - 1; i >= 0; i--) meet(node.args[i], timesRead(node, i));
    }
  }
  return order;
}

/**
 * @param access code that loads a symbol, a mark where it is an array's element
 * @param shared name of the array of values that rows share
 * @returns code of each row, in their order, and the shared values in the order of their places
 */
export function emitRows(
  rows: readonly Row[],
  access: (symbol: string) => string,
  shared: string,
): { code: string[]; shared: Expr[] } {
  const claims: Claims = { row: new Map(), shared: new Map(), uses: new Map() };
  const orders = rows.map(({ exprs }, i) => claim(exprs, i, claims));
  const places: Expr[] = [];
  const code = rows.map(({ exprs, finish }, i) => {
    const local = new Map<Expr, string>(),
      depth = new Map<Expr, number>(),
      lines: string[] = [];
    const read = (node: Expr): string => {
      if (node.kind === 'number') return literal(node.value);
      if (node.kind === 'symbol') return access(node.name);
      return local.get(node) ?? at(shared, claims.shared.get(node)!);
    };
    let names = 0;
    const fresh = (text: string): string => {
      const name = at(LOCAL, names++);
      lines.push(`const ${name}=${text};`);
      return name;
    };
    for (const node of orders[i]) {
      if (node.kind !== 'operation') continue;
      const { operator, args } = node;
      const codes = args.map((arg, k) => (operator === 'pow' && k === 1 && isNumber(arg) ? numeral(arg.value) : read(arg)));
      const text = operationText(node, codes, fresh);
      const deep = 1 + Math.max(0, ...args.map((arg) => depth.get(arg) ?? 0));
      const common = claims.shared.has(node);
      if (common || claims.uses.get(node)! > 1 || deep > DEPTH) {
        const name = fresh(text);
        local.set(node, name);
        if (common) {
          claims.shared.set(node, places.length);
          lines.push(`${at(shared, places.length)}=${name};`);
          places.push(node);
        }
      } else {
        local.set(node, `(${text})`);
        depth.set(node, deep);
      }
    }
    return `${lines.join('')}${finish(exprs.map(read))}`;
  });
  return { code, shared: places };
}

const ELEMENT = /(^|;)«([^:»]+):([^»]+)»=|«([^:»]+):([^»]+)»/g;

/** @param value of a mark  @param mark number of the mark within its row */
export type Place = (array: string, value: string, mark: number) => string;

/** Turns rows into code in which each element of an array is read at most once; it is written once, as every row's is. */
export class Elements {
  /** an element, by its array's name in the rows and its code → the constant that holds it */
  private readonly names = new Map<string, string>();
  /** what is read before the first row, as it stays the same */
  readonly before: string[] = [];
  private rows = 0;

  /**
   * @param place code of an element or a number, from its mark
   * @param stored whether an element that the row writes is wanted in its array
   * @param steady whether an element may be read before the first row
   */
  write(
    row: string,
    place: Place,
    stored: (array: string, value: string, mark: number) => boolean = () => true,
    steady: (array: string, code: string) => boolean = () => false,
  ): string {
    const loads: string[] = [],
      stores: string[] = [],
      number = this.rows++;
    let mark = 0;
    const code = row.replace(
      ELEMENT,
      (_all, start: string | undefined, target: string, targetValue: string, array: string, value: string) => {
        if (start !== undefined) {
          const element = place(target, targetValue, mark),
            name = this.name(target, element);
          if (stored(target, targetValue, mark++)) stores.push(`${element}=${name};`);
          return `${start}const ${name}=`;
        }
        if (array === LOCAL) return `v${number}_${value}`;
        const element = place(array, value, mark++);
        if (array === '#') return element;
        let name = this.names.get(`${array} ${element}`);
        if (name === undefined) {
          name = this.name(array, element);
          (steady(array, element) ? this.before : loads).push(`const ${name}=${element};`);
        }
        return name;
      },
    );
    return `${loads.join('')}${code}${stores.join('')}\n`;
  }

  private name(array: string, element: string): string {
    const name = `${array}_${this.names.size}`;
    this.names.set(`${array} ${element}`, name);
    return name;
  }
}

/** Numbers that a block of code reads from a table: V8 makes a literal anew at each use, which takes longer than to read one. */
export class Numbers {
  private readonly index = new Map<number, number>();

  constructor(private readonly uses = new Map<number, number>()) {}

  /** Takes a use of a number into account. */
  count(value: number): void {
    this.uses.set(value, (this.uses.get(value) ?? 0) + 1);
  }

  code(value: number): string {
    if ((this.uses.get(value) ?? 0) < FEWEST_USES) return numeral(value);
    let index = this.index.get(value);
    if (index === undefined) this.index.set(value, (index = this.index.size));
    return `c${index}`;
  }

  /** @returns the same for the next block of the same rows */
  again(): Numbers {
    return new Numbers(this.uses);
  }

  /** @param table name of the table  @returns statements that read the numbers */
  load(table: string): string {
    return [...this.index.values()].map((i) => `const c${i}=${table}[${i}];`).join('');
  }

  get table(): Float64Array {
    return Float64Array.from(this.index.keys());
  }
}
/** A literal used less often than this in a block stays a literal. */
const FEWEST_USES = 3;
