/** `doflow import FILE TABLE`: puts a table of measurements (CSV, TSV, XLSX) into a scenario. */
import { basename } from 'node:path';
import { detectMapping } from '../../exchange/table/detect';
import { importMeasurements } from '../../exchange/table/import-measurements';
import { layoutOf } from '../../exchange/table/mapping';
import { assignRoles, createUnknown } from '../../exchange/table/requests';
import type { ColumnRequest } from '../../exchange/table/requests';
import { formatProblem } from '../../model/problem';
import { HostError } from '../../service/host-error';
import { readBytes, readText } from '../files';
import { ask, EXIT, open, printJson } from './context';
import type { CommandContext, ExitCode } from './context';

export interface ImportOptions {
  readonly out?: string;
  /** roles of columns that are not to be guessed */
  readonly map?: readonly ColumnRequest[];
  readonly sheet?: string;
  /** the condition of every row, where no column gives it */
  readonly condition?: string;
  /** new conditions, and observables of variables of that name, for words that the scenario does not have */
  readonly create?: boolean;
  /** keep the measurements that are there */
  readonly add?: boolean;
  /** write what can be read although some cells cannot */
  readonly skipBad?: boolean;
}

export async function importTable(
  context: CommandContext,
  path: string,
  data: string,
  options: ImportOptions,
): Promise<ExitCode> {
  const { out = path, map = [], condition, create = false, add = false, skipBad = false } = options;
  const { document } = await open(context, path);
  const file = basename(data);
  const content = /\.xlsx$/i.test(data)
    ? { base64: Buffer.from(await readBytes(data)).toString('base64') }
    : { text: await readText(data) };
  const { sheets, sha256 } = await ask(context, 'readTable', { file, content }, { doing: `reading ${data}` });
  const sheet = options.sheet === undefined ? sheets[0] : sheets.find(({ name }) => name === options.sheet);
  if (sheet === undefined) {
    throw new HostError(`${data} has no sheet "${options.sheet}"; it has ${sheets.map(({ name }) => `"${name}"`).join(', ')}`);
  }
  const { table } = sheet;
  const guessed = assignRoles(table, detectMapping(table, document), map, document);
  const named = condition === undefined ? guessed : { ...guessed, condition };
  const mapping = create ? createUnknown(table, named, document) : named;
  const imported = importMeasurements(document, table, mapping, { file, sha256, mode: add ? 'add' : 'replace' });
  const { reading, created, repeated } = imported;
  const problems = [...table.problems, ...reading.faults];
  for (const problem of problems) context.terminal.err(`${problem.severity}: ${formatProblem(problem)}\n`);
  if (repeated > 0)
    context.terminal.err(`warning: ${repeated} of the measurements were in the scenario already and are there twice\n`);
  const isFaulty = reading.measurements.length === 0 || (!skipBad && problems.some(({ severity }) => severity === 'error'));
  if (!isFaulty) await ask(context, 'save', { path: out, document: imported.document }, { doing: `writing ${out}` });
  const count = reading.measurements.length;
  if (context.json) {
    printJson(context, {
      measurements: count,
      rows: reading.rows,
      missing: reading.missing,
      layout: layoutOf(mapping),
      created: { conditions: created.conditions.map(({ id }) => id), observables: created.observables.map(({ id }) => id) },
      out: isFaulty ? null : out,
      problems: problems.map(({ severity, path: place, message, advice }) => ({ severity, path: place, message, advice })),
    });
  } else if (!isFaulty) context.terminal.out(`${count} measurements from ${data} are in ${out}\n`);
  else
    context.terminal.err(
      `nothing was written: ${count} measurements could be read; correct what is told of above, or give --skip-bad\n`,
    );
  return isFaulty ? EXIT.fault : EXIT.ok;
}
