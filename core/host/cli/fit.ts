/** `doflow fit FILE`: fits a model to its data from many starts; Ctrl-C keeps what was found so far. */
import { applyFit } from '../../model/edit/fitted';
import type { Scenario } from '../../model/schema';
import type { FitProgress, Response } from '../../service/contract';
import { ask, EXIT, open, printJson } from './context';
import type { CommandContext, ExitCode } from './context';
import { printProfile } from './profile';
import { formatNumber, table } from './table';

export interface FitOptions {
  readonly fit?: string;
  readonly starts?: number;
  readonly seed?: number;
  readonly out?: string;
  /** also write the best values into the parameters */
  readonly adopt?: boolean;
  /** also profile this parameter from the best fit */
  readonly profile?: string;
}

const progressLine = ({ kind, iteration, done, starts, best }: FitProgress): string =>
  kind === 'sampling'
    ? 'drawing parameter sets for the intervals'
    : iteration < 0
      ? `preparing: ${-iteration} steps until the first iteration, best −log L ${formatNumber(best)}`
      : `fitting: ${done} of ${starts} starts done, best −log L ${formatNumber(best)}`;

/** @returns the document with the fit's result inside, and the settings that made it */
function withResult(document: Scenario, { fit, result }: Response<'fit'>, { starts, seed, adopt }: FitOptions): Scenario {
  const filled = {
    ...document,
    fits: document.fits.map((entry) =>
      entry.id === fit ? { ...entry, starts: starts ?? entry.starts, seed: seed ?? entry.seed, result } : entry,
    ),
  };
  return adopt === true ? applyFit(filled, result.best.parameters) : filled;
}

const profileOf = (
  context: CommandContext,
  document: Scenario,
  { fit, result }: Response<'fit'>,
  parameter: string,
): Promise<Response<'profile'>> =>
  ask(
    context,
    'profile',
    { document, fit, parameter, best: result.best.parameters },
    {
      doing: `profiling ${parameter}`,
      cancellable: true,
      onProgress: ({ points, value, nllh }, show) =>
        show(`profiling ${parameter}: ${points} points, ${formatNumber(nllh)} at ${formatNumber(value)}`),
    },
  );

export async function fit(context: CommandContext, path: string, options: FitOptions): Promise<ExitCode> {
  if (options.adopt === true && options.out === undefined) {
    context.terminal.err('--adopt needs --out: say where the scenario with the fitted values goes\n');
    return EXIT.usage;
  }
  const { document } = await open(context, path);
  const response = await ask(
    context,
    'fit',
    { document, fit: options.fit, starts: options.starts, seed: options.seed },
    { doing: 'fitting', cancellable: true, onProgress: (progress, show) => show(progressLine(progress)) },
  );
  const { result, seconds } = response;
  if (result.cancelled) context.terminal.err(`stopped early: ${result.starts.length} starts kept\n`);
  if (options.out !== undefined) {
    const filled = withResult(document, response, options);
    await ask(context, 'save', { path: options.out, document: filled }, { doing: `writing ${options.out}` });
    context.terminal.err(`wrote ${options.out}\n`);
  }
  const { method, why, engine, holdout } = result,
    profile =
      options.profile === undefined || result.cancelled
        ? undefined
        : await profileOf(context, document, response, options.profile);
  if (context.json) {
    const starts = result.starts.map(({ nllh, reason, seed, warm }) => ({ nllh, reason, seed, warm }));
    printJson(context, { fit: response.fit, method, why, engine, best: result.best, holdout, starts, seconds, profile });
  } else {
    const rows = [...result.starts]
      .sort((a, b) => (a.nllh ?? Infinity) - (b.nllh ?? Infinity))
      .map((start) => [
        start.index,
        start.nllh,
        start.gradientNorm,
        start.iterations,
        String(start.seed),
        start.resampled === true ? `${start.reason}, on drawn subjects` : start.reason,
      ]);
    context.terminal.out(`${table(['parameter', 'value'], Object.entries(result.best.parameters))}\n`);
    context.terminal.out(table(['start', '−log L', 'gradient', 'iterations', 'seed', 'stopped because'], rows));
    if (profile !== undefined) printProfile(context, profile);
    for (const { kind, of, value } of result.best.regularisers ?? [])
      context.terminal.err(`regulariser ${kind} of ${of.join(', ')}: ${formatNumber(value)} of the cost\n`);
    if (holdout !== undefined) context.terminal.err(`held out: −log L ${holdout.nllh} of ${holdout.measurements} measurements\n`);
    const warm = result.starts.find(({ nllh }) => nllh === result.best.nllh)?.warm;
    if (warm !== undefined) context.terminal.err(`warm start of the best: ${warm}\n`);
    context.terminal.err(`by ${method}: ${why}\n`);
    if (engine !== undefined) context.terminal.err(`engine ${engine.name}: ${engine.why}\n`);
    context.terminal.err(`${response.fit}: best −log L ${result.best.nllh} in ${seconds.toFixed(1)} s\n`);
  }
  return EXIT.ok;
}
