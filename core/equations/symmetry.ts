/** Networks whose inputs may be exchanged: the arrangements that leave the value as it is, and the mean over them. */
import type { Network } from '../model/schema';
import { substitute, type Expr, type Expressions } from './expression';

/** Largest number of arrangements over which an average is taken: all orders of four inputs. */
export const MOST_ARRANGEMENTS = 24;

/**
 * The group that exchanges of pairs generate.
 * @returns variable → variable, one map an arrangement, the identity first; at most one more than MOST_ARRANGEMENTS
 */
export function arrangements({ inputs, exchange = [] }: Network): Map<string, string>[] {
  const names = inputs.map(({ variable }) => variable);
  const found = new Map([[names.join(), names]]);
  for (const arranged of found.values()) {
    for (const [a, b] of exchange) {
      const next = arranged.map((name) => (name === a ? b : name === b ? a : name));
      found.set(next.join(), next);
      if (found.size > MOST_ARRANGEMENTS) break;
    }
    if (found.size > MOST_ARRANGEMENTS) break;
  }
  return [...found.values()].map((arranged) => new Map(names.map((name, i) => [name, arranged[i]])));
}

/** @returns the mean of the value over all arrangements of the inputs, so that none of them changes it */
export function symmetrised(pool: Expressions, network: Network, value: Expr): Expr {
  if (network.exchange === undefined) return value;
  const all = arrangements(network).map((arranged) =>
    substitute(pool, value, new Map([...arranged].map(([from, to]) => [from, pool.symbol(to)]))),
  );
  return pool.mul(pool.number(1 / all.length), pool.sum(all));
}
