/** How a table is read: which row names its columns, what each column is, and what its words stand for in the scenario. */
import type { Scenario } from '../../model/schema';
import { suggest } from '../../util/suggest';
import type { Decimal } from './numbers';
import { cellText, columnLetters } from './table';
import type { Table } from './table';

/** What a column holds. `ignore`: nothing that is read. */
export const roles = ['time', 'condition', 'observable', 'value', 'replicate', 'sigma', 'censored', 'limit', 'ignore'] as const;
export type Role = (typeof roles)[number];
/** Roles that only one column of a table can have. */
export const singleRoles: readonly Role[] = ['time', 'condition', 'observable', 'replicate'];
export interface Column {
  readonly role: Role;
  /** times, values and their σ are multiplied by it; absent: 1. The only conversion of units there is. */
  readonly factor?: number;
}
/** What an unknown word of the table is to stand for. */
export type Choice =
  | { readonly kind: 'use'; readonly id: string }
  /** a new condition of that name */
  | { readonly kind: 'create' }
  /** a new observable of that name, which sees this variable */
  | { readonly kind: 'measure'; readonly variable: string }
  | { readonly kind: 'leave-out' };
export type Choices = ReadonlyMap<string, Choice>;

/**
 * In a long table a column names the observable of each row; in a wide one every column of values is headed by its
 * observable. σ, censoring and limit belong to the nearest column of values on their left, else to the first one.
 */
export interface Mapping {
  /** index of the row that names the columns; −1: there is none */
  readonly header: number;
  readonly decimal: Decimal;
  readonly columns: readonly Column[];
  /** the condition of every row, by id, name or a new word, where no column gives it */
  readonly condition?: string;
  readonly conditions: Choices;
  readonly observables: Choices;
}
export type Layout = 'long' | 'wide';
export const layoutOf = ({ columns }: Pick<Mapping, 'columns'>): Layout =>
  columns.some(({ role }) => role === 'observable') ? 'long' : 'wide';

/** What a table may refer to. */
export type Names = Pick<Scenario, 'conditions' | 'observables'> & Partial<Pick<Scenario, 'about' | 'variables'>>;
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** @returns the part that a word names: by id, by name, or by either whatever its capitals */
export function findNamed<T extends Named>(list: readonly T[], word: string): T | undefined {
  const lower = word.toLowerCase();
  return (
    list.find(({ id }) => id === word) ??
    list.find(({ name }) => name === word) ??
    list.find(({ id, name }) => id.toLowerCase() === lower || name.toLowerCase() === lower)
  );
}

/** @returns the id of the part that was probably meant */
export function suggestNamed(list: readonly Named[], word: string): string | undefined {
  const near = suggest(
    word,
    list.flatMap(({ id, name }) => [id, name]),
  );
  return list.find(({ id, name }) => id === near || name === near)?.id;
}

export interface Heading {
  /** the whole cell; '' where the column has no name */
  readonly text: string;
  /** without the unit; a column without a name is called by its letter */
  readonly name: string;
  readonly unit?: string;
}

/** @returns the column's name and the unit behind it in brackets: `Time (h)`, `IL-6 [pg/ml]` */
export function headingOf(table: Table, header: number, column: number, names: Names): Heading {
  const text = header < 0 ? '' : cellText(table.rows[header]?.[column]);
  if (text === '') return { text, name: `column ${columnLetters(column)}` };
  const split = /^(.*\S)\s*(?:\(([^()]+)\)|\[([^[\]]+)\])$/.exec(text);
  if (split === null || findNamed(names.observables, text) !== undefined) return { text, name: text };
  return { text, name: split[1], unit: (split[2] ?? split[3]).trim() };
}
