/** Exact derivatives of expressions by one reverse sweep over their nodes (Griewank & Walther, Evaluating Derivatives, ch. 3). */
import { operators } from './operators';
import { topological, type Expr, type Expressions } from './expression';

/**
 * Adjoints of symbols: Σ_i weight_i · ∂root_i/∂symbol for every symbol at once.
 * @param weights one a root, such as 1, or the symbols of a cotangent vector
 * @returns symbol name → expression; symbols on which no root depends are absent
 */
export function pullBack(pool: Expressions, roots: readonly Expr[], weights: readonly Expr[]): Map<string, Expr> {
  const adjoints = new Map<Expr, Expr>();
  const accumulate = (node: Expr, term: Expr): void => {
    const before = adjoints.get(node);
    adjoints.set(node, before === undefined ? term : pool.add(before, term));
  };
  roots.forEach((root, i) => {
    accumulate(root, weights[i]);
  });
  const result = new Map<string, Expr>();
  const order = topological(roots);
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i],
      adjoint = adjoints.get(node);
    if (adjoint === undefined || node.kind === 'number') continue;
    if (node.kind === 'symbol') {
      result.set(node.name, adjoint);
      continue;
    }
    const parts = operators[node.operator].adjoints(pool, node.args, node, adjoint);
    parts.forEach((part, k) => {
      if (part !== null) accumulate(node.args[k], part);
    });
  }
  return result;
}

/** @returns ∂root/∂symbol */
export function derivative(pool: Expressions, root: Expr, symbol: string): Expr {
  return pullBack(pool, [root], [pool.one]).get(symbol) ?? pool.zero;
}

/**
 * Directional derivatives by one forward sweep: Σ_symbol ∂root_i/∂symbol · tangent(symbol) for every root.
 * @param tangent expression for a symbol's direction, undefined = zero
 */
export function pushForward(pool: Expressions, roots: readonly Expr[], tangent: (symbol: string) => Expr | undefined): Expr[] {
  const tangents = new Map<Expr, Expr>();
  for (const node of topological(roots)) {
    if (node.kind === 'number') continue;
    if (node.kind === 'symbol') {
      const direction = tangent(node.name);
      if (direction !== undefined) tangents.set(node, direction);
      continue;
    }
    if (!node.args.some((arg) => tangents.has(arg))) continue;
    const partials = operators[node.operator].adjoints(pool, node.args, node, pool.one);
    let sum = pool.zero;
    node.args.forEach((arg, k) => {
      const direction = tangents.get(arg),
        partial = partials[k];
      if (direction !== undefined && partial !== null) sum = pool.add(sum, pool.mul(partial, direction));
    });
    tangents.set(node, sum);
  }
  return roots.map((root) => tangents.get(root) ?? pool.zero);
}
