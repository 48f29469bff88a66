/** Quantities that are asked for beside the variables of a document. */
import type { Scenario } from '../model/schema';
import { Faults } from '../equations/faults';
import { observableExpression } from '../equations/observable';
import { parseExpression } from '../equations/parse';
import { substitute, type Expr } from '../equations/expression';
import type { EquationSystem } from '../equations/system';
import type { OutputRequest } from './lowered';

/**
 * An output may name observables as well as variables and parameters.
 * @throws DocumentError with every fault found, each with its path
 */
export function requestedOutputs(
  document: Scenario,
  { pool, parameters }: EquationSystem,
  outputs: readonly OutputRequest[],
): Expr[] {
  const faults = new Faults(),
    known = { variables: new Set(document.variables.map(({ id }) => id)), parameters: new Set(parameters) };
  const observables = new Map(
    document.observables.map((one, i) => [one.id, observableExpression(pool, one, `observables[${i}]`, known, faults)]),
  );
  const names = new Set([...known.variables, ...known.parameters, ...observables.keys()]);
  const exprs = outputs.map(({ name, expression }) =>
    faults.attempt(name, name, pool.zero, () => substitute(pool, parseExpression(pool, expression, names), observables)),
  );
  faults.raise();
  return exprs;
}
