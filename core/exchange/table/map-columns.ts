/** A table and its mapping as measurements, with every cell that could not be read; good cells are kept whatever the others say. */
import type { Measurement } from '../../model/schema';
import { checkMapping, noteColumns } from './check-mapping';
import { headingOf } from './mapping';
import type { Heading, Mapping, Names, Role } from './mapping';
import { isMissing, readCensored, readNumber, readSide, readValue } from './numbers';
import type { Unreadable, Value } from './numbers';
import { cellPath, cellText, isEmptyRow, width } from './table';
import type { Cell, CellFault, Table } from './table';
import { WordBook } from './words';
import type { Word } from './words';

export interface Reading {
  readonly measurements: Measurement[];
  /** number of rows of data */
  readonly rows: number;
  /** cells of values that are empty, NA or a point: nothing was measured */
  readonly missing: number;
  /** values whose condition or observable is to be left out */
  readonly leftOut: number;
  readonly faults: CellFault[];
  readonly conditions: readonly Word[];
  readonly observables: readonly Word[];
}

/** A column of values with the columns that belong to it; −1: there is none. */
interface ValueColumn {
  readonly value: number;
  readonly sigma: number;
  readonly censored: number;
  readonly limit: number;
}

/** @param names the conditions and observables that there are, by id or name */
export function mapColumns(table: Table, mapping: Mapping, names: Names): Reading {
  const reader = new Reader(table, mapping, names);
  const headings = reader.headings;
  const faults = checkMapping(mapping, headings);
  const data = table.rows
    .map((cells, row) => ({ cells, row }))
    .filter(({ cells, row }) => row > mapping.header && !isEmptyRow(cells));
  const measurements = faults.length > 0 ? [] : data.flatMap(({ cells, row }) => reader.read(cells, row));
  return {
    measurements,
    rows: data.length,
    missing: reader.missing,
    leftOut: reader.leftOut,
    faults: [...faults, ...reader.finish(), ...noteColumns(table, mapping, headings, names)],
    conditions: reader.conditions.words(),
    observables: reader.observables.words(),
  };
}

class Reader {
  readonly headings: readonly Heading[];
  readonly conditions: WordBook;
  readonly observables: WordBook;
  missing = 0;
  leftOut = 0;
  private readonly faults: CellFault[] = [];
  private readonly time: number;
  private readonly condition: number;
  private readonly observable: number;
  private readonly replicate: number;
  private readonly values: readonly ValueColumn[];

  constructor(
    table: Table,
    private readonly mapping: Mapping,
    names: Names,
  ) {
    this.headings = Array.from({ length: Math.max(width(table), mapping.columns.length) }, (_, column) =>
      headingOf(table, mapping.header, column, names),
    );
    this.conditions = new WordBook('condition', names.conditions, mapping.conditions);
    this.observables = new WordBook('observable', names.observables, mapping.observables);
    const at = (role: Role): number => mapping.columns.findIndex((column) => column.role === role);
    this.time = at('time');
    this.condition = at('condition');
    this.observable = at('observable');
    this.replicate = at('replicate');
    this.values = groupValues(mapping);
  }

  /** @returns the row's measurements, one a column of values that can be read */
  read(cells: readonly Cell[], row: number): Measurement[] {
    const beyond = cells.findIndex((cell, i) => i >= this.mapping.columns.length && cell !== '');
    if (beyond >= 0) {
      return this.report(row, beyond, `${cells.length} cells under ${this.mapping.columns.length} columns; the row is left out`, {
        advice: 'quote cells that contain the separator, or give every column a name',
      });
    }
    const present = this.values.filter((column) => !this.isAbsent(cells, column));
    this.missing += this.values.length - present.length;
    if (present.length === 0) return [];
    const condition = this.readCondition(cells, row);
    const wanted = present.flatMap((column) => {
      const observable = this.readObservable(cells, row, column.value);
      return condition === null || observable === null ? [] : [{ column, observable }];
    });
    this.leftOut += present.length - wanted.length;
    if (wanted.length === 0) return [];
    const time = this.number(row, this.time, cells[this.time] ?? '');
    const replicate = cellText(cells[this.replicate]);
    return wanted.flatMap(({ column, observable }): Measurement[] => {
      const value = this.readValue(cells, row, column);
      const sigma = this.readSigma(cells, row, column);
      if (typeof condition !== 'string' || time === undefined || observable === undefined) return [];
      if (value === undefined || sigma === undefined) return [];
      return [
        {
          condition,
          observable,
          time,
          ...value,
          ...(isMissing(replicate) ? {} : { replicate }),
          ...(sigma === null ? {} : { sigma }),
        },
      ];
    });
  }

