/** `doflow check FILE`: reads a scenario and lists what is wrong with it. */
import { DocumentError, formatProblem } from '../../model/problem';
import type { Problem } from '../../model/problem';
import { ask, EXIT, open, printJson } from './context';
import type { CommandContext, ExitCode } from './context';

const ORDER = ['error', 'warning', 'info'] as const;

async function problemsIn(context: CommandContext, path: string): Promise<readonly Problem[]> {
  try {
    const { document } = await open(context, path);
    return (await ask(context, 'describe', { document }, { doing: 'checking' })).problems;
  } catch (error) {
    if (error instanceof DocumentError) return error.problems;
    throw error;
  }
}

export async function check(context: CommandContext, path: string): Promise<ExitCode> {
  const problems = [...(await problemsIn(context, path))].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (context.json) printJson(context, { ok: errors === 0, problems });
  else {
    for (const problem of problems) context.terminal.out(`${problem.severity}: ${formatProblem(problem)}\n`);
    if (problems.length === 0) context.terminal.out(`${path}: no problems\n`);
  }
  return errors === 0 ? EXIT.ok : EXIT.fault;
}
