/** Text to expression: mathjs parses, this file admits what the expression language has and says what it has not. */
import { create, parseDependencies, type MathNode } from 'mathjs/number';
import { suggest } from '../util/suggest';
import type { Expr, Expressions } from './expression';
import type { OperatorName } from './operators';

const parser = create(parseDependencies, {});

export class ExpressionError extends Error {
  constructor(
    message: string,
    readonly advice?: string,
  ) {
    super(message);
    this.name = 'ExpressionError';
  }
}

const binary: Readonly<Record<string, OperatorName>> = {
  add: 'add',
  subtract: 'sub',
  multiply: 'mul',
  divide: 'div',
  pow: 'pow',
  smaller: 'lt',
  smallerEq: 'le',
  larger: 'gt',
  largerEq: 'ge',
  equal: 'eq',
  unequal: 'ne',
  and: 'and',
  or: 'or',
};
const functions: Readonly<
  Record<string, { readonly arity: readonly [number, number]; readonly build: (x: Expressions, a: readonly Expr[]) => Expr }>
> = {
  ...Object.fromEntries(
    (
      [
        'exp',
        'log10',
        'sqrt',
        'abs',
        'sign',
        'floor',
        'ceil',
        'sin',
        'cos',
        'tan',
        'asin',
        'acos',
        'atan',
        'sinh',
        'cosh',
        'tanh',
        'softplus',
        'logistic',
      ] as const
    ).map((name) => [name, { arity: [1, 1] as const, build: (x: Expressions, [a]: readonly Expr[]) => x.apply(name, a) }]),
  ),
  ln: { arity: [1, 1], build: (x, [a]) => x.apply('log', a) },
  log: {
    arity: [1, 2],
    build: (x, [a, base]) => (base === undefined ? x.apply('log', a) : x.div(x.apply('log', a), x.apply('log', base))),
  },
  log2: { arity: [1, 1], build: (x, [a]) => x.div(x.apply('log', a), x.number(Math.LN2)) },
  pow: { arity: [2, 2], build: (x, [a, b]) => x.pow(a, b) },
  min: { arity: [1, 64], build: (x, args) => args.reduce((a, b) => x.apply('min', a, b)) },
  max: { arity: [1, 64], build: (x, args) => args.reduce((a, b) => x.apply('max', a, b)) },
  hill: { arity: [3, 3], build: (x, [a, K, h]) => hill(x, a, K, h) },
};
export const functionNames: readonly string[] = Object.keys(functions);
export const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };
/** Names that an id may not take. */
export const reservedNames: ReadonlySet<string> = new Set([
  ...functionNames,
  ...Object.keys(constants),
  't',
  'and',
  'or',
  'not',
  'mod',
  'to',
  'in',
  'xor',
  'true',
  'false',
  'null',
  'undefined',
  'Infinity',
  'NaN',
]);

/** The Hill function (x/K)^h / (1 + (x/K)^h). */
export function hill(x: Expressions, amount: Expr, K: Expr, h: Expr): Expr {
  const power = x.pow(x.div(amount, K), h);
  return x.div(power, x.add(x.one, power));
}

/** Names that an expression may use; a set or map will do. */
export interface Names {
  has(name: string): boolean;
  keys(): Iterable<string>;
}

/**
 * @param known names that may occur; `t` is time and may occur unless `timeless`
 * @throws ExpressionError that says what is wrong and where
 */
export function parseExpression(pool: Expressions, text: string, known: Names, timeless = false): Expr {
  let root: MathNode;
  try {
    root = parser.parse(text);
  } catch (error) {
    const { message } = error as Error;
    throw new ExpressionError(
      `"${text}" cannot be read: ${message}`,
      'write it with + − * / ^, ids and functions such as exp(x)',
    );
  }
  const symbol = (name: string): Expr => {
    if (known.has(name)) return pool.symbol(name);
    if (name === 't') {
      if (timeless) throw new ExpressionError(`"${text}" may not depend on time`);
      return pool.time;
    }
    if (Object.hasOwn(constants, name)) return pool.number(constants[name]);
    const near = suggest(name, known.keys());
    throw new ExpressionError(
      `"${text}": nothing here is called "${name}"`,
      near === undefined ? `declare "${name}" or list it among the inputs` : `did you mean "${near}"?`,
    );
  };
  // mathjs's node types are told apart by `type`; its declarations do not discriminate on it.
  const build = (raw: MathNode): Expr => {
    const node = raw as MathNode & Record<string, unknown>;
    const args = (): Expr[] => (node.args as MathNode[]).map(build);
    switch (node.type as string) {
      case 'ConstantNode':
        if (typeof node.value === 'number' && Number.isFinite(node.value)) return pool.number(node.value);
        if (typeof node.value === 'boolean') return pool.number(node.value ? 1 : 0);
        break;
      case 'SymbolNode':
        return symbol(node.name as string);
      case 'ParenthesisNode':
        return build(node.content as MathNode);
      case 'ConditionalNode':
        return pool.if(build(node.condition as MathNode), build(node.trueExpr as MathNode), build(node.falseExpr as MathNode));
      case 'RelationalNode': {
        const params = (node.params as MathNode[]).map(build);
        return (node.conditionals as string[])
          .map((name, i) => pool.apply(binary[name], params[i], params[i + 1]))
          .reduce((a, b) => pool.apply('and', a, b));
      }
      case 'OperatorNode': {
        const name = node.fn as unknown as string;
        if (node.implicit === true)
          throw new ExpressionError(
            `"${text}": a sign is missing between two factors`,
            `write ${raw.toString({ implicit: 'show' })}`,
          );
        if (name === 'unaryMinus') return pool.neg(args()[0]);
        if (name === 'unaryPlus') return args()[0];
        if (name === 'not') return pool.apply('not', ...args());
        const operator = binary[name];
        if (operator !== undefined) return args().reduce((a, b) => pool.rebuild(operator, [a, b]));
        throw new ExpressionError(`"${text}": the sign ${String(node.op)} is not part of the language`);
      }
      case 'FunctionNode': {
        const name = (node.fn as unknown as { name?: string }).name ?? '';
        if (!Object.hasOwn(functions, name)) {
          const near = suggest(name, functionNames);
          throw new ExpressionError(
            `"${text}": there is no function "${name}"`,
            near === undefined ? `the functions are ${functionNames.join(', ')}` : `did you mean "${near}"?`,
          );
        }
        const {
            arity: [least, most],
            build: make,
          } = functions[name],
          values = args();
        if (values.length < least || values.length > most)
          throw new ExpressionError(
            `"${text}": ${name} takes ${least === most ? least : `${least} to ${most}`} arguments, not ${values.length}`,
          );
        return make(pool, values);
      }
    }
    throw new ExpressionError(
      `"${text}": ${raw.toString()} is not part of the language`,
      'use numbers, ids, + − * / ^, comparisons, a ? b : c, and functions',
    );
  };
  return build(root);
}
