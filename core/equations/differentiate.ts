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
