/** Evaluates an expression by walking it: slow, and independent of the generated code that it checks in tests. */
import { operators } from './operators';
import { topological, type Expr } from './expression';

/** @param values of the symbols, `t` among them. @throws if one is missing */
export function evaluate(root: Expr, values: (symbol: string) => number | undefined): number {
  const results = new Map<Expr, number>();
  for (const node of topological([root])) {
    if (node.kind === 'number') results.set(node, node.value);
    else if (node.kind === 'operation')
      results.set(node, operators[node.operator].evaluate(...node.args.map((arg) => results.get(arg)!)));
    else {
      const value = values(node.name);
      if (value === undefined) throw new Error(`no value for ${node.name}`);
      results.set(node, value);
    }
  }
  return results.get(root)!;
}
