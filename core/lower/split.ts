/** Splitting of a document's equations: the checks that a choice of it asks for, and the parts made when first asked for. */
import type { Scenario } from '../model/schema';
import { Faults } from '../equations/faults';
import { isNumber } from '../equations/expression';
import { checkMarkedSplit, splitEquations } from '../equations/split';
import { operate } from '../equations/surgery';
import type { EquationSystem } from '../equations/system';
import { MOST_SPLIT_STATES } from '../solve/system';
import type { RightHandSide, Split } from '../solve/system';

/** @returns the same right-hand side with its parts, compiled when first asked for */
export function withSplit(rhs: RightHandSide, make: () => Split): RightHandSide {
  let made: Split | undefined;
  return Object.defineProperty(rhs, 'split', { get: () => (made ??= make()) });
}

/**
 * Checks, without interventions, that the marked mechanisms are linear and that method strang has something to split.
 * @throws DocumentError with the fields at fault
 */
export function checkSplit(document: Scenario, system: EquationSystem, from: number, until: number): void {
  const { solver } = document;
  if (solver.method !== 'strang' && solver.split === undefined) return;
  const faults = new Faults(),
    { states, pieces } = operate(document, system, [], from, until),
    { derivatives, contributions } = pieces[0].regime;
  checkMarkedSplit(document, system, contributions, faults);
  faults.raise();
  if (solver.method !== 'strang') return;
  const { linear } = splitEquations(system.pool, states, derivatives, contributions, solver.split);
  const empty = linear.every(
    ({ coefficients, constant }) => isNumber(constant, 0) && [...coefficients.values()].every((expr) => isNumber(expr, 0)),
  );
  if (empty)
    faults.add(
      solver.split === undefined ? 'solver.method' : 'solver.split',
      undefined,
      'method strang has no linear part to split off',
      solver.split === undefined
        ? 'no rate is linear in the states with coefficients of parameters alone; choose tsit5, or rodas5p if the model is stiff'
        : 'name mechanisms that are linear in the states, or leave solver.split out to split off all that is linear',
    );
  if (states.length > MOST_SPLIT_STATES)
    faults.add(
      'solver.method',
      undefined,
      `method strang works with dense matrices, for at most ${MOST_SPLIT_STATES} states, and the model has ${states.length}`,
      'choose rodas5p or esdirk54',
    );
  faults.raise();
}
