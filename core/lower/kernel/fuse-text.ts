/**
 * What the writers of fused steps share: their model, its expressions stripped of what depends on parameters alone, and text of
 * stages. In the text the state i of a stage is `${name}${i}`, a parameter `p${slot}`, a parameters-only term `q${i}`.
 */
import { topological, type Expr, type Expressions } from '../../equations/expression';
import type { Slots } from '../slots';
import { emitAssignments, numeral, type Assignment } from './emit';

/** A right-hand side: the derivative of each state, in symbols of states, parameter slots and t. */
export interface Model {
  readonly pool: Expressions;
  readonly derivatives: readonly Expr[];
  readonly slots: Slots;
}

/** @returns the same, each result made once */
export function perTableau<T, F>(make: (tableau: T) => F): (tableau: T) => F {
  const made = new Map<T, F>();
  return (tableau) => {
    if (!made.has(tableau)) made.set(tableau, make(tableau));
    return made.get(tableau) as F;
  };
}

/** What the symbol of a term of parameters alone begins with; its number follows. */
export const ONCE = '@once.';
const COTANGENT = '@cotangent.';

export const cotangentSymbol = (i: number): string => `${COTANGENT}${i}`;

/** Expressions of states, time and what is known once a step: `once` holds the operations on parameters alone, in order. */
export interface Split {
  readonly roots: readonly Expr[];
  readonly once: readonly Expr[];
  /** slots of the parameters that occur */
  readonly parameters: readonly number[];
  /** whether time occurs */
  readonly timed: boolean;
}

/** Takes the operations on parameters alone out of the expressions and puts symbols in their place. */
export function splitOnce(pool: Expressions, roots: readonly Expr[], slots: Slots): Split {
  const fixed = new Set<Expr>(),
    once: Expr[] = [],
    made = new Map<Expr, Expr>(),
    parameters: number[] = [],
    order = topological(roots);
  for (const node of order) {
    if (node.kind === 'symbol' && slots.parameters.has(node.name)) parameters.push(slots.parameters.get(node.name)!);
    const known = node.kind === 'operation' ? node.args.every((arg) => fixed.has(arg)) : !isVariable(node, slots);
    if (known) fixed.add(node);
  }
  const taken = (node: Expr): Expr => {
    if (node.kind !== 'operation' || !fixed.has(node)) return made.get(node) ?? node;
    let symbol = made.get(node);
    if (symbol === undefined) {
      made.set(node, (symbol = pool.symbol(`${ONCE}${once.length}`)));
      once.push(node);
    }
    return symbol;
  };
  for (const node of order) {
    if (node.kind !== 'operation' || fixed.has(node)) continue;
    const args = node.args.map(taken);
    made.set(node, args.every((arg, i) => arg === node.args[i]) ? node : pool.rebuild(node.operator, args));
  }
  return { roots: roots.map(taken), once, parameters, timed: order.includes(pool.time) };
}

const isVariable = (node: Expr, slots: Slots): boolean => node.kind === 'symbol' && !slots.parameters.has(node.name);

/** @param names of time, and what the names of a stage's states and of its cotangents start with */
export function localAccess(slots: Slots, names: { t: string; state: string; cotangent?: string }): (symbol: string) => string {
  return (symbol) => {
    if (symbol === 't') return names.t;
    if (symbol.startsWith(ONCE)) return `q${symbol.slice(ONCE.length)}`;
    if (symbol.startsWith(COTANGENT)) return `${names.cotangent!}${symbol.slice(COTANGENT.length)}`;
    const state = slots.states.get(symbol);
    return state === undefined ? `p${slots.parameters.get(symbol)!}` : `${names.state}${state}`;
  };
}

/** @returns statements that load the parameters and work out what depends on them alone */
export function loadParameters({ once, parameters }: Split, slots: Slots): string[] {
  const access = localAccess(slots, { t: 't', state: 'y' });
  return [
    ...parameters.map((slot) => `const p${slot}=p[${slot}];`),
    ...block(
      once.map((_unused, i) => `q${i}`),
      once.map((expr, i) => ({ target: `q${i}`, expr })),
      access,
    ),
  ];
}

/** @returns statements that declare the variables and assign to them, with all else that they need in a scope of its own */
export function block(
  variables: readonly string[],
  assignments: readonly Assignment[],
  access: (symbol: string) => string,
): string[] {
  if (assignments.length === 0) return [];
  return [variables.length > 0 ? `let ${variables.join()};{` : '{', emitAssignments(assignments, access), '}'];
}

export const indices = (n: number): number[] => Array.from({ length: n }, (_, j) => j);

/** @returns columns of a row's entries that are not zero */
export const columnsOf = (row: readonly number[]): number[] => row.map((_, i) => i).filter((i) => row[i] !== 0);

/** Text of Σ_i (h·row[i])·k_i of state j, the factors named `${factor}${i}`. */
export const rowText = (factor: string, columns: readonly number[], j: number): string =>
  columns.map((i) => `${factor}${i}*k${i}_${j}`).join('+');

/** @returns statements that name y + Σ_i (h·row[i])·k_i of each of n states, `${name}${j}` */
export function argumentText(name: string, factor: string, row: readonly number[], n: number): string[] {
  const columns = columnsOf(row);
  return indices(n).map((j) => `const ${name}${j}=y${j}${columns.length === 0 ? '' : `+(${rowText(factor, columns, j)})`};`);
}

/** @returns statements that name the slopes of a stage, `${slope}_${j}` */
export function slopesText(rates: readonly Expr[], slope: string, access: (symbol: string) => string): string[] {
  const targets = rates.map((_, j) => `${slope}_${j}`);
  return block(
    targets,
    rates.map((expr, j) => ({ target: targets[j], expr })),
    access,
  );
}

/** @returns statements that name h times each entry of a row, `${factor}${i}` */
export const factorText = (factor: string, row: readonly number[]): string[] =>
  columnsOf(row).map((i) => `const ${factor}${i}=h*${numeral(row[i])};`);

/** @returns statements that name t + c·h, where the expressions depend on time */
export const timeText = (name: string, c: number, { timed }: Split): string[] =>
  timed ? [`const ${name}=t${c === 0 ? '' : `+${numeral(c)}*h`};`] : [];
