/** `doflow check FILE`: reads a scenario and lists what is wrong with it; with `--gradients`, audits its gradients as well. */
import { DocumentError, formatProblem } from '../../model/problem';
import type { Problem } from '../../model/problem';
import type { GradientAudit, GradientRow } from '../../service/contract';
import { ask, EXIT, open, printJson } from './context';
import type { CommandContext, ExitCode } from './context';
import { table } from './table';

export interface CheckOptions {
  readonly gradients?: boolean;
}

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

export async function check(context: CommandContext, path: string, { gradients = false }: CheckOptions): Promise<ExitCode> {
  const problems = [...(await problemsIn(context, path))].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (gradients && errors === 0) return auditGradients(context, path);
  if (context.json) printJson(context, { ok: errors === 0, problems });
  else {
    for (const problem of problems) context.terminal.out(`${problem.severity}: ${formatProblem(problem)}\n`);
    if (problems.length === 0) context.terminal.out(`${path}: no problems\n`);
  }
  return errors === 0 ? EXIT.ok : EXIT.fault;
}

/** Prints the audit of every loss. @returns fault where a gradient deviates by more than it may */
async function auditGradients(context: CommandContext, path: string): Promise<ExitCode> {
  const { document } = await open(context, path);
  const audit = await ask(
    context,
    'gradientAudit',
    { document },
    {
      doing: 'auditing gradients',
      cancellable: true,
      onProgress: ({ done, total, title }, show) => show(`${done} of ${total}: ${title} …`),
    },
  );
  const ok = !audit.losses.some(({ rows }) => rows.some(({ verdict }) => verdict === 'beyond'));
  if (context.json) printJson(context, { ok, ...audit });
  else for (const loss of audit.losses) context.terminal.out(`${printed(loss)}\n`);
  return ok ? EXIT.ok : EXIT.fault;
}

function printed({ title, parameters, rows }: GradientAudit['losses'][number]): string {
  const count = `${parameters.length} parameter${parameters.length === 1 ? '' : 's'}`;
  return (
    `${title}: ${count}\n` +
    table(
      ['gradient by', 'deviation', 'at most', 'worst at', 'evaluations', 'ms', 'remarks'],
      rows.map((row) => [
        row.title,
        scientific(row.deviation),
        scientific(row.tolerance),
        row.parameter ?? '',
        row.evaluations === null ? '' : String(row.evaluations),
        milliseconds(row),
        remark(row),
      ]),
    )
  );
}

const scientific = (value: number | null): string => (value === null ? '' : value === 0 ? '0' : value.toExponential(1));
const milliseconds = ({ seconds }: GradientRow): string => (1000 * seconds).toPrecision(3);

function remark({ verdict, note, failure }: GradientRow): string {
  if (failure !== undefined) return `not to be had: ${failure.message}`;
  if (verdict === 'reference') return `the reference; ${note}`;
  return verdict === 'beyond' ? `DEVIATES; ${note}` : note;
}
