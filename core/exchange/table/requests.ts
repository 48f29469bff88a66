/** What a user asks of an import in words: roles of columns, and parts for the words that the scenario does not have. */
import { DocumentError } from '../../model/problem';
import type { Scenario } from '../../model/schema';
import { suggest } from '../../util/suggest';
import { mapColumns } from './map-columns';
import { findNamed, headingOf, singleRoles } from './mapping';
import type { Choice, Mapping, Names, Role } from './mapping';
import { columnLetters } from './table';
import type { Table } from './table';

export interface ColumnRequest {
  /** the column's name, or its letter where none has that name */
  readonly column: string;
  readonly role: Role;
}

/**
 * Gives columns their roles. A role that only one column can have is taken from the column that was guessed to have it.
 * @throws DocumentError where there is no such column
 */
export function assignRoles(table: Table, mapping: Mapping, requests: readonly ColumnRequest[], names: Names): Mapping {
  if (requests.length === 0) return mapping;
  const headings = mapping.columns.map((_, i) => headingOf(table, mapping.header, i, names));
  const asked = new Map<number, Role>();
  for (const { column, role } of requests) {
    const byName = headings.findIndex(({ text, name }) => text === column || name === column);
    const at = byName >= 0 ? byName : headings.findIndex((_, i) => columnLetters(i) === column.toUpperCase());
    if (at < 0) {
      const texts = headings.map(({ name }) => name);
      const near = suggest(column, texts);
      const advice = near === undefined ? `its columns are ${texts.join(', ')}` : `did you mean "${near}"?`;
      throw new DocumentError([{ severity: 'error', path: '', message: `the table has no column "${column}"`, advice }]);
    }
    asked.set(at, role);
  }
  let next = mapping;
  for (const [at, role] of asked) next = withRole(next, at, role);
  return next;
}

/** @returns the mapping with that role of a column; a role of one column only leaves the column that had it */
export function withRole(mapping: Mapping, at: number, role: Role): Mapping {
  const columns = mapping.columns.map((column, i) =>
    i === at ? { ...column, role } : singleRoles.includes(role) && column.role === role ? { role: 'ignore' as const } : column,
  );
  return { ...mapping, columns };
}

/** @returns the mapping under which unknown words become conditions, and observables of the variables that they name */
export function createUnknown(table: Table, mapping: Mapping, document: Scenario): Mapping {
  const reading = mapColumns(table, mapping, document);
  const conditions = new Map(mapping.conditions),
    observables = new Map(mapping.observables);
  for (const { word, id } of reading.conditions) if (id === undefined && word !== '') conditions.set(word, { kind: 'create' });
  for (const { word, id } of reading.observables) {
    const choice = id === undefined ? measureNamed(document, word) : undefined;
    if (choice !== undefined) observables.set(word, choice);
  }
  return { ...mapping, conditions, observables };
}

/** @returns an observable of the variable that the word names; undefined where it names none */
export function measureNamed({ variables }: Pick<Scenario, 'variables'>, word: string): Choice | undefined {
  const variable = findNamed(variables, word);
  return variable === undefined ? undefined : { kind: 'measure', variable: variable.id };
}
