/** The table of methods. */
import { explicitSolver } from './explicit';
import type { ExplicitSolver } from './explicit';
import { implicitSolver } from './implicit';
import type { ImplicitSolver } from './implicit';
import { rosenbrockSolver } from './rosenbrock';
import type { Solver } from './solver';
import { strangSolver } from './splitting';
import { backwardEuler } from './tableaux/backward-euler';
import { bs3 } from './tableaux/bs3';
import { dop853 } from './tableaux/dop853';
import { dp5 } from './tableaux/dp5';
import { esdirk54 } from './tableaux/esdirk54';
import { euler } from './tableaux/euler';
import { heun } from './tableaux/heun';
import { rk4 } from './tableaux/rk4';
import { rodas5p } from './tableaux/rodas5p';
import { trBdf2 } from './tableaux/tr-bdf2';
import { trapezoidal } from './tableaux/trapezoidal';
import { tsit5 } from './tableaux/tsit5';

export const tsit5Solver = explicitSolver('tsit5', 'Tsit5', tsit5);
export const dop853Solver = explicitSolver('dop853', 'DOP853', dop853);
export const rodas5pSolver = rosenbrockSolver('rodas5p', 'Rodas5P', rodas5p);

export const solvers: Readonly<Record<Solver['method'], Solver>> = {
  euler: explicitSolver('euler', 'Euler', euler),
  heun: explicitSolver('heun', 'Heun', heun),
  rk4: explicitSolver('rk4', 'RK4', rk4),
  bs3: explicitSolver('bs3', 'BS3', bs3),
  dp5: explicitSolver('dp5', 'DP5', dp5),
  tsit5: tsit5Solver,
  dop853: dop853Solver,
  rodas5p: rodas5pSolver,
  'backward-euler': implicitSolver('backward-euler', 'Backward Euler', backwardEuler),
  trapezoidal: implicitSolver('trapezoidal', 'Trapezoidal rule', trapezoidal),
  'tr-bdf2': implicitSolver('tr-bdf2', 'TR-BDF2', trBdf2),
  esdirk54: implicitSolver('esdirk54', 'ESDIRK5(4)', esdirk54),
  strang: strangSolver,
};

/** @returns whether the method is an explicit Runge–Kutta method */
export const isExplicit = (solver: Solver): solver is ExplicitSolver => solver.family === 'explicit';
/** @returns whether the method is a diagonally implicit Runge–Kutta method */
export const isImplicit = (solver: Solver): solver is ImplicitSolver => solver.family === 'implicit';
