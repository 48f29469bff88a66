/** A trigger as root functions and logic: its truth changes only where one of the functions changes its sign. */
import { isNumber, type Expr, type Expressions } from './expression';
import { ExpressionError } from './parse';
import { printText } from './print-text';

/** Truth from root functions; an atom holds where its function is positive, or zero if it is not strict. */
export type Logic =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'atom'; readonly root: number; readonly strict: boolean }
  | { readonly kind: 'not'; readonly of: Logic }
  | { readonly kind: 'and' | 'or'; readonly of: readonly [Logic, Logic] };

export interface Trigger {
  readonly roots: readonly Expr[];
  readonly logic: Logic;
}

/**
 * a > b becomes the root function a − b; and, or, not and `c ? a : b` become logic.
 * @throws ExpressionError where the expression is not true or false, or asks for equality
 */
export function splitTrigger(pool: Expressions, trigger: Expr): Trigger {
  const roots: Expr[] = [];
  const atom = (larger: Expr, smaller: Expr, strict: boolean): Logic => {
    const root = pool.sub(larger, smaller),
      at = roots.indexOf(root);
    return { kind: 'atom', root: at >= 0 ? at : roots.push(root) - 1, strict };
  };
  const split = (expr: Expr): Logic => {
    if (isNumber(expr) && (expr.value === 0 || expr.value === 1)) return { kind: 'constant', value: expr.value === 1 };
    if (expr.kind === 'operation') {
      const [a, b, c] = expr.args;
      switch (expr.operator) {
        case 'gt':
          return atom(a, b, true);
        case 'ge':
          return atom(a, b, false);
        case 'lt':
          return atom(b, a, true);
        case 'le':
          return atom(b, a, false);
        case 'and':
        case 'or':
          return { kind: expr.operator, of: [split(a), split(b)] };
        case 'not':
          return { kind: 'not', of: split(a) };
        case 'if': {
          const condition = split(a);
          return {
            kind: 'or',
            of: [
              { kind: 'and', of: [condition, split(b)] },
              { kind: 'and', of: [{ kind: 'not', of: condition }, split(c)] },
            ],
          };
        }
        case 'eq':
        case 'ne':
          throw new ExpressionError(
            `"${printText(expr)}": a trigger cannot ask whether two quantities are equal, which they are for no time at all`,
            'write on which side it is to happen, such as x >= 1 or t >= 5',
          );
      }
    }
    throw new ExpressionError(
      `"${printText(expr)}" is a quantity, and a trigger is true or false`,
      'compare it with something, such as x > 1, and join comparisons by and, or, not',
    );
  };
  const logic = split(trigger);
  return { roots, logic };
}

/** @returns the logic's truth as a function of the values of the root functions from an offset */
export function truthOf(logic: Logic): (roots: Float64Array, offset: number) => boolean {
  switch (logic.kind) {
    case 'constant': {
      const { value } = logic;
      return () => value;
    }
    case 'atom': {
      const { root, strict } = logic;
      return strict ? (roots, offset) => roots[offset + root] > 0 : (roots, offset) => roots[offset + root] >= 0;
    }
    case 'not': {
      const of = truthOf(logic.of);
      return (roots, offset) => !of(roots, offset);
    }
    default: {
      const [a, b] = logic.of.map(truthOf);
      return logic.kind === 'and'
        ? (roots, offset) => a(roots, offset) && b(roots, offset)
        : (roots, offset) => a(roots, offset) || b(roots, offset);
    }
  }
}
