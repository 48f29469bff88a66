/** `doflow clinic FILE`: the work–precision table of all methods on the user's own model. */
import { cheapest, TARGETS } from '../../service/clinic/cheapest';
import type { WorkPrecision, WorkPrecisionRun } from '../../service/contract';
import { ask, EXIT, open, printJson } from './context';
import type { CommandContext, ExitCode } from './context';
import { formatNumber, table } from './table';

export interface ClinicOptions {
  readonly comparison?: string;
  readonly method: string[];
}

const settingOf = ({ rtol, step }: WorkPrecisionRun): string =>
  rtol === undefined ? `step ${formatNumber(step)}` : `rtol ${rtol.toExponential(0)}`;

function head({ reference, floor, span, limits }: WorkPrecision, unit: string): string {
  const sure =
    reference.uncertainty === null
      ? 'with no second reference beside it'
      : `which differs from ${reference.against} by ${formatNumber(reference.uncertainty)}`;
  return (
    `${span.states} ${span.states === 1 ? 'state' : 'states'}, ${span.outputs} outputs from ${formatNumber(span.from)} to ${formatNumber(span.until)} ${unit}. Error: the largest ` +
    `relative one over all outputs and states, relative to at least ${formatNumber(floor)} of a state's largest value, against ` +
    `${reference.title} at rtol ${reference.rtol.toExponential(0)}, ${sure}. ` +
    `Limits of a run: ${limits.steps} steps, ${limits.seconds} s.\n\n`
  );
}

function row(run: WorkPrecisionRun): (string | number | null)[] {
  const { title, error, seconds, evaluations, steps, rejected, failure, current } = run;
  const name = current ? `${title} (as set)` : title;
  const counts = failure === undefined ? [1e3 * seconds, evaluations, steps, rejected] : [null, null, null, null];
  return [name, settingOf(run), error, ...counts, failure?.message ?? ''];
}

function advice(runs: readonly WorkPrecisionRun[]): string {
  return TARGETS.map((target) => {
    const best = cheapest(runs, target);
    const text =
      best === null
        ? 'nothing that was tried reaches it'
        : `${best.title}, ${settingOf(best)}: ${formatNumber(1e3 * best.seconds)} ms, ${best.evaluations} evaluations`;
    return `cheapest for an error of ${target.toExponential(0)}: ${text}\n`;
  }).join('');
}

export async function clinic(context: CommandContext, path: string, { comparison, method }: ClinicOptions): Promise<ExitCode> {
  const { document } = await open(context, path);
  const answer = await ask(
    context,
    'workPrecision',
    { document, comparison, methods: method.length === 0 ? undefined : method },
    {
      doing: 'measuring',
      cancellable: true,
      onProgress: ({ done, total, title }, show) => show(`${done} of ${total}: ${title} …`),
    },
  );
  if (context.json) printJson(context, answer);
  else {
    const columns = ['method', 'setting', 'error', 'ms', 'evaluations', 'steps', 'rejected', ''];
    context.terminal.out(head(answer, document.about.time.unit));
    context.terminal.out(table(columns, answer.runs.map(row)));
    context.terminal.out(`\n${advice(answer.runs)}`);
    if (answer.cancelled) context.terminal.err('stopped early: what had been measured by then\n');
  }
  return answer.runs.some(({ error }) => error !== null) ? EXIT.ok : EXIT.fault;
}
