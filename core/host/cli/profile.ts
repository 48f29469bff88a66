/** A profile likelihood as text: its points, the interval, and what the data leave open. */
import type { ParameterProfile } from '../../service/contract';
import type { CommandContext } from './context';
import { formatNumber, table } from './table';

const ends = {
  crossed: (value: number, sign: string) => `${sign} ${formatNumber(value)}`,
  open: (value: number, _sign: string, side: string) => `open ${side} (the cost stays low to the bound, ${formatNumber(value)})`,
  unknown: (value: number, _sign: string, side: string) => `not known ${side} of ${formatNumber(value)}`,
};

export function printProfile({ terminal }: CommandContext, profile: ParameterProfile): void {
  const { parameter, best, points, threshold, lower, upper, better, open } = profile;
  const rows = points.map(({ value, nllh }) => [value, nllh, nllh - best.nllh]);
  terminal.out(`\n${table([parameter, '−log L', 'rise'], rows)}`);
  terminal.out(
    `${parameter} = ${formatNumber(best.value)}, ${ends[lower.kind](lower.value, '≥', 'below')}, ` +
      `${ends[upper.kind](upper.value, '≤', 'above')} (−log L rises by ${threshold})\n`,
  );
  if (better !== null) terminal.out(`a lower −log L, ${formatNumber(better.nllh)}, was found on the way: fit again from there\n`);
  for (const combination of open) terminal.out(`the data do not determine ${combination}\n`);
}
