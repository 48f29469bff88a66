/** The two parts of split equations as functions: entries of A(p) and b(p), and the right-hand side that is left. */
import { isNumber, type Expr, type Expressions } from '../../equations/expression';
import { splitEquations } from '../../equations/split';
import type { Regime } from '../../equations/surgery';
import type { Split } from '../../solve/system';
import type { Slots } from '../slots';
import { compileRightHandSide, compileVector } from './compile';

/** @param marked ids of the mechanisms of the linear part; by default it is all that is linear */
export function compileSplit(
  pool: Expressions,
  states: readonly string[],
  { derivatives, contributions, rates }: Regime,
  marked: readonly string[] | undefined,
  slots: Slots,
): Split {
  const { linear, rest } = splitEquations(pool, states, derivatives, contributions, marked),
    n = states.length;
  const matrixAt: number[] = [],
    offsetAt: number[] = [],
    coefficients: Expr[] = [],
    constants: Expr[] = [];
  linear.forEach(({ coefficients: row, constant }, i) => {
    for (const [state, expr] of row) {
      const column = slots.states.get(state);
      if (column === undefined || isNumber(expr, 0)) continue;
      matrixAt.push(i * n + column);
      coefficients.push(expr);
    }
    if (isNumber(constant, 0)) return;
    offsetAt.push(i);
    constants.push(constant);
  });
  const entries = compileVector(pool, [...coefficients, ...constants], slots);
  const values = new Float64Array(entries.size),
    none = new Float64Array(n),
    ignored = new Float64Array(n);
  return {
    terms: entries.size,
    linear(p, matrix, offset) {
      entries.value(0, none, p, values);
      matrix.fill(0);
      offset.fill(0);
      matrixAt.forEach((at, k) => {
        matrix[at] = values[k];
      });
      offsetAt.forEach((at, k) => {
        offset[at] = values[matrixAt.length + k];
      });
    },
    linearVjp(p, matrixCotangent, offsetCotangent, gp) {
      matrixAt.forEach((at, k) => {
        values[k] = matrixCotangent[at];
      });
      offsetAt.forEach((at, k) => {
        values[matrixAt.length + k] = offsetCotangent[at];
      });
      entries.vjp(0, none, p, values, ignored, gp);
    },
    rest: compileRightHandSide(pool, rest, rates, slots),
  };
}
