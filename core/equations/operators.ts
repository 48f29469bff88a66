/**
 * The operators of the expression language as data: precedence, how each is evaluated with its domain rules, how it
 * prints, and its derivative. Both lowerings and all printers read this table, so that they cannot disagree.
 *
 * Domain rules. Variables are amounts, and a solver may leave one below zero by its tolerance. So: x^h with x < 0 and
 * fractional h is 0; √x with x < 0 is 0; log x below TINY is log TINY, flat, so that 0·log 0 = 0. Division by zero
 * keeps its IEEE meaning; a rate that is not finite stops the solver, which names the mechanism.
 */
import { tanh } from '../util/tanh';
import type { Expr, Expressions } from './expression';

export type OperatorName =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'neg'
  | 'pow'
  | 'exp'
  | 'log'
  | 'log10'
  | 'sqrt'
  | 'abs'
  | 'sign'
  | 'floor'
  | 'ceil'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'sinh'
  | 'cosh'
  | 'tanh'
  | 'softplus'
  | 'logistic'
  | 'min'
  | 'max'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'eq'
  | 'ne'
  | 'and'
  | 'or'
  | 'not'
  | 'if';

export interface Operator {
  readonly arity: number;
  /** binding strength for printing; functions bind tightest */
  readonly precedence: number;
  /** infix sign, where it has one */
  readonly infix?: string;
  readonly commutative?: boolean;
  evaluate(...args: number[]): number;
  /** JavaScript for the value, from JavaScript for the arguments; `M` is Math, `D` holds the domain-ruled functions */
  emit(...args: string[]): string;
  /** adjoints of the arguments from the adjoint of the value; null = zero */
  adjoints(x: Expressions, args: readonly Expr[], self: Expr, adjoint: Expr): (Expr | null)[];
}

export const TINY = 1e-300;

/** Functions with rules or arithmetic of their own; generated code calls these very functions, or has them written out. */
export const domain = {
  pow: (x: number, h: number): number => (x >= 0 || Number.isInteger(h) ? Math.pow(x, h) : 0),
  log: (x: number): number => Math.log(x > TINY ? x : TINY),
  log10: (x: number): number => Math.log10(x > TINY ? x : TINY),
  sqrt: (x: number): number => (x > 0 ? Math.sqrt(x) : 0),
  softplus: (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x))),
  logistic: (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
  tanh,
} as const;

type Rule = Operator['adjoints'];
const FUNCTION = 100;
const flat: Rule = (_x, args) => args.map(() => null);
/** a function of one argument whose derivative is an expression of argument and value */
const chain =
  (derivative: (x: Expressions, a: Expr, self: Expr) => Expr): Rule =>
  (x, [a], self, adjoint) => [x.mul(adjoint, derivative(x, a, self))];

const unary = (evaluate: (a: number) => number, emit: (a: string) => string, adjoints: Rule): Operator => ({
  arity: 1,
  precedence: FUNCTION,
  evaluate,
  emit,
  adjoints,
});
const math = (
  name: 'exp' | 'abs' | 'sign' | 'floor' | 'ceil' | 'sin' | 'cos' | 'tan' | 'asin' | 'acos' | 'atan' | 'sinh' | 'cosh',
  adjoints: Rule,
): Operator => unary(Math[name], (a) => `M.${name}(${a})`, adjoints);
const ruled = (name: Exclude<keyof typeof domain, 'pow'>, adjoints: Rule): Operator =>
  unary(domain[name], (a) => `D.${name}(${a})`, adjoints);
const comparison = (infix: string, sign: string, evaluate: (a: number, b: number) => boolean): Operator => ({
  arity: 2,
  precedence: 30,
  infix,
  evaluate: (a, b) => (evaluate(a, b) ? 1 : 0),
  emit: (a, b) => `(${a}${sign}${b}?1:0)`,
  adjoints: flat,
});
const extremum = (name: 'min' | 'max', order: 'le' | 'ge'): Operator => ({
  arity: 2,
  precedence: FUNCTION,
  commutative: true,
  evaluate: Math[name],
  emit: (a, b) => `M.${name}(${a},${b})`,
  adjoints: (x, [a, b], _self, adjoint) => {
    const first = x.apply(order, a, b);
    return [x.if(first, adjoint, x.zero), x.if(first, x.zero, adjoint)];
  },
});
const overSquare = (x: Expressions, a: Expr, sign: 1 | -1): Expr => {
  const square = x.pow(a, x.number(2));
  return sign === 1 ? x.add(x.one, square) : x.sub(x.one, square);
};

/** x^n for a whole number n as multiplications, since Math.pow differs by an ulp between versions of V8 */
function emitPower(a: string, b: string): string {
  const n = Number(b);
  if (!Number.isInteger(n) || Math.abs(n) > 8) return `D.pow(${a},${b})`;
  const product = (k: number): string =>
    k === 1 ? a : k % 2 === 0 && k > 3 ? `(${product(k / 2)})*(${product(k / 2)})` : `${a}*${product(k - 1)}`;
  return n > 0 ? product(n) : `1/(${product(-n)})`;
}

