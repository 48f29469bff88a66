/** `doflow report FILE -o OUT.html`: everything about a scenario in one page that needs no network. */
import { writeText } from '../files';
import { ask, EXIT, open, printJson } from './context';
import type { CommandContext, ExitCode } from './context';

export interface ReportOptions {
  readonly out: string;
  readonly comparison?: string;
}

export async function report(context: CommandContext, path: string, { out, comparison }: ReportOptions): Promise<ExitCode> {
  const { document } = await open(context, path);
  const { html } = await ask(context, 'report', { document, comparison }, { doing: 'writing the report' });
  await writeText(out, html);
  if (context.json) printJson(context, { report: out, bytes: Buffer.byteLength(html) });
  else context.terminal.out(`wrote ${out}\n`);
  return EXIT.ok;
}
