/** The table of reverses by the family of a method. */
import type { ExplicitSolver } from '../solve/explicit';
import type { ImplicitSolver } from '../solve/implicit';
import type { Solver } from '../solve/solver';
import type { SplittingSolver } from '../solve/splitting';
import { explicitReverse } from './reverse-explicit';
import { implicitReverse } from './reverse-implicit';
import { splittingReverse } from './reverse-splitting';
import type { StepReverse } from './step-reverse';

/** @throws Error for a family without a reverse; the sweep refuses its steps before */
export function reverseOf(solver: Solver, n: number): StepReverse {
  if (solver.family === 'explicit') return explicitReverse(solver as ExplicitSolver, n);
  if (solver.family === 'implicit') return implicitReverse(solver as ImplicitSolver, n);
  if (solver.family === 'splitting') return splittingReverse(solver as SplittingSolver, n);
  throw new Error(`${solver.method} has no reverse`);
}
