/** A guess at how a table is to be read, from the names of its columns and from what stands in them. */
import { detectDecimal, isMissing, readNumber, readValue } from './numbers';
import type { Decimal } from './numbers';
import { findNamed, headingOf } from './mapping';
import type { Column, Heading, Layout, Mapping, Names, Role } from './mapping';
import { cellText, isEmptyRow, width } from './table';
import type { Cell, Table } from './table';
import { roleOfHeading } from './vocabulary';

/** so many rows are looked at: enough to tell text from numbers */
const SAMPLE = 500;

/** What is known of a column before it has a role. */
interface Facts {
  readonly heading: Heading;
  readonly named: Role | undefined;
  readonly isObservable: boolean;
  /** cells that hold something */
  readonly filled: number;
  /** share of those that are numbers, or numbers beyond a limit */
  readonly numeric: number;
  /** share of those that name a condition or an observable */
  readonly conditions: number;
  readonly observables: number;
}

/** @param layout what the table is to be taken for; absent: guessed */
export function detectMapping(table: Table, names: Names, layout?: Layout): Mapping {
  const header = findHeader(table);
  const rows = table.rows.slice(header + 1, header + 1 + SAMPLE);
  const decimal = detectDecimal(rows.flat());
  const count = header < 0 ? width(table) : (table.rows[header]?.length ?? 0);
  const facts = Array.from({ length: count }, (_, column) => lookAt(table, header, column, rows, decimal, names));
  const columns = assign(facts, layout ?? guessLayout(facts)).map((role): Column => ({ role }));
  const only = names.conditions.length === 1 ? names.conditions[0].id : names.conditions.length === 0 ? 'Experiment' : undefined;
  const condition = columns.some(({ role }) => role === 'condition') ? undefined : only;
  return { header, decimal, columns, ...(condition === undefined ? {} : { condition }), ...soleChoice(facts, columns, names) };
}

/** The row that names the columns: past empty rows, comments and a title that stands alone; none where it is all numbers. */
function findHeader({ rows }: Table): number {
  const filled = (row: readonly Cell[]): number => row.filter((cell) => cell !== '').length;
  const isTable = rows.some((row) => filled(row) > 1);
  const first = rows.findIndex((row) => !isEmptyRow(row) && !cellText(row[0]).startsWith('#') && (!isTable || filled(row) > 1));
  if (first < 0) return 0;
  const cells = rows[first].filter((cell) => cell !== '');
  const isData = cells.every((cell) => typeof readNumber(cell, '.') === 'number' || typeof readNumber(cell, ',') === 'number');
  return isData ? -1 : first;
}

function lookAt(table: Table, header: number, column: number, rows: Table['rows'], decimal: Decimal, names: Names): Facts {
  const heading = headingOf(table, header, column, names);
  const cells = rows.map((row) => row[column] ?? '').filter((cell) => !isMissing(cell));
  const share = (holds: (cell: Cell) => boolean): number => (cells.length === 0 ? 0 : cells.filter(holds).length / cells.length);
  const named = roleOfHeading(heading.name),
    observable = findNamed(names.observables, heading.name);
  // a column called t is not taken for an observable T
  const isExact = observable !== undefined && (observable.id === heading.name || observable.name === heading.name);
  return {
    heading,
    named,
    isObservable: isExact || (observable !== undefined && named === undefined),
    filled: cells.length,
    numeric: share((cell) => 'value' in readValue(cell, decimal, 0)),
    conditions: share((cell) => findNamed(names.conditions, cellText(cell)) !== undefined),
    observables: share((cell) => findNamed(names.observables, cellText(cell)) !== undefined),
  };
}

const isText = ({ filled, numeric }: Facts): boolean => filled > 0 && numeric < 0.5;

/** Long where a column is called so or holds names of observables; wide where the columns themselves are observables. */
function guessLayout(facts: readonly Facts[]): Layout {
  if (facts.some(({ named, isObservable, observables }) => (named === 'observable' && !isObservable) || observables > 0.5))
    return 'long';
  return 'wide';
}

function assign(facts: readonly Facts[], layout: Layout): Role[] {
  const found: (Role | undefined)[] = facts.map(() => undefined);
  const take = (role: Role, suits: (one: Facts) => boolean): void => {
    if (found.includes(role)) return;
    const at = facts.findIndex((one, i) => found[i] === undefined && suits(one));
    if (at >= 0) found[at] = role;
  };
  if (layout === 'wide') {
    facts.forEach(({ isObservable }, i) => {
      if (isObservable) found[i] = 'value';
    });
  }
  const unique: Role[] = ['time', 'condition', 'replicate', ...(layout === 'long' ? (['observable', 'value'] as const) : [])];
  for (const role of unique) take(role, ({ named }) => named === role);
  facts.forEach(({ named }, i) => {
    if (found[i] === undefined && (named === 'sigma' || named === 'censored' || named === 'limit')) found[i] = named;
  });
  if (layout === 'long') take('observable', ({ observables }) => observables > 0.5);
  take('condition', ({ conditions }) => conditions > 0.5);
  if (layout === 'long') take('observable', (one) => isText(one));
  take('time', ({ numeric, filled, named }) => filled > 0 && numeric === 1 && named === undefined);
  if (layout === 'long') take('value', ({ numeric, filled }) => filled > 0 && numeric >= 0.5);
  return facts.map(({ numeric, filled, named }, i) => {
    if (found[i] !== undefined) return found[i];
    const isValue = layout === 'wide' && filled > 0 && numeric >= 0.5 && (named === undefined || named === 'value');
    return isValue ? 'value' : 'ignore';
  });
}

/** One column headed "value" in a scenario with one observable holds that one. */
function soleChoice(
  facts: readonly Facts[],
  columns: readonly Column[],
  names: Names,
): Pick<Mapping, 'conditions' | 'observables'> {
  const none = { conditions: new Map(), observables: new Map() };
  const values = facts.filter((_, i) => columns[i].role === 'value');
  if (columns.some(({ role }) => role === 'observable') || values.length !== 1 || names.observables.length !== 1) return none;
  if (values[0].named !== 'value' || values[0].isObservable) return none;
  return { ...none, observables: new Map([[values[0].heading.name, { kind: 'use', id: names.observables[0].id }]]) };
}
