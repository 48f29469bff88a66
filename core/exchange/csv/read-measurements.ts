/**
 * Measurements from CSV, in either of two shapes. Long: columns observable, time, value and, where wanted, condition,
 * replicate, censored (left or right), limit, sigma. Wide: a time column, one column an observable, and, where wanted,
 * condition and replicate. A value such as <0.5 or >7 is a censored one at that limit. Bad cells are left out and reported.
 */
import type { Problem } from '../../model/problem';
import type { Measurement, Scenario } from '../../model/schema';
import { suggest } from '../../util/suggest';
import { cellProblem, isMissing, parseTable, readNumber } from './table';
import type { Table } from './table';

export interface MeasurementReading {
  readonly measurements: Measurement[];
  /** number of data rows in the table */
  readonly rows: number;
  readonly problems: Problem[];
}

/** The names that a table may use. */
export type Names = Pick<Scenario, 'conditions' | 'observables'>;

const LONG = ['condition', 'observable', 'time', 'value', 'replicate', 'censored', 'limit', 'sigma'] as const;
const WIDE = ['time', 'condition', 'replicate'] as const;

/** @param text the file's text  @param names the document's conditions and observables, by id or name */
export function readMeasurements(text: string, names: Names): MeasurementReading {
  const { table, problems } = parseTable(text);
  const reader = new RowReader(table, names, problems);
  const read = reader.has('observable') || reader.has('value') ? readLong : readWide;
  const measurements = table.header.length === 0 ? [] : read(reader);
  return { measurements, rows: table.rows.length, problems };
}

/** Looks cells up by column and reports what is wrong with them. */
class RowReader {
  private readonly columns: ReadonlyMap<string, number>;
  constructor(
    readonly table: Table,
    readonly names: Names,
    readonly problems: Problem[],
  ) {
    this.columns = new Map(table.header.map((name, i) => [name.toLowerCase(), i] as const).reverse());
  }
  has(column: string): boolean {
    return this.columns.has(column);
  }
  cell(row: Table['rows'][number], column: string): string {
    return row.cells[this.columns.get(column) ?? -1] ?? '';
  }
  report(line: number, column: string, message: string, advice: string): undefined {
    this.problems.push(cellProblem(line, column, message, advice));
    return undefined;
  }
  number(line: number, column: string, cell: string): number | undefined {
    const value = readNumber(cell);
    return typeof value === 'number' ? value : this.report(line, column, value.message, value.advice);
  }
  require(columns: readonly string[]): boolean {
    const absent = columns.filter((column) => !this.has(column));
    for (const column of absent) {
      const near = suggest(column, this.table.header);
      const advice = near === undefined ? `add it to the header: ${this.table.header.join(', ')}` : `rename "${near}"`;
      this.report(1, column, `there is no column "${column}"`, advice);
    }
    return absent.length === 0;
  }
  /** @returns the id of the condition or observable that the cell names, by id or by name */
  entry(line: number, kind: 'condition' | 'observable', cell: string): string | undefined {
    const list = this.names[`${kind}s`];
    const found = list.find(({ id }) => id === cell) ?? list.find(({ name }) => name === cell);
    if (found !== undefined) return found.id;
    const near = suggest(
      cell,
      list.flatMap(({ id, name }) => [id, name]),
    );
    const advice =
      near !== undefined
        ? `did you mean "${near}"?`
        : `add it to the scenario or use one of: ${list.map(({ id }) => id).join(', ') || '(none yet)'}`;
    return this.report(line, kind, cell === '' ? `no ${kind} is given` : `no ${kind} "${cell}"`, advice);
  }
  condition(row: Table['rows'][number]): string | undefined {
    if (!this.has('condition') && this.names.conditions.length === 1) return this.names.conditions[0].id;
    return this.entry(row.line, 'condition', this.cell(row, 'condition'));
  }
  /** a number, or a limit with the side on which the value lies beyond it */
  value(line: number, column: string, cell: string): Pick<Measurement, 'value' | 'censored'> | undefined {
    const side = cell.startsWith('<') ? 'left' : cell.startsWith('>') ? 'right' : undefined;
    const value = this.number(line, column, side === undefined ? cell : cell.slice(1).trim());
    return value === undefined ? undefined : side === undefined ? { value } : { value, censored: side };
  }
}

