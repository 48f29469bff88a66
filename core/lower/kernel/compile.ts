/**
 * Expressions to generated float64 functions of (t, y, p). Derivative functions are generated when they are first called: a
 * slider needs the right-hand side alone.
 */
import type { RightHandSide, VectorFunction } from '../../solve/system';
import { sparsityPattern } from '../../util/sparsity';
import { derivative, pullBack, pushForward } from '../../equations/differentiate';
import { symbolsOf, topological, type Expr, type Expressions } from '../../equations/expression';
import type { Slots } from '../slots';
import { emitAssignments } from './emit';
import { familyBlocks, type Assignment } from './families';
import { fuseExplicit } from './fuse-explicit';
import { fuseRosenbrock } from './fuse-rosenbrock';
import { makeBlock, makeFunction } from './make-function';
import { at } from './rows';

const weights = '@lambda.';
const directions = { states: '@dy.', parameters: '@dp.' } as const;

/** @param element code of an array's element */
function access(slots: Slots, element: (array: string, index: number) => string): (symbol: string) => string {
  return (symbol) => {
    if (symbol === 't') return 't';
    const state = slots.states.get(symbol);
    if (state !== undefined) return element('y', state);
    const parameter = slots.parameters.get(symbol);
    if (parameter !== undefined) return element('p', parameter);
    if (symbol.startsWith(weights)) return element('l', Number(symbol.slice(weights.length)));
    if (symbol.startsWith(directions.states)) return element('dy', Number(symbol.slice(directions.states.length)));
    if (symbol.startsWith(directions.parameters)) return element('dp', Number(symbol.slice(directions.parameters.length)));
    throw new Error(`no slot for the symbol ${symbol}`);
  };
}

type Generated = (t: number, y: Float64Array, p: Float64Array, ...arrays: Float64Array[]) => void;

/** Nodes up to which a function is written out: V8 does not optimise one of more than 60 kB of bytecode, 15 bytes an operation. */
const MOST_NODES = 2500;
const plain = (array: string, index: number): string => `${array}[${index}]`;

/** @param names of the arrays that follow (t, y, p) */
function generate(slots: Slots, assignments: readonly Assignment[], names: readonly string[]): Generated {
  const parameters = `t,y,p,${names.join()}`;
  if (assignments.length + topological(assignments.map(({ expr }) => expr)).length <= MOST_NODES) {
    const targets = assignments.map(({ array, index, expr, add }) => ({ target: plain(array, index), expr, add }));
    return makeFunction(parameters, emitAssignments(targets, access(slots, plain))) as Generated;
  }
  const { blocks, shared } = familyBlocks(assignments, access(slots, at)),
    memory = new Float64Array(shared);
  const parts = blocks.map((block) => makeBlock(parameters, block, memory) as Generated);
  // Three arrays at most follow; to collect them would allocate.
  return (t, y, p, a, b, c) => {
    for (let i = 0; i < parts.length; i++) parts[i](t, y, p, a, b, c);
  };
}

const fill = (exprs: readonly Expr[], array: string): Assignment[] => exprs.map((expr, index) => ({ array, index, expr }));

/** @param exprs one an output, in symbols of states, parameter slots and t */
export function compileVector(pool: Expressions, exprs: readonly Expr[], slots: Slots): VectorFunction {
  let vjp: Generated | undefined, jvp: Generated | undefined, partial: Generated | undefined;
  return {
    size: exprs.length,
    value: generate(slots, fill(exprs, 'out'), ['out']),
    vjp(t, y, p, lambda, gy, gp) {
      vjp ??= generate(slots, reverseProduct(pool, exprs, slots), ['l', 'gy', 'gp']);
      vjp(t, y, p, lambda, gy, gp);
    },
    jvp(t, y, p, dy, dp, out) {
      jvp ??= generate(slots, fill(forwardProduct(pool, exprs, slots), 'out'), ['dy', 'dp', 'out']);
      jvp(t, y, p, dy, dp, out);
    },
    timeDerivative(t, y, p, out) {
      const rates = (): Expr[] => exprs.map((expr) => derivative(pool, expr, 't'));
      partial ??= generate(slots, fill(rates(), 'out'), ['out']);
      partial(t, y, p, out);
    },
  };
}

function forwardProduct(pool: Expressions, exprs: readonly Expr[], slots: Slots): Expr[] {
  return pushForward(pool, exprs, (name) => {
    const state = slots.states.get(name),
      parameter = slots.parameters.get(name);
    if (state !== undefined) return pool.symbol(`${directions.states}${state}`);
    return parameter === undefined ? undefined : pool.symbol(`${directions.parameters}${parameter}`);
  });
}

function reverseProduct(pool: Expressions, exprs: readonly Expr[], slots: Slots): Assignment[] {
  const adjoints = pullBack(
    pool,
    exprs,
    exprs.map((_unused, i) => pool.symbol(`${weights}${i}`)),
  );
  return [...adjoints].flatMap(([name, expr]): Assignment[] => {
    const state = slots.states.get(name),
      parameter = slots.parameters.get(name);
    if (state !== undefined) return [{ array: 'gy', index: state, expr, add: true }];
    return parameter === undefined ? [] : [{ array: 'gp', index: parameter, expr, add: true }];
  });
}

/** @param rates mechanism id → rate, to name the mechanism to blame when a derivative is not finite */
export function compileRightHandSide(
  pool: Expressions,
  derivatives: readonly Expr[],
  rates: ReadonlyMap<string, Expr>,
  slots: Slots,
): RightHandSide {
  const names = [...slots.states.keys()];
  const model = { pool, derivatives, slots },
    pattern = sparsityPattern(derivatives.map((expr) => [...symbolsOf(expr)].flatMap((name) => slots.states.get(name) ?? [])));
  let entries: Generated | undefined, blame: VectorFunction | undefined;
  const { rowStart, column } = pattern;
  const jacobianEntries = (): Expr[] =>
    derivatives.flatMap((expr, i) => {
      const gradient = pullBack(pool, [expr], [pool.one]);
      return Array.from(column.subarray(rowStart[i], rowStart[i + 1]), (j) => gradient.get(names[j]) ?? pool.zero);
    });
  return {
    ...compileVector(pool, derivatives, slots),
    pattern,
    names,
    fused: { ...fuseExplicit(model), rosenbrock: fuseRosenbrock(model, pattern) },
    jacobian(t, y, p, out) {
      entries ??= generate(slots, fill(jacobianEntries(), 'out'), ['out']);
      entries(t, y, p, out);
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
