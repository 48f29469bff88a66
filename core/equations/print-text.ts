/** Expressions as plain text that the parser reads back. */
import { operators, type OperatorName } from './operators';
import type { Expr } from './expression';

const ascii: Partial<Record<OperatorName, string>> = { sub: '-', mul: '*', neg: '-', le: '<=', ge: '>=', eq: '==', ne: '!=' };
const rename: Partial<Record<OperatorName, string>> = { log: 'ln' };

export function printText(node: Expr): string {
  if (node.kind === 'number') return String(node.value);
  if (node.kind === 'symbol') return node.name;
  const { operator, args } = node,
    { precedence, infix } = operators[operator];
  const wrap = (arg: Expr, atLeast: number): string => {
    const weaker =
      arg.kind === 'operation'
        ? operators[arg.operator].precedence < atLeast
        : arg.kind === 'number' && arg.value < 0 && atLeast > 40;
    return weaker ? `(${printText(arg)})` : printText(arg);
  };
  if (operator === 'if')
    return `${wrap(args[0], precedence + 1)} ? ${wrap(args[1], precedence + 1)} : ${wrap(args[2], precedence)}`;
  if (operator === 'not') return `not(${printText(args[0])})`;
  if (infix === undefined) return `${rename[operator] ?? operator}(${args.map(printText).join(', ')})`;
  const sign = ascii[operator] ?? infix;
  if (operator === 'neg') return `${sign}${wrap(args[0], precedence + 1)}`;
  const tight = operator === 'pow';
  // Left-associative signs need brackets around an equal on their right, ^ on its left.
  const left = wrap(args[0], tight ? precedence + 1 : precedence),
    right = wrap(args[1], operator === 'add' || tight ? precedence : precedence + 1);
  return tight || precedence === 50 ? `${left}${sign}${right}` : `${left} ${sign} ${right}`;
}
