/** The identifiers of an expression by a scan of its tokens: enough to know what it may depend on, without its maths. */

const token = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[A-Za-z_][A-Za-z0-9_]*/g;

/** @returns every distinct identifier in order of first appearance, names of functions and of time included */
export function identifiers(expression: string): string[] {
  const found = new Set<string>();
  for (const [word] of expression.matchAll(token)) if (/^[A-Za-z_]/.test(word)) found.add(word);
  return [...found];
}
