/** `doflow compare FILE`: a baseline and its arms, judged by the outcomes of a comparison. */
import { formatProblem } from '../../model/problem';
import type { ArmResult } from '../../service/contract';
import { ask, EXIT, open, printJson } from './context';
import type { CommandContext, ExitCode } from './context';
import { formatNumber, table } from './table';

export interface CompareOptions {
  readonly comparison?: string;
}

/** Over accepted starts an interval is called a range; from the fit's curvature it is a 95 % interval. */
const INTERVAL_NAMES = { posterior: '95 % interval', range: 'range over starts' } as const;

function intervalName(arms: readonly ArmResult[], outcome: string): string {
  const kind = arms.map((arm) => arm.outcomes[outcome]?.interval?.kind).find((one) => one !== undefined);
  return kind === undefined ? '' : INTERVAL_NAMES[kind];
}

function cells(arm: ArmResult, outcome: string): (string | number | null)[] {
  const result = arm.outcomes[outcome];
  const { low, high } = result?.interval ?? {};
  return [
    result?.value ?? null,
    result?.effect ?? null,
    result?.interval === undefined ? '' : `[${formatNumber(low)}, ${formatNumber(high)}]`,
  ];
}

export async function compare(context: CommandContext, path: string, options: CompareOptions): Promise<ExitCode> {
  const { document } = await open(context, path);
  const { comparison, arms, warnings } = await ask(
    context,
    'compare',
    { document, comparison: options.comparison },
    { doing: 'comparing' },
  );
  for (const warning of warnings) context.terminal.err(`${warning.severity}: ${formatProblem(warning)}\n`);
  const failures = arms.filter((arm) => arm.failure !== undefined);
  for (const { name, failure } of failures) context.terminal.err(`${name}: ${failure?.message}; ${failure?.advice}\n`);

  if (context.json) {
    printJson(context, {
      comparison,
      arms: arms.map(({ id, outcomes, failure }) => ({ id, outcomes, ...(failure === undefined ? {} : { failure }) })),
    });
  } else {
    for (const outcome of document.comparisons.find(({ id }) => id === comparison)?.outcomes ?? []) {
      const unit = outcome.unit === undefined ? '' : ` (${outcome.unit})`;
      context.terminal.out(`${outcome.name}${unit}\n`);
      const head = ['arm', 'value', outcome.effect, intervalName(arms, outcome.id)];
      context.terminal.out(
        `${table(
          head,
          arms.map((arm) => [arm.name, ...cells(arm, outcome.id)]),
        )}\n`,
      );
    }
  }
  return failures.length === 0 ? EXIT.ok : EXIT.fault;
}
