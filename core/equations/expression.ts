/**
 * Expressions as hash-consed, immutable nodes: equal expressions of one pool are the same object, so that common
 * subexpressions are found by identity. The constructors simplify what is true for all numbers (0 + x, 1·x, constants).
 */
import { operators, type OperatorName } from './operators';

export interface NumberNode {
  readonly kind: 'number';
  readonly key: number;
  readonly value: number;
}
export interface SymbolNode {
  readonly kind: 'symbol';
  readonly key: number;
  readonly name: string;
}
export interface OperationNode {
  readonly kind: 'operation';
  readonly key: number;
  readonly operator: OperatorName;
  readonly args: readonly Expr[];
}
export type Expr = NumberNode | SymbolNode | OperationNode;

export const isNumber = (node: Expr, value?: number): node is NumberNode =>
  node.kind === 'number' && (value === undefined || node.value === value);

/** A pool of expressions: the only way to make one. */
export class Expressions {
  readonly #nodes = new Map<string, Expr>();
  readonly zero = this.number(0);
  readonly one = this.number(1);
  readonly time = this.symbol('t');

  #intern(signature: string, make: (key: number) => Expr): Expr {
    let node = this.#nodes.get(signature);
    if (node === undefined) this.#nodes.set(signature, (node = make(this.#nodes.size)));
    return node;
  }

  number(value: number): Expr {
    const plain = value === 0 ? 0 : value;
    return this.#intern(`#${plain}`, (key) => ({ kind: 'number', key, value: plain }));
  }

  symbol(name: string): Expr {
    return this.#intern(`$${name}`, (key) => ({ kind: 'symbol', key, name }));
  }

  /** An operation by name; constants are folded by the operator's own rule. */
  apply(operator: OperatorName, ...args: readonly Expr[]): Expr {
    if (args.every((arg) => isNumber(arg))) {
      const value = operators[operator].evaluate(...args.map((arg) => arg.value));
      if (Number.isFinite(value)) return this.number(value);
    }
    const keys = args.map((arg) => arg.key);
    if (operators[operator].commutative === true) keys.sort((a, b) => a - b);
    return this.#intern(`${operator}(${keys.join()})`, (key) => ({ kind: 'operation', key, operator, args }));
  }

  add(a: Expr, b: Expr): Expr {
    if (isNumber(a, 0)) return b;
    if (isNumber(b, 0)) return a;
    if (b.kind === 'operation' && b.operator === 'neg') return this.sub(a, b.args[0]);
    return this.apply('add', a, b);
  }

  sub(a: Expr, b: Expr): Expr {
    if (isNumber(b, 0)) return a;
    if (a === b) return this.zero;
    if (isNumber(a, 0)) return this.neg(b);
    if (b.kind === 'operation' && b.operator === 'neg') return this.add(a, b.args[0]);
    return this.apply('sub', a, b);
  }

  neg(a: Expr): Expr {
    if (a.kind === 'operation' && a.operator === 'neg') return a.args[0];
    return this.apply('neg', a);
  }

  mul(a: Expr, b: Expr): Expr {
    if (isNumber(a, 0) || isNumber(b, 0)) return this.zero;
    if (isNumber(a, 1)) return b;
    if (isNumber(b, 1)) return a;
    if (isNumber(a, -1)) return this.neg(b);
    if (isNumber(b, -1)) return this.neg(a);
    return this.apply('mul', a, b);
  }

  div(a: Expr, b: Expr): Expr {
    if (isNumber(a, 0) && !isNumber(b, 0)) return this.zero;
    if (isNumber(b, 1)) return a;
    return this.apply('div', a, b);
  }

  pow(a: Expr, b: Expr): Expr {
    if (isNumber(b, 1)) return a;
    if (isNumber(b, 0)) return this.one;
    return this.apply('pow', a, b);
  }

  if(condition: Expr, yes: Expr, no: Expr): Expr {
    if (yes === no) return yes;
    if (isNumber(condition)) return condition.value !== 0 ? yes : no;
    return this.apply('if', condition, yes, no);
  }

  sum(terms: readonly Expr[]): Expr {
    return terms.reduce((a, b) => this.add(a, b), this.zero);
  }
  product(factors: readonly Expr[]): Expr {
    return factors.reduce((a, b) => this.mul(a, b), this.one);
  }

  /** Rebuilds an operation from new arguments, simplifying again. */
  rebuild(operator: OperatorName, args: readonly Expr[]): Expr {
    switch (operator) {
      case 'add':
        return this.add(args[0], args[1]);
      case 'sub':
        return this.sub(args[0], args[1]);
      case 'mul':
        return this.mul(args[0], args[1]);
      case 'div':
        return this.div(args[0], args[1]);
      case 'pow':
        return this.pow(args[0], args[1]);
      case 'neg':
        return this.neg(args[0]);
      case 'if':
        return this.if(args[0], args[1], args[2]);
      default:
        return this.apply(operator, ...args);
    }
  }
}

/**
 * The nodes that the roots are made of, arguments before their users.
 * @param opens whether to go into a node's arguments; absent: into all
 */
export function topological(roots: Iterable<Expr>, opens?: (node: Expr) => boolean): Expr[] {
  const seen = new Set<Expr>(),
    order: Expr[] = [];
  for (const root of roots) {
    const stack: [Expr, boolean][] = [[root, false]];
    while (stack.length > 0) {
      const [node, ready] = stack.pop()!;
      if (ready) {
        order.push(node);
        continue;
      }
      if (seen.has(node)) continue;
      seen.add(node);
      stack.push([node, true]);
      if (node.kind !== 'operation' || opens?.(node) === false) continue;
      for (let i = node.args.length - 1; i >= 0; i--) stack.push([node.args[i], false]);
    }
  }
  return order;
}

/** Names of the symbols in an expression. */
export function symbolsOf(...roots: readonly Expr[]): Set<string> {
  const names = new Set<string>();
  for (const node of topological(roots)) if (node.kind === 'symbol') names.add(node.name);
  return names;
}

/** Replaces symbols by expressions, all at once (what is put in is not replaced again). */
export function substitute(pool: Expressions, root: Expr, replacement: ReadonlyMap<string, Expr>): Expr {
  if (replacement.size === 0) return root;
  const made = new Map<Expr, Expr>();
  for (const node of topological([root])) {
    if (node.kind === 'symbol') made.set(node, replacement.get(node.name) ?? node);
    else if (node.kind === 'operation') {
      const args = node.args.map((arg) => made.get(arg)!);
      made.set(node, args.every((arg, i) => arg === node.args[i]) ? node : pool.rebuild(node.operator, args));
    } else made.set(node, node);
  }
  return made.get(root)!;
}
