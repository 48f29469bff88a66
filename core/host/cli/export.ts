/** `doflow export FILE -o OUT.csv`: the measurements of a scenario as a long table, which `doflow import` reads back. */
import { DocumentError } from '../../model/problem';
import { writeMeasurements } from '../../exchange/csv/write';
import { writeText } from '../files';
import { EXIT, open, printJson } from './context';
import type { CommandContext, ExitCode } from './context';

export interface ExportOptions {
  readonly out: string;
}

/** @throws DocumentError where there is nothing to write */
export async function exportCsv(context: CommandContext, path: string, { out }: ExportOptions): Promise<ExitCode> {
  const { measurements } = (await open(context, path)).document.data;
  if (measurements.length === 0) {
    throw new DocumentError([
      { severity: 'error', path: 'data.measurements', message: 'the scenario has no measurements to export' },
    ]);
  }
  await writeText(out, writeMeasurements(measurements));
  if (context.json) printJson(context, { out, rows: measurements.length });
  else context.terminal.out(`${measurements.length} measurements are in ${out}\n`);
  return EXIT.ok;
}
