/** The `doflow` command: its subcommands, their flags, and what each kind of failure means to the calling shell. */
import { Command, CommanderError } from 'commander';
import { DocumentError, formatProblem } from '../../model/problem';
import type { Problem } from '../../model/problem';
import { CancelledError, RequestError } from '../../service/call';
import { HostError } from '../../service/host-error';
import { versions } from '../platform';
import {
  parseColumnRole,
  parseCount,
  parseList,
  parseNetworkFormat,
  parsePort,
  parseSeed,
  parseSetting,
  parseTimes,
} from './arguments';
import { check } from './check';
import type { CheckOptions } from './check';
import { clinic } from './clinic';
import type { ClinicOptions } from './clinic';
import { compare } from './compare';
import type { CompareOptions } from './compare';
import { EXIT } from './context';
import type { CommandContext, ExitCode, Service, Terminal } from './context';
import { exportCsv } from './export';
import type { ExportOptions } from './export';
import { fit } from './fit';
import type { FitOptions } from './fit';
import { importTable } from './import';
import type { ImportOptions } from './import';
import { learned } from './learned';
import type { LearnedOptions } from './learned';
import { exportNetwork, importNetwork } from './network-files';
import type { NetworkFormat } from './network-files';
import { prove } from './prove';
import type { ProveOptions } from './prove';
import { report } from './report';
import type { ReportOptions } from './report';
import { serve } from './serve';
import type { ServeOptions } from './serve';
import { simulate } from './simulate';
import type { SimulateOptions } from './simulate';

export interface ProgramOptions {
  readonly terminal: Terminal;
  /** @param access `granted` for a window, `any` for the user's own commands */
  startService(host: string, access: 'any' | 'granted'): Service;
}

/**
 * @param args what follows `doflow`
 * @returns 0, 1 where the model or its data are at fault, 2 where the command was used wrongly
 */
