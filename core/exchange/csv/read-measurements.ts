/** Measurements from the text of a CSV table, long or wide, read as the names and contents of its columns suggest. */
import type { Problem } from '../../model/problem';
import type { Measurement } from '../../model/schema';
import { detectMapping } from '../table/detect';
import { mapColumns } from '../table/map-columns';
import type { Names } from '../table/mapping';
import { readTable } from '../table/read-table';

export interface MeasurementReading {
  readonly measurements: Measurement[];
  /** number of rows of data */
  readonly rows: number;
  readonly problems: Problem[];
}

/** @param text the file's text  @param names the conditions and observables that the table may name, by id or name */
export function readMeasurements(text: string, names: Names): MeasurementReading {
  const table = readTable(text);
  const { measurements, rows, faults } = mapColumns(table, detectMapping(table, names), names);
  return { measurements, rows, problems: [...table.problems, ...faults] };
}
