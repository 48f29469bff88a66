/** `doflow simulate FILE`: one trajectory, with interventions, changed numbers and times of one's own. */
import { writeSeries } from '../../exchange/csv/write';
import type { Scenario } from '../../model/schema';
import type { Series } from '../../service/contract';
import { writeText } from '../files';
import { ask, EXIT, open, printJson } from './context';
import type { CommandContext, ExitCode } from './context';
import { table } from './table';

export interface SimulateOptions {
  readonly do: string[];
  readonly set: Record<string, number>;
  readonly times?: number[];
  readonly csv?: string;
}

/** How many rows a terminal is shown; --csv and --json have them all. */
const ROWS_SHOWN = 25;

/** The executions of events, as many as are shown. */
function eventTable(document: Scenario, fired: Series['fired']): string {
  const names = new Map(document.events.map(({ id, name }) => [id, name]));
  const rows = fired.slice(0, ROWS_SHOWN).map(({ event, triggered, time }) => [names.get(event) ?? event, triggered, time]);
  const more = fired.length > ROWS_SHOWN ? `and ${fired.length - ROWS_SHOWN} more\n` : '';
  return table(['event', 'triggered', `time (${document.about.time.unit})`], rows) + more;
}

export async function simulate(context: CommandContext, path: string, options: SimulateOptions): Promise<ExitCode> {
  const { document } = await open(context, path);
  const { times, values, solver, fired } = await ask(
    context,
    'simulate',
    { document, interventions: options.do, overrides: options.set, times: options.times },
    { doing: 'simulating' },
  );
  const names = Object.keys(values);
  const row = (index: number): (number | null)[] => [times[index], ...names.map((name) => values[name][index])];

  if (options.csv !== undefined) {
    await writeText(options.csv, writeSeries(times, values));
    context.terminal.err(`wrote ${times.length} rows to ${options.csv}\n`);
  }
  if (context.json) {
    const { method, steps, rejected, evaluations } = solver;
    printJson(context, { times, values, solver: { method, steps, rejected, evaluations }, fired });
  } else if (options.csv === undefined) {
    const stride = Math.max(1, Math.ceil((times.length - 1) / (ROWS_SHOWN - 1)));
    const shown = times.map((_, index) => index).filter((index) => index % stride === 0 || index === times.length - 1);
    context.terminal.out(table([`time (${document.about.time.unit})`, ...names], shown.map(row)));
    if (fired.length > 0) context.terminal.out(`\n${eventTable(document, fired)}`);
    context.terminal.err(
      `${solver.method} (${solver.why}): ${solver.steps} steps, ${solver.rejected} rejected, ${solver.evaluations} evaluations\n`,
    );
  }
  return EXIT.ok;
}