  /** @returns all faults in the order of their cells; an unknown word is told of once, where it is met first */
  finish(): CellFault[] {
    for (const book of [this.conditions, this.observables]) {
      for (const word of book.words()) {
        if (word.id !== undefined) continue;
        const often = word.count > 1 ? ` (${word.count} times)` : '';
        const message = word.word === '' ? `no ${book.kind} is given${often}` : `no ${book.kind} "${word.word}"${often}`;
        this.report(word.row, word.column, message, { advice: book.advice(word) });
      }
    }
    return this.faults.sort((a, b) => (a.row ?? -1) - (b.row ?? -1) || a.column - b.column);
  }

  private report(row: number, column: number, message: string, { advice }: { advice: string }): [] {
    const name = this.headings[column]?.text ?? '';
    this.faults.push({ severity: 'error', path: cellPath(row, column, name), message, advice, row, column });
    return [];
  }
  private reject(row: number, column: number, { message, advice }: Unreadable): undefined {
    this.report(row, column, message, { advice });
  }

  private isAbsent(cells: readonly Cell[], { value, censored, limit }: ValueColumn): boolean {
    if (!isMissing(cells[value])) return false;
    return isMissing(cells[limit]) || readSide(cells[censored]) === null;
  }

  private number(row: number, column: number, cell: Cell): number | undefined {
    const value = readNumber(cell, this.mapping.decimal);
    return typeof value === 'number' ? value * this.factor(column) : this.reject(row, column, value);
  }
  private factor(column: number): number {
    return this.mapping.columns[column].factor ?? 1;
  }

  private readCondition(cells: readonly Cell[], row: number): string | null | undefined {
    const word = this.condition < 0 ? (this.mapping.condition ?? '') : cellText(cells[this.condition]);
    return this.conditions.read(word, row, Math.max(this.condition, 0));
  }
  private readObservable(cells: readonly Cell[], row: number, column: number): string | null | undefined {
    if (this.observable >= 0) return this.observables.read(cellText(cells[this.observable]), row, this.observable);
    return this.observables.read(this.headings[column].name, Math.max(this.mapping.header, 0), column);
  }

  private readValue(cells: readonly Cell[], row: number, column: ValueColumn): Value | undefined {
    const { decimal } = this.mapping;
    const side = readSide(cells[column.censored]);
    if (side !== null && typeof side === 'object') return this.reject(row, column.censored, side);
    const limit = cells[column.limit],
      cell = cells[column.value] ?? '';
    const atLimit = side !== null && limit !== undefined && !isMissing(limit);
    const read = atLimit
      ? readCensored(limit, decimal, side)
      : side !== null
        ? readCensored(cell, decimal, side)
        : readValue(cell, decimal, limit);
    if ('message' in read) return this.reject(row, atLimit ? column.limit : column.value, read);
    return { ...read, value: read.value * this.factor(column.value) };
  }

  /** @returns null where the observable's own noise holds */
  private readSigma(cells: readonly Cell[], row: number, column: ValueColumn): number | null | undefined {
    const cell = cells[column.sigma];
    if (cell === undefined || isMissing(cell)) return null;
    const read = readNumber(cell, this.mapping.decimal);
    if (typeof read !== 'number') return this.reject(row, column.sigma, read);
    if (read > 0) return read * this.factor(column.sigma);
    return this.reject(row, column.sigma, {
      message: 'a standard deviation must be above 0',
      advice: "correct it, or leave the cell empty to use the observable's noise",
    });
  }
}

/** σ, censoring and limit go with the nearest column of values on their left, else with the first. */
function groupValues({ columns }: Mapping): ValueColumn[] {
  const groups = columns.flatMap(({ role }, value) => (role === 'value' ? [{ value, sigma: -1, censored: -1, limit: -1 }] : []));
  columns.forEach(({ role }, index) => {
    if (role !== 'sigma' && role !== 'censored' && role !== 'limit') return;
    const group = groups.findLast(({ value }) => value < index) ?? groups[0];
    if (group !== undefined && group[role] < 0) group[role] = index;
  });
  return groups;
}
