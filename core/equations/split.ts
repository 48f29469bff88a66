/**
 * The linear part of equations, A(p)·y + b(p), read off the expressions, and what is left: what a splitting method solves apart.
 * Reading is structural, so that a step function or a threshold is never taken for a constant.
 */
import type { Scenario } from '../model/schema';
import { type Expr, type Expressions, isNumber, topological } from './expression';
import type { Faults } from './faults';
import type { Contribution } from './regime';
import type { EquationSystem } from './system';

/** Σ coefficient·state + constant + rest; coefficients and constant are free of states and time. */
export interface LinearForm {
  readonly coefficients: ReadonlyMap<string, Expr>;
  readonly constant: Expr;
  readonly rest: Expr;
}

export interface SplitEquations {
  /** one a state */
  readonly linear: readonly LinearForm[];
  /** what is left of the derivative of each state */
  readonly rest: readonly Expr[];
}

/**
 * Takes from an expression all that is linear in the states: through sums, products with what is free of states and time, and
 * choices on it.
 */
export function linearForm(pool: Expressions, root: Expr, states: ReadonlySet<string>): LinearForm {
  const varying = new Set<Expr>();
  for (const node of topological([root])) {
    if (node.kind === 'symbol' && (node.name === 't' || states.has(node.name))) varying.add(node);
    if (node.kind === 'operation' && node.args.some((arg) => varying.has(arg))) varying.add(node);
  }
  const free = (expr: Expr): boolean => !varying.has(expr);
  const opaque = (expr: Expr): LinearForm => ({ coefficients: new Map(), constant: pool.zero, rest: expr });
  const map = (form: LinearForm, change: (expr: Expr) => Expr): LinearForm => ({
    coefficients: new Map([...form.coefficients].map(([state, expr]) => [state, change(expr)])),
    constant: change(form.constant),
    rest: change(form.rest),
  });
  const join = (a: LinearForm, b: LinearForm, combine: (x: Expr, y: Expr) => Expr): LinearForm => ({
    coefficients: new Map(
      [...new Set([...a.coefficients.keys(), ...b.coefficients.keys()])].map((state) => [
        state,
        combine(a.coefficients.get(state) ?? pool.zero, b.coefficients.get(state) ?? pool.zero),
      ]),
    ),
    constant: combine(a.constant, b.constant),
    rest: combine(a.rest, b.rest),
  });
  const known = new Map<Expr, LinearForm>();
  const read = (expr: Expr): LinearForm => {
    let form = known.get(expr);
    if (form === undefined) known.set(expr, (form = readNew(expr)));
    return form;
  };
  const readNew = (expr: Expr): LinearForm => {
    if (expr.kind === 'number' || free(expr)) return { coefficients: new Map(), constant: expr, rest: pool.zero };
    if (expr.kind === 'symbol')
      return expr.name === 't' ? opaque(expr) : { ...opaque(pool.zero), coefficients: new Map([[expr.name, pool.one]]) };
    const [a, b, c] = expr.args;
    switch (expr.operator) {
      case 'add':
        return join(read(a), read(b), (x, y) => pool.add(x, y));
      case 'sub':
        return join(read(a), read(b), (x, y) => pool.sub(x, y));
      case 'neg':
        return map(read(a), (x) => (isNumber(x, 0) ? x : pool.neg(x)));
      case 'mul':
        if (free(a)) return map(read(b), (x) => pool.mul(a, x));
        return free(b) ? map(read(a), (x) => pool.mul(x, b)) : opaque(expr);
      case 'div':
        return free(b) ? map(read(a), (x) => pool.div(x, b)) : opaque(expr);
      case 'if':
        return free(a) ? join(read(b), read(c), (x, y) => pool.if(a, x, y)) : opaque(expr);
      default:
        return opaque(expr);
    }
  };
  return read(root);
}

/**
 * Splits the derivatives of one regime.
 * @param marked ids of the mechanisms that make up the linear part; without them it is all that is linear
 * @param contributions that the derivatives are the sums of
 */
export function splitEquations(
  pool: Expressions,
  states: readonly string[],
  derivatives: readonly Expr[],
  contributions: readonly Contribution[],
  marked: readonly string[] | undefined,
): SplitEquations {
  const names = new Set(states);
  if (marked === undefined) {
    const linear = derivatives.map((expr) => linearForm(pool, expr, names));
    return { linear, rest: linear.map(({ rest }) => rest) };
  }
  const chosen = new Set(marked);
  const sum = (state: string, inLinear: boolean): Expr =>
    pool.sum(
      contributions
        .filter((one) => one.state === state && (one.mechanism !== undefined && chosen.has(one.mechanism)) === inLinear)
        .map(({ derivative }) => derivative),
    );
  const linear = states.map((state) => linearForm(pool, sum(state, true), names));
  return { linear, rest: states.map((state, i) => pool.add(sum(state, false), linear[i].rest)) };
}

/** Notes the marked mechanisms of `solver.split` that are not linear in the states. */
export function checkMarkedSplit(
  document: Scenario,
  system: EquationSystem,
  contributions: readonly Contribution[],
  faults: Faults,
): void {
  const { pool } = system,
    states = new Set(system.states);
  (document.solver.split ?? []).forEach((id, i) => {
    const nonlinear = contributions.find(
      (one) => one.mechanism === id && !isNumber(linearForm(pool, one.derivative, states).rest, 0),
    );
    if (nonlinear === undefined) return;
    faults.add(
      `solver.split[${i}]`,
      id,
      `"${id}" is not linear in the states with coefficients of parameters alone, so it cannot be in the linear part`,
      'take it out of solver.split; leave solver.split out to split off all that is linear',
    );
  });
}