export const operators: Readonly<Record<OperatorName, Operator>> = {
  add: {
    arity: 2,
    precedence: 40,
    infix: '+',
    commutative: true,
    evaluate: (a, b) => a + b,
    emit: (a, b) => `${a}+${b}`,
    adjoints: (_x, _a, _s, adjoint) => [adjoint, adjoint],
  },
  sub: {
    arity: 2,
    precedence: 40,
    infix: '−',
    evaluate: (a, b) => a - b,
    emit: (a, b) => `${a}-${b}`,
    adjoints: (x, _a, _s, adjoint) => [adjoint, x.neg(adjoint)],
  },
  mul: {
    arity: 2,
    precedence: 50,
    infix: '·',
    commutative: true,
    evaluate: (a, b) => a * b,
    emit: (a, b) => `${a}*${b}`,
    adjoints: (x, [a, b], _s, adjoint) => [x.mul(adjoint, b), x.mul(adjoint, a)],
  },
  div: {
    arity: 2,
    precedence: 50,
    infix: '/',
    evaluate: (a, b) => a / b,
    emit: (a, b) => `${a}/${b}`,
    adjoints: (x, [, b], self, adjoint) => {
      const over = x.div(adjoint, b);
      return [over, x.neg(x.mul(over, self))];
    },
  },
  neg: {
    arity: 1,
    precedence: 45,
    infix: '−',
    evaluate: (a) => -a,
    emit: (a) => `-${a}`,
    adjoints: (x, _a, _s, adjoint) => [x.neg(adjoint)],
  },
  pow: {
    arity: 2,
    precedence: 60,
    infix: '^',
    evaluate: domain.pow,
    emit: emitPower,
    adjoints: (x, [a, b], self, adjoint) => [
      x.mul(adjoint, x.mul(b, x.pow(a, x.sub(b, x.one)))),
      b.kind === 'number' ? null : x.mul(adjoint, x.mul(self, x.apply('log', a))),
    ],
  },
  exp: math(
    'exp',
    chain((_x, _a, self) => self),
  ),
  log: ruled(
    'log',
    chain((x, a) => x.if(x.apply('gt', a, x.number(TINY)), x.div(x.one, a), x.zero)),
  ),
  log10: ruled(
    'log10',
    chain((x, a) => x.if(x.apply('gt', a, x.number(TINY)), x.div(x.number(Math.LOG10E), a), x.zero)),
  ),
  sqrt: ruled(
    'sqrt',
    chain((x, a, self) => x.if(x.apply('gt', a, x.zero), x.div(x.number(0.5), self), x.zero)),
  ),
  abs: math(
    'abs',
    chain((x, a) => x.apply('sign', a)),
  ),
  sign: math('sign', flat),
  floor: math('floor', flat),
  ceil: math('ceil', flat),
  sin: math(
    'sin',
    chain((x, a) => x.apply('cos', a)),
  ),
  cos: math(
    'cos',
    chain((x, a) => x.neg(x.apply('sin', a))),
  ),
  tan: math(
    'tan',
    chain((x, _a, self) => overSquare(x, self, 1)),
  ),
  asin: math(
    'asin',
    chain((x, a) => x.div(x.one, x.apply('sqrt', overSquare(x, a, -1)))),
  ),
  acos: math(
    'acos',
    chain((x, a) => x.div(x.number(-1), x.apply('sqrt', overSquare(x, a, -1)))),
  ),
  atan: math(
    'atan',
    chain((x, a) => x.div(x.one, overSquare(x, a, 1))),
  ),
  sinh: math(
    'sinh',
    chain((x, a) => x.apply('cosh', a)),
  ),
  cosh: math(
    'cosh',
    chain((x, a) => x.apply('sinh', a)),
  ),
  tanh: ruled(
    'tanh',
    chain((x, _a, self) => overSquare(x, self, -1)),
  ),
  softplus: ruled(
    'softplus',
    chain((x, a) => x.apply('logistic', a)),
  ),
  logistic: ruled(
    'logistic',
    chain((x, _a, self) => x.mul(self, x.sub(x.one, self))),
  ),
  min: extremum('min', 'le'),
  max: extremum('max', 'ge'),
  lt: comparison('<', '<', (a, b) => a < b),
  le: comparison('≤', '<=', (a, b) => a <= b),
  gt: comparison('>', '>', (a, b) => a > b),
  ge: comparison('≥', '>=', (a, b) => a >= b),
  eq: comparison('=', '===', (a, b) => a === b),
  ne: comparison('≠', '!==', (a, b) => a !== b),
  and: {
    arity: 2,
    precedence: 20,
    infix: 'and',
    commutative: true,
    evaluate: (a, b) => (a !== 0 && b !== 0 ? 1 : 0),
    emit: (a, b) => `(${a}!==0&&${b}!==0?1:0)`,
    adjoints: flat,
  },
  or: {
    arity: 2,
    precedence: 15,
    infix: 'or',
    commutative: true,
    evaluate: (a, b) => (a !== 0 || b !== 0 ? 1 : 0),
    emit: (a, b) => `(${a}!==0||${b}!==0?1:0)`,
    adjoints: flat,
  },
  not: { arity: 1, precedence: FUNCTION, evaluate: (a) => (a === 0 ? 1 : 0), emit: (a) => `(${a}===0?1:0)`, adjoints: flat },
  if: {
    arity: 3,
    precedence: 10,
    evaluate: (c, a, b) => (c !== 0 ? a : b),
    emit: (c, a, b) => `(${c}!==0?${a}:${b})`,
    adjoints: (x, [c], _self, adjoint) => [null, x.if(c, adjoint, x.zero), x.if(c, x.zero, adjoint)],
  },
};
