/**
 * The only place that turns text into code: generated float64 functions of (t, y, p). The text is printed from parsed
 * expressions, never taken from a document. Derivative functions are generated when they are first called: a slider needs
 * the right-hand side alone.
 */
import type { RightHandSide, VectorFunction } from '../../solve/system';
import { derivative, pullBack } from '../../equations/differentiate';
import { domain } from '../../equations/operators';
import type { Expr, Expressions } from '../../equations/expression';
import { emitAssignments, type Assignment } from './emit';

export interface Slots {
  /** state id → index in y */
  readonly states: ReadonlyMap<string, number>;
  /** parameter slot → index in p */
  readonly parameters: ReadonlyMap<string, number>;
}

const weightSymbol = (i: number): string => `@lambda.${i}`;

function access(slots: Slots): (symbol: string) => string {
  return (symbol) => {
    if (symbol === 't') return 't';
    const state = slots.states.get(symbol);
    if (state !== undefined) return `y[${state}]`;
    const parameter = slots.parameters.get(symbol);
    if (parameter !== undefined) return `p[${parameter}]`;
    if (symbol.startsWith('@lambda.')) return `l[${symbol.slice(8)}]`;
    throw new Error(`no slot for the symbol ${symbol}`);
  };
}

type Generated = (t: number, y: Float64Array, p: Float64Array, ...arrays: Float64Array[]) => void;

/** @param names of the arrays that follow (t, y, p) */
function generate(slots: Slots, assignments: readonly Assignment[], names: readonly string[]): Generated {
  const body = emitAssignments(assignments, access(slots));
  const make = new Function('M', 'D', `"use strict";return function(t,y,p,${names.join()}){\n${body}\n};`) as (
    M: Math,
    D: typeof domain,
  ) => Generated;
  return make(Math, domain);
}

const fill = (exprs: readonly Expr[], array: string): Assignment[] =>
  exprs.map((expr, i) => ({ target: `${array}[${i}]`, expr }));

/** @param exprs one an output, in symbols of states, parameter slots and t */
export function compileVector(pool: Expressions, exprs: readonly Expr[], slots: Slots): VectorFunction {
  let vjp: Generated | undefined;
  return {
    size: exprs.length,
    value: generate(slots, fill(exprs, 'out'), ['out']),
    vjp(t, y, p, lambda, gy, gp) {
      vjp ??= generate(slots, reverseProduct(pool, exprs, slots), ['l', 'gy', 'gp']);
      vjp(t, y, p, lambda, gy, gp);
    },
  };
}

function reverseProduct(pool: Expressions, exprs: readonly Expr[], slots: Slots): Assignment[] {
  const adjoints = pullBack(
    pool,
    exprs,
    exprs.map((_unused, i) => pool.symbol(weightSymbol(i))),
  );
  return [...adjoints].flatMap(([name, expr]): Assignment[] => {
    const state = slots.states.get(name),
      parameter = slots.parameters.get(name);
    if (state !== undefined) return [{ target: `gy[${state}]`, expr, add: true }];
    return parameter === undefined ? [] : [{ target: `gp[${parameter}]`, expr, add: true }];
  });
}

/** @param rates mechanism id → rate, to name the mechanism to blame when a derivative is not finite */
export function compileRightHandSide(
  pool: Expressions,
  derivatives: readonly Expr[],
  rates: ReadonlyMap<string, Expr>,
  slots: Slots,
): RightHandSide {
  const n = derivatives.length,
    names = [...slots.states.keys()];
  let entries: Generated | undefined, partial: Generated | undefined, blame: VectorFunction | undefined;
  const jacobianEntries = (): Assignment[] =>
    derivatives.flatMap((expr, i) =>
      [...pullBack(pool, [expr], [pool.one])]
        .filter(([name]) => slots.states.has(name))
        .map(([name, entry]) => ({ target: `out[${i * n + slots.states.get(name)!}]`, expr: entry })),
    );
  return {
    ...compileVector(pool, derivatives, slots),
    jacobian(t, y, p, out) {
      entries ??= generate(slots, jacobianEntries(), ['out']);
      out.fill(0);
      entries(t, y, p, out);
    },
    timeDerivative(t, y, p, out) {
      partial ??= generate(
        slots,
        fill(
          derivatives.map((expr) => derivative(pool, expr, 't')),
          'out',
        ),
        ['out'],
      );
      partial(t, y, p, out);
    },
    blame(t, y, p) {
      blame ??= compileVector(pool, [...rates.values()], slots);
      const values = new Float64Array(rates.size);
      blame.value(t, y, p, values);
      const culprits = [...rates.keys()].filter((_id, i) => !Number.isFinite(values[i]));
      return culprits.length > 0 ? culprits : names.filter((_name, i) => !Number.isFinite(y[i]));
    },
  };
}
