/** `doflow learned FILE NETWORK`: the signs of a network's edges, where the data lie, and laws that say the same. */
import { nameOf } from '../../model/edit';
import type { Scenario } from '../../model/schema';
import { isCurrent } from '../../service/learned';
import type { LearnedPlace, LearnedSign } from '../../service/contract';
import { ask, EXIT, open, printJson } from './context';
import type { CommandContext, ExitCode } from './context';
import { table } from './table';

export interface LearnedOptions {
  readonly fit?: string;
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

function signText({ sign, rising, falling }: LearnedSign): string {
  if (sign === 'none') return 'none';
  if (sign === 'mixed') return `rises over ${percent(rising)}, falls over ${percent(falling)}`;
  return `${sign} over ${percent(sign === 'increasing' ? rising : falling)}`;
}

function placeText(document: Scenario, { mechanism, regulator, samples, signs, curves, suggestion }: LearnedPlace): string {
  const name = nameOf(document, mechanism);
  const owner = document.mechanisms.find(({ id }) => id === mechanism);
  const where = regulator === null ? name : `${nameOf(document, owner!.regulators[regulator].variable)} on ${name}`;
  const isRanged = curves.some(({ range }) => range !== undefined);
  const rows = signs.map((sign) => {
    const { x = [], range } = curves.find(({ cause }) => cause === sign.cause) ?? {};
    const spread = range === undefined ? null : Math.max(...range.high.map((high, i) => high - range.low[i]));
    const cells = [nameOf(document, sign.cause), signText(sign), x[0] ?? null, x.at(-1) ?? null, sign.least, sign.most];
    return isRanged ? [...cells, spread] : cells;
  });
  const columns = ['cause', 'sign over the data', 'from', 'to', 'least slope', 'largest slope'];
  if (isRanged) columns.push('range of the starts');
  const laws =
    suggestion === null
      ? 'no law is suggested: the rate is zero throughout, or known at too few points\n'
      : table(
          ['', 'law', 'constants', 'R²', 'error'],
          suggestion.laws.map(({ expression, constants, r2, error }, i) => [
            i === suggestion.best ? '→' : '',
            expression,
            constants,
            r2.toFixed(6),
            `${Number((100 * error).toPrecision(2))} %`,
          ]),
        );
  const short = suggestion === null || suggestion.sufficient ? '' : 'no law of the library is as good as the network itself\n';
  return `${where}, at ${samples} points along the trajectories\n\n${table(columns, rows)}\n${laws}${short}`;
}

export async function learned(
  context: CommandContext,
  path: string,
  network: string,
  { fit }: LearnedOptions,
): Promise<ExitCode> {
  const { document } = await open(context, path);
  const answer = await ask(
    context,
    'learned',
    { document, network, fit },
    {
      doing: 'reading the network',
      cancellable: true,
      onProgress: ({ done, total, title }, show) => show(`${done + 1} of ${total}: ${title} …`),
    },
  );
  const { terminal, service } = context,
    chosen = document.fits.find(({ id }) => id === fit);
  if (!answer.trained) terminal.err(`${network} is untrained: these are its initial weights\n`);
  if (chosen?.result !== undefined && !isCurrent(document, chosen, (text) => service().platform.sha256(text)))
    terminal.err(`the result of the fit ${chosen.id} is of another model or other data: fit again\n`);
  if (context.json) printJson(context, answer);
  else terminal.out(answer.terms.map((term) => placeText(document, term)).join('\n'));
  return EXIT.ok;
}
