/** The solver methods as people read them, in the order of the picker. */
import type { MethodName, SolverSettings } from '../../core/model/schema';

interface MethodText {
  readonly label: string;
  readonly note: string;
  /** the method has no error estimate: its steps are fixed whatever the tolerances */
  readonly fixed?: true;
}

const texts: Readonly<Record<MethodName, MethodText>> = {
  auto: { label: 'Automatic', note: 'chooses by stiffness, and says so' },
  tsit5: { label: 'Tsitouras 5(4)', note: 'explicit, adaptive' },
  dop853: { label: 'Dormand–Prince 8(5,3)', note: 'explicit, adaptive, for tight tolerances' },
  dp5: { label: 'Dormand–Prince 5(4)', note: 'explicit, adaptive' },
  bs3: { label: 'Bogacki–Shampine 3(2)', note: 'explicit, adaptive, for loose tolerances' },
  rodas5p: { label: 'Rodas5P', note: 'Rosenbrock, for stiff models' },
  esdirk54: { label: 'ESDIRK 5(4)', note: 'implicit, for stiff models, exact gradient' },
  'tr-bdf2': { label: 'TR-BDF2', note: 'implicit, for stiff models at loose tolerances' },
  trapezoidal: { label: 'Trapezoidal rule', note: 'implicit, order 2' },
  'backward-euler': { label: 'Backward Euler', note: 'implicit, order 1' },
  strang: { label: 'Strang splitting', note: 'linear part by its exponential, order 2' },
  heun: { label: 'Heun 2(1)', note: 'explicit, adaptive, order 2' },
  rk4: { label: 'Runge–Kutta 4', note: 'explicit, fixed step', fixed: true },
  euler: { label: 'Euler', note: 'explicit, fixed step', fixed: true },
};

export const methods = (Object.keys(texts) as MethodName[]).map((id) => ({ id, ...texts[id] }));

/** @returns whether the method takes fixed steps even where no step size is set */
export const hasFixedSteps = (method: MethodName): boolean => texts[method].fixed === true;

/** How adaptive steps may be chosen. */
export const controllers: readonly { id: NonNullable<SolverSettings['controller']>; label: string; note: string }[] = [
  { id: 'predictive', label: 'Predictive', note: 'fewest steps on most models' },
  { id: 'pi', label: 'PI', note: 'smoother step sizes' },
  { id: 'pid', label: 'PID', note: 'smoother still' },
];
