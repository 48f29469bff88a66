/** The table of methods. */
import { explicitSolver } from './explicit';
import type { ExplicitSolver } from './explicit';
import { rosenbrockSolver } from './rosenbrock';
import type { Solver } from './solver';
import { euler } from './tableaux/euler';
import { rk4 } from './tableaux/rk4';
import { rodas5p } from './tableaux/rodas5p';
import { tsit5 } from './tableaux/tsit5';

export const tsit5Solver = explicitSolver('tsit5', 'Tsit5', tsit5);
export const rodas5pSolver = rosenbrockSolver('rodas5p', 'Rodas5P', rodas5p);

export const solvers: Readonly<Record<Solver['method'], Solver>> = {
  euler: explicitSolver('euler', 'Euler', euler),
  rk4: explicitSolver('rk4', 'RK4', rk4),
  tsit5: tsit5Solver,
  rodas5p: rodas5pSolver,
};

/** @returns whether the method is an explicit Runge–Kutta method */
export const isExplicit = (solver: Solver): solver is ExplicitSolver => solver.explicit;
