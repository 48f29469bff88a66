/** Parsers of the command line's values. Each says what it wanted. */
import { InvalidArgumentError } from 'commander';
import { roles } from '../../exchange/table/mapping';
import type { ColumnRequest } from '../../exchange/table/requests';
import { networkFormats } from './network-files';
import type { NetworkFormat } from './network-files';

const MAX_TIMES = 1_000_000;

function number(text: string, what: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError(`${what} is not a number.`);
  return value;
}

/** `a:step:b` → a, a + step, … up to b, which is included where a whole number of steps reaches it. */
export function parseTimes(text: string): number[] {
  const parts = text.split(':');
  if (parts.length !== 3) throw new InvalidArgumentError('Give it as first:step:last, such as 0:0.5:60.');
  const [first, step, last] = parts.map((part) => number(part, `"${part}"`));
  if (step <= 0) throw new InvalidArgumentError('The step must be above 0.');
  if (last < first) throw new InvalidArgumentError('The last time is before the first.');
  // half a millionth of a step forgives the rounding of decimals such as 0.1
  const count = Math.floor((last - first) / step + 5e-7) + 1;
  if (count > MAX_TIMES) throw new InvalidArgumentError(`These are ${count} times; the limit is ${MAX_TIMES}.`);
  return Array.from({ length: count }, (_, index) => Math.min(first + index * step, last));
}

/** `name=value`, added to those given before. */
export function parseSetting(text: string, settings: Record<string, number>): Record<string, number> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Give it as name=value, such as k_in=0.2.');
  const name = text.slice(0, at).trim();
  return { ...settings, [name]: number(text.slice(at + 1), `the value of ${name}`) };
}

/** `column=role`, added to those given before; a column's name may have = in it, a role has none. */
export function parseColumnRole(text: string, list: ColumnRequest[]): ColumnRequest[] {
  const at = text.lastIndexOf('=');
  if (at < 1) throw new InvalidArgumentError('Give it as column=role, such as hours=time.');
  const role = roles.find((name) => name === text.slice(at + 1).trim());
  if (role === undefined) throw new InvalidArgumentError(`A role is one of ${roles.join(', ')}.`);
  return [...list, { column: text.slice(0, at).trim(), role }];
}

export function parseNetworkFormat(text: string): NetworkFormat {
  const format = networkFormats.find((name) => name === text);
  if (format === undefined) throw new InvalidArgumentError(`It is one of ${networkFormats.join(', ')}.`);
  return format;
}

export const parseList = (text: string, list: string[]): string[] => [...list, text];

export function parseCount(text: string): number {
  const value = number(text, `"${text}"`);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}

export function parseSeed(text: string): number {
  const value = number(text, `"${text}"`);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('It must be a whole number.');
  return value;
}

export function parsePort(text: string): number {
  const value = number(text, `"${text}"`);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
  return value;
}
