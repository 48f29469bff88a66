import { describe, expect, it } from 'vitest';
import { evaluate } from '../../core/equations/evaluate';
import { Expressions, topological } from '../../core/equations/expression';
import { parseExpression } from '../../core/equations/parse';
import { printText } from '../../core/equations/print-text';
import { printMathML } from '../../core/equations/print-mathml';

const names = new Set(['a', 'b', 'x', 'tgfb']);
const at = { a: 3, b: -0.5, x: 1.7, tgfb: 2, t: 4 } as Record<string, number>;
const value = (text: string): number => {
  const pool = new Expressions();
  return evaluate(parseExpression(pool, text, names), (name) => at[name]);
};

describe('the expression language', () => {
  it.each([
    ['-a^2', -9],
    ['a^-1', 1 / 3],
    ['2^a^2', 512],
    ['a - b - x', 3 + 0.5 - 1.7],
    ['a/b/x', 3 / -0.5 / 1.7],
    ['a < b ? 1 : x', 1.7],
    ['1 < a < 5', 1],
    ['log(a)', Math.log(3)],
    ['log(a, 10)', Math.log10(3)],
    ['log10(a)', Math.log10(3)],
    ['ln(a)', Math.log(3)],
    ['max(a, b, x)', 3],
    ['min(a, x)', 1.7],
    ['hill(x, a, 2)', (1.7 / 3) ** 2 / (1 + (1.7 / 3) ** 2)],
    ['pi*t', 4 * Math.PI],
    ['not(a > 1) or b < 0', 1],
    ['softplus(0)', Math.LN2],
    ['logistic(0)', 0.5],
    ['1e-3*x', 1.7e-3],
  ])('reads %s', (text, expected) => {
    expect(value(text)).toBeCloseTo(expected, 13);
  });

  it('keeps its domain rules: amounts a hair below zero do no harm', () => {
    expect(value('b^0.5')).toBe(0);
    expect(value('b^2')).toBe(0.25);
    expect(value('sqrt(b)')).toBe(0);
    expect(value('(a-a)*log(a-a)')).toBe(0);
  });

  it.each([
    ['tgfB + 1', /nothing here is called "tgfB"/, /did you mean "tgfb"/],
    ['expp(a)', /no function "expp"/, /did you mean "exp"/],
    ['2 a', /a sign is missing/, /2 \* a/],
    ['a +* b', /cannot be read/, /./],
    ['a = 3', /not part of the language/, /./],
    ['[a, b]', /not part of the language/, /./],
    ['exp(a, b)', /takes 1 arguments, not 2/, undefined],
    ['a.constructor', /not part of the language/, /./],
    ['import("fs")', /no function "import"/, /./],
  ])('refuses %s and says the way out', (text, message, advice) => {
    const pool = new Expressions();
    try {
      parseExpression(pool, text, names);
      expect.fail('was accepted');
    } catch (error) {
      expect((error as Error).message).toMatch(message);
      if (advice !== undefined) expect((error as { advice?: string }).advice).toMatch(advice);
    }
  });

  it('shares equal subexpressions, also when their sides are swapped', () => {
    const pool = new Expressions();
    const root = parseExpression(pool, '(a + b)*x + (b + a)/x', names);
    expect(topological([root]).filter((node) => node.kind === 'operation' && node.operator === 'add')).toHaveLength(2);
  });

  it('prints text that reads back to the same value', () => {
    for (const text of [
      'a - (b - x)',
      '(a + b)*x',
      'a/(b*x)',
      '(-a)^2',
      '-(a^2)',
      'a^(b^x)',
      '(a^b)^x',
      'a - -b',
      'a < b ? x : a + 1',
      'exp(-a)/(1 + exp(-a))',
      '2*(a - b)/x',
      'a/(b/x)',
    ]) {
      const pool = new Expressions(),
        root = parseExpression(pool, text, names);
      expect(parseExpression(pool, printText(root), names), `${text} → ${printText(root)}`).toBe(root);
    }
  });

  it('prints MathML in which a hostile name stays text', () => {
    const pool = new Expressions();
    const mathml = printMathML(parseExpression(pool, 'a/tgfb^2', names), new Map([['tgfb', '<img src=x onerror=alert(1)>']]));
    expect(mathml).toContain('<mfrac>');
    expect(mathml).not.toContain('<img');
  });
});