function readLong(reader: RowReader): Measurement[] {
  for (const name of reader.table.header) {
    if (!(LONG as readonly string[]).includes(name.toLowerCase())) {
      const advice = `columns that are: ${LONG.join(', ')}`;
      reader.problems.push(cellProblem(1, name, `the column "${name}" is not read`, advice, 'info'));
    }
  }
  const needed = [...(reader.names.conditions.length === 1 ? [] : ['condition']), 'observable', 'time', 'value'];
  if (!reader.require(needed)) return [];
  return reader.table.rows.flatMap((row) => {
    const { line } = row;
    const condition = reader.condition(row);
    const observable = reader.entry(line, 'observable', reader.cell(row, 'observable'));
    const time = reader.number(line, 'time', reader.cell(row, 'time'));
    const censored = readCensoring(reader, line, reader.cell(row, 'censored'));
    const limit = reader.cell(row, 'limit');
    const fromLimit = censored !== null && censored !== undefined && !isMissing(limit);
    const value = fromLimit ? reader.value(line, 'limit', limit) : reader.value(line, 'value', reader.cell(row, 'value'));
    const sigma = isMissing(reader.cell(row, 'sigma')) ? null : reader.number(line, 'sigma', reader.cell(row, 'sigma'));
    if (typeof sigma === 'number' && sigma <= 0) {
      reader.report(
        line,
        'sigma',
        'a standard deviation must be above 0',
        "correct it, or leave the cell empty to use the observable's noise",
      );
      return [];
    }
    if (condition === undefined || observable === undefined || time === undefined) return [];
    if (censored === undefined || value === undefined || sigma === undefined) return [];
    const replicate = reader.cell(row, 'replicate');
    return [
      {
        condition,
        observable,
        time,
        ...value,
        ...(replicate === '' ? {} : { replicate }),
        ...(censored === null ? {} : { censored }),
        ...(sigma === null ? {} : { sigma }),
      },
    ];
  });
}

/** @returns null where the cell says that nothing is censored, undefined where it cannot be read */
function readCensoring(reader: RowReader, line: number, cell: string): 'left' | 'right' | null | undefined {
  const word = cell.toLowerCase();
  if (isMissing(cell) || word === 'none' || word === 'no' || word === '0') return null;
  if (word === 'left' || word === 'right') return word;
  return reader.report(
    line,
    'censored',
    `"${cell}" is no kind of censoring`,
    'write left (below the limit), right (above it) or nothing',
  );
}

function readWide(reader: RowReader): Measurement[] {
  const needed = reader.names.conditions.length === 1 ? ['time'] : ['time', 'condition'];
  if (!reader.require(needed)) return [];
  const columns = reader.table.header.flatMap((name, index) => {
    if (name === '' || (WIDE as readonly string[]).includes(name.toLowerCase())) return [];
    const observable = reader.entry(1, 'observable', name);
    return observable === undefined ? [] : [{ name, index, observable }];
  });
  return reader.table.rows.flatMap((row) => {
    const condition = reader.condition(row);
    const time = reader.number(row.line, 'time', reader.cell(row, 'time'));
    if (condition === undefined || time === undefined) return [];
    const replicate = reader.cell(row, 'replicate');
    return columns.flatMap(({ name, index, observable }): Measurement[] => {
      if (isMissing(row.cells[index])) return [];
      const value = reader.value(row.line, name, row.cells[index]);
      return value === undefined ? [] : [{ condition, observable, time, ...value, ...(replicate === '' ? {} : { replicate }) }];
    });
  });
}
