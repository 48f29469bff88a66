/** What is wrong with a mapping before any row is read, and what a reader should know of columns that are not read as they stand. */
import { suggest } from '../../util/suggest';
import { findNamed, layoutOf, singleRoles } from './mapping';
import type { Heading, Mapping, Names, Role } from './mapping';
import { cellPath } from './table';
import type { CellFault, Table } from './table';
import { timeFactor } from './vocabulary';

const fault = (
  { severity = 'error', row = null, column }: { severity?: CellFault['severity']; row?: number | null; column: number },
  heading: Heading | undefined,
  message: string,
  advice: string,
): CellFault => ({ severity, path: cellPath(row, column, heading?.text ?? ''), message, advice, row, column });

/** @returns faults that make it meaningless to read a row */
export function checkMapping({ columns, condition, header }: Mapping, headings: readonly Heading[]): CellFault[] {
  const of = (role: Role): number[] => columns.flatMap((column, i) => (column.role === role ? [i] : []));
  const row = header < 0 ? null : header;
  if (columns.length === 0) {
    const advice = 'give a row of names and at least one row of data';
    return [{ severity: 'error', path: '', message: 'the table is empty', advice, row: null, column: 0 }];
  }
  const names = headings.map(({ text }) => text).filter((text) => text !== '');
  const absent = (role: Role, otherwise = ''): CellFault => {
    const near = suggest(role, names);
    const advice =
      near === undefined ? `say which column it is${otherwise}` : `rename "${near}", or say that it is the column of the ${role}`;
    const place = row === null ? '' : `row ${row + 1}`;
    return { severity: 'error', path: place, message: `no column gives the ${role}`, advice, row, column: 0 };
  };
  const faults: CellFault[] = [];
  if (of('time').length === 0) faults.push(absent('time'));
  if (of('value').length === 0) faults.push(absent('value'));
  if (of('condition').length === 0 && condition === undefined) {
    faults.push(absent('condition', ', or name one condition for all rows'));
  }
  const single: Role[] = [...singleRoles, ...(of('observable').length > 0 ? (['value'] as const) : [])];
  for (const role of single) {
    const [first, ...more] = of(role);
    for (const column of more) {
      const message = `the ${role} is in "${headings[first].name}" already`;
      faults.push(fault({ row, column }, headings[column], message, 'give one of the two columns another role, or ignore it'));
    }
  }
  return faults;
}

/** @returns notes on columns that are not read, doubled headings, and units that differ from the scenario's */
export function noteColumns(table: Table, mapping: Mapping, headings: readonly Heading[], names: Names): CellFault[] {
  const row = mapping.header < 0 ? null : mapping.header;
  return mapping.columns.flatMap(({ role, factor }, column): CellFault[] => {
    const heading = headings[column];
    const isFilled = table.rows.some((cells) => (cells[column] ?? '') !== '');
    if (role === 'ignore') {
      if (!isFilled) return [];
      return [
        fault({ severity: 'info', row, column }, heading, `"${heading.name}" is not read`, 'give the column a role to read it'),
      ];
    }
    const notes: CellFault[] = [];
    const twin = headings.findIndex(
      ({ text }, i) => i < column && text !== '' && text === heading.text && mapping.columns[i].role === role,
    );
    if (role === 'value' && twin >= 0) {
      const message = `two columns are called "${heading.text}"; both are read`;
      notes.push(fault({ severity: 'warning', row, column }, heading, message, 'ignore one of them unless they are replicates'));
    }
    const differs = factor === undefined ? unitNote(role, heading, mapping, names) : undefined;
    if (differs !== undefined) notes.push(fault({ severity: 'warning', row, column }, heading, ...differs));
    return notes;
  });
}

/** @returns the unit that the heading gives to the column: `Time (h)`, or a column called `hours` */
export const unitOfColumn = (role: Role, { name, unit }: Heading): string | undefined =>
  unit ?? (role === 'time' && timeFactor(name, 's') !== undefined ? name : undefined);

/** @returns the unit that the scenario has for what the column holds; undefined where it has none */
export function unitWanted(role: Role, heading: Heading, mapping: Mapping, names: Names): string | undefined {
  if (role === 'time') return names.about?.time.unit;
  if (role !== 'value' || layoutOf(mapping) === 'long') return undefined;
  const choice = mapping.observables.get(heading.name);
  const found =
    choice?.kind === 'use' ? names.observables.find(({ id }) => id === choice.id) : findNamed(names.observables, heading.name);
  return found?.unit;
}

function unitNote(role: Role, heading: Heading, mapping: Mapping, names: Names): [string, string] | undefined {
  const has = unitOfColumn(role, heading),
    wanted = unitWanted(role, heading, mapping, names);
  if (has === undefined || wanted === undefined || plainUnit(has) === plainUnit(wanted)) return undefined;
  const factor = role === 'time' ? timeFactor(has, wanted) : undefined;
  if (factor === 1) return undefined;
  const by = factor === undefined ? 'a factor' : `the factor ${factor}`;
  return [`the table has ${has} and the scenario ${wanted}; nothing is converted`, `give the column ${by} to convert it`];
}
const plainUnit = (unit: string): string => unit.replace(/[µμ]/g, 'u').replace(/\s+/g, '');
