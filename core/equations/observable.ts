/** What an instrument reads, scaling · expression + offset: the one place where an observable becomes an expression. */
import type { Observable } from '../model/schema';
import { isNumber, symbolsOf, type Expr, type Expressions } from './expression';
import type { Faults } from './faults';
import { ExpressionError, parseExpression } from './parse';

/** The names that an observable may use. */
export interface ReadableNames {
  readonly variables: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
}

/** @returns the three parts as expressions; what cannot be parsed is told of, by its path, and left out */
export function observableParts(
  pool: Expressions,
  { id, expression, scaling, offset }: Observable,
  path: string,
  { variables, parameters }: ReadableNames,
  faults: Faults,
): { readonly expression: Expr; readonly scaling: Expr; readonly offset: Expr } {
  const known = new Set([...variables, ...parameters]);
  const constant = (field: 'scaling' | 'offset', quantity: number | string | undefined, absent: Expr): Expr => {
    if (quantity === undefined) return absent;
    if (typeof quantity === 'number') return pool.number(quantity);
    return faults.attempt(`${path}.${field}`, id, absent, () => {
      const parsed = parseExpression(pool, quantity, known, true);
      for (const name of symbolsOf(parsed)) {
        if (variables.has(name))
          throw new ExpressionError(
            `"${quantity}" names the variable ${name}, and ${field === 'scaling' ? 'a scaling' : 'an offset'} is made of parameters`,
            "write it into the observable's expression",
          );
      }
      return parsed;
    });
  };
  return {
    expression: faults.attempt(`${path}.expression`, id, pool.zero, () => parseExpression(pool, expression, known)),
    scaling: constant('scaling', scaling, pool.one),
    offset: constant('offset', offset, pool.zero),
  };
}

/** As `observableParts`, put together. */
export function observableExpression(
  pool: Expressions,
  observable: Observable,
  path: string,
  names: ReadableNames,
  faults: Faults,
): Expr {
  const { expression, scaling, offset } = observableParts(pool, observable, path, names, faults);
  const scaled = pool.mul(scaling, expression);
  // so that it reads x − 1, not x + −1
  return isNumber(offset) && offset.value < 0 ? pool.sub(scaled, pool.number(-offset.value)) : pool.add(scaled, offset);
}
