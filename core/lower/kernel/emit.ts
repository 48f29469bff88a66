/** Expressions to JavaScript statements: shared subexpressions become constants, float literals round-trip exactly. */
import { isNumber, topological, type Expr, type OperationNode } from '../../equations/expression';
import { operationText } from './written-out';

export interface Assignment {
  readonly target: string;
  readonly expr: Expr;
  readonly add?: boolean | undefined;
}

/** Expressions nested deeper than this are cut into named constants, to spare the parser's stack. */
export const DEPTH = 12;

/** @returns a number as JavaScript that reads back to the same bits */
export const numeral = (value: number): string => (value < 0 ? `(${value})` : String(value));

/** @returns how often an operation reads its i-th argument: a whole power is emitted as products of its base, which must have a name */
export const timesRead = ({ operator, args }: OperationNode, i: number): number =>
  operator === 'pow' && i === 0 && isNumber(args[1]) ? 2 : 1;

/**
 * @param access JavaScript that loads a symbol, such as `y[3]`
 * @returns the body of a function
 */
export function emitAssignments(assignments: readonly Assignment[], access: (symbol: string) => string): string {
  const roots = assignments.map(({ expr }) => expr),
    order = topological(roots),
    uses = new Map<Expr, number>();
  const use = (node: Expr, times: number): void => {
    uses.set(node, (uses.get(node) ?? 0) + times);
  };
  for (const node of order) {
    if (node.kind !== 'operation') continue;
    node.args.forEach((arg, i) => {
      use(arg, timesRead(node, i));
    });
  }
  roots.forEach((root) => {
    use(root, 1);
  });
  const code = new Map<Expr, string>(),
    depth = new Map<Expr, number>(),
    lines: string[] = [];
  let count = 0;
  const fresh = (text: string): string => {
    const name = `v${count++}`;
    lines.push(`const ${name}=${text};`);
    return name;
  };
  for (const node of order) {
    if (node.kind === 'number') {
      code.set(node, numeral(node.value));
      continue;
    }
    const args = node.kind === 'symbol' ? [] : node.args.map((arg) => code.get(arg)!),
      text = node.kind === 'symbol' ? access(node.name) : operationText(node, args, fresh);
    const deep = node.kind === 'symbol' ? 0 : 1 + Math.max(0, ...node.args.map((arg) => depth.get(arg) ?? 0));
    if (uses.get(node)! > 1 || deep > DEPTH) {
      code.set(node, fresh(text));
    } else {
      code.set(node, node.kind === 'symbol' ? text : `(${text})`);
      depth.set(node, deep);
    }
  }
  for (const { target, expr, add } of assignments) lines.push(`${target}${add === true ? '+=' : '='}${code.get(expr)!};`);
  return lines.join('\n');
}