export async function run(args: readonly string[], { terminal, startService }: ProgramOptions): Promise<number> {
  let code: ExitCode = EXIT.ok;
  let started: Service | undefined;
  const isJson = args.includes('--json');
  const context = (json: boolean | undefined, host: string, access: 'any' | 'granted'): CommandContext => ({
    terminal,
    json: json === true,
    service: () => (started ??= startService(host, access)),
  });
  type Json = { json?: boolean };
  const local = ({ json }: Json): CommandContext => context(json, 'command line', 'any');

  const program = new Command('doflow')
    .description('Causal simulation and intervention in biology and medicine')
    .version(versions().doflow)
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  const command = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option('--json', 'one JSON object on standard output, all else on standard error');

  command('check', 'list what is wrong with a scenario')
    .argument('<file>')
    .option('--gradients', 'audit the gradients of its fits: every way to them side by side')
    .action(async (file: string, options: CheckOptions & Json) => {
      code = await check(local(options), file, options);
    });
  command('simulate', 'simulate a scenario')
    .argument('<file>')
    .option('--do <id>', 'put an intervention in force (repeatable)', parseList, [])
    .option('--set <name=value>', 'change a parameter or an initial value (repeatable)', parseSetting, {})
    .option('--times <first:step:last>', 'output times', parseTimes)
    .option('--csv <out>', 'write the trajectory as CSV')
    .action(async (file: string, options: SimulateOptions & Json) => {
      code = await simulate(local(options), file, options);
    });
  command('compare', 'compare arms of intervention with their baseline')
    .argument('<file>')
    .option('--comparison <id>', 'which comparison (default: the first)')
    .action(async (file: string, options: CompareOptions & Json) => {
      code = await compare(local(options), file, options);
    });
  command('fit', 'fit a scenario to its data')
    .argument('<file>')
    .option('--fit <id>', 'which fit (default: the first)')
    .option('--starts <n>', 'number of starts', parseCount)
    .option('--seed <n>', 'seed of the starts', parseSeed)
    .option('-o, --out <file>', 'write the scenario with the result inside')
    .option('--adopt', 'with --out: also write the best values into the parameters')
    .option('--profile <parameter>', 'also profile the likelihood of a parameter from the best fit')
    .action(async (file: string, options: FitOptions & Json) => {
      code = await fit(local(options), file, options);
    });
  command('clinic', 'measure error and cost of every solver method on a scenario')
    .argument('<file>')
    .option('--comparison <id>', 'whose baseline is solved (default: the first)')
    .option('--method <id>', 'only this method (repeatable)', parseList, [])
    .action(async (file: string, options: ClinicOptions & Json) => {
      code = await clinic(local(options), file, options);
    });
  command('learned', 'tell what a network has learned: responses, signs, and a law that says the same')
    .argument('<file>')
    .argument('<network>')
    .option(
      '--fit <id>',
      'at the best values of this fit, with the range over its accepted starts (default: the values of the file)',
    )
    .action(async (file: string, network: string, options: LearnedOptions & Json) => {
      code = await learned(local(options), file, network, options);
    });
  command('report', 'write a self-contained HTML report')
    .argument('<file>')
    .requiredOption('-o, --out <file>', 'where the report goes')
    .option('--comparison <id>', 'which comparison (default: the first)')
    .action(async (file: string, options: ReportOptions & Json) => {
      code = await report(local(options), file, options);
    });
  command('import', 'put a table of measurements, or the weights of a network, into a scenario')
    .argument('<file>')
    .argument('<data>', 'a table; with --network a LayersModel (model.json) or a network as plain JSON')
    .option('-o, --out <file>', 'where the filled scenario goes (default: the scenario itself)')
    .option('--map <column=role>', 'what a column of the table is, by name or letter (repeatable)', parseColumnRole, [])
    .option('--sheet <name>', 'which sheet of a workbook (default: the first)')
    .option('--condition <id>', 'the condition of every row, where no column gives it')
    .option('--create', 'make conditions, and observables of variables, for words that the scenario does not have')
    .option('--add', 'keep the measurements that the scenario has')
    .option('--skip-bad', 'write what can be read although some cells cannot')
    .option('--network <id>', 'the network in whose place the file comes')
    .action(async (file: string, data: string, options: ImportOptions & Json & { network?: string }) => {
      const { network } = options;
      code = await (network === undefined
        ? importTable(local(options), file, data, options)
        : importNetwork(local(options), file, data, { ...options, network }));
    });
  command('export', 'write the measurements of a scenario as a table, or one of its networks')
    .argument('<file>')
    .requiredOption('-o, --out <file>', 'where it goes')
    .option('--network <id>', 'write this network')
    .option('--format <name>', 'of the network: json (default) or layers-model', parseNetworkFormat)
    .action(async (file: string, options: ExportOptions & Json & { network?: string; format?: NetworkFormat }) => {
      const { network, format } = options;
      if (network === undefined && format !== undefined) throw new HostError('--format goes with --network');
      code = await (network === undefined
        ? exportCsv(local(options), file, options)
        : exportNetwork(local(options), file, { ...options, network }));
    });
  command('prove', 'prove what the scenarios of the gallery claim, from a clean state with their recorded seeds')
    .argument('[scenarios...]', 'their names (default: all)')
    .option('--pages <folder>', "also write each scenario's page of the handbook")
    .option('--thumbnails <folder>', "also write each scenario's thumbnail.svg into its folder below this one")
    .action(async (scenarios: string[], options: ProveOptions & Json) => {
      code = await prove(local(options), scenarios, options);
    });
  command('serve', 'open the window in a browser on this machine')
    .argument('[file]')
    .option('--port <n>', 'port on 127.0.0.1 (default: any free one)', parsePort, 0)
    .action(async (file: string | undefined, options: ServeOptions & Json) => {
      code = await serve(context(options.json, 'browser', 'granted'), file, options);
    });

  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return fail(error, terminal, isJson);
  } finally {
    await started?.platform.close();
  }
}

function fail(error: unknown, terminal: Terminal, isJson: boolean): number {
  // commander has said its piece; asking for help is not a fault
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const tell = (message: string, problems: readonly Problem[] = []): void => {
    terminal.err(`${problems.length === 0 ? `doflow: ${message}` : problems.map(formatProblem).join('\n')}\n`);
    if (isJson) terminal.out(`${JSON.stringify({ error: { message, problems } })}\n`);
  };
  if (error instanceof DocumentError || error instanceof RequestError) {
    tell(error.message, error.problems);
    return EXIT.fault;
  }
  if (error instanceof CancelledError) {
    tell('stopped before there was a result');
    return EXIT.fault;
  }
  if (error instanceof HostError) {
    tell(error.message);
    return EXIT.usage;
  }
  throw error;
}
