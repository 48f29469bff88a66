/** `doflow import FILE CSV`: puts a table of measurements into a scenario. */
import { basename } from 'node:path';
import { formatProblem } from '../../model/problem';
import { readText } from '../files';
import { ask, EXIT, open, printJson } from './context';
import type { CommandContext, ExitCode } from './context';

export interface ImportOptions {
  readonly out?: string;
}

export async function importCsv(
  context: CommandContext,
  path: string,
  csv: string,
  { out = path }: ImportOptions,
): Promise<ExitCode> {
  const { document } = await open(context, path);
  const text = await readText(csv);
  const {
    document: filled,
    rows,
    problems,
  } = await ask(context, 'importCsv', { document, text, file: basename(csv) }, { doing: `reading ${csv}` });
  for (const problem of problems) context.terminal.err(`${problem.severity}: ${formatProblem(problem)}\n`);
  const isFaulty = problems.some(({ severity }) => severity === 'error');
  if (!isFaulty) await ask(context, 'save', { path: out, document: filled }, { doing: `writing ${out}` });
  if (context.json) printJson(context, { rows, out: isFaulty ? null : out, problems });
  else if (!isFaulty) context.terminal.out(`${rows} measurements from ${csv} are in ${out}\n`);
  return isFaulty ? EXIT.fault : EXIT.ok;
}
