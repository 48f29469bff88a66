/** Solver settings. */
import { z } from './zod';

/** `auto` and the methods of core/solve. */
const METHODS = [
  'auto',
  'euler',
  'heun',
  'rk4',
  'bs3',
  'dp5',
  'tsit5',
  'dop853',
  'rodas5p',
  'backward-euler',
  'trapezoidal',
  'tr-bdf2',
  'esdirk54',
  'strang',
] as const;

export const solver = z.strictObject({
  method: z.enum(METHODS).default('auto').describe('auto changes between an explicit and a stiff method as the model needs it'),
  rtol: z.number().positive().default(1e-6).describe('relative tolerance of the local error'),
  atol: z.number().positive().default(1e-8).describe('absolute tolerance of the local error'),
  step: z
    .number()
    .positive()
    .optional()
    .describe(
      'fixed step size, in the time unit, for any method; without it the steps follow the tolerances, and a method that has no ' +
        'error estimate takes a thousandth of the horizon',
    ),
  split: z
    .array(z.string())
    .optional()
    .describe('ids of the mechanisms that method strang solves exactly as the linear part; absent: all terms that are linear'),
  controller: z
    .enum(['predictive', 'pi', 'pid'])
    .optional()
    .describe("how adaptive steps are chosen: Gustafsson's predictive control (default), or a PI or PID control"),
  maxSteps: z.int().min(1).default(100_000).describe('limit on tried steps, rejected ones included'),
});
export type SolverSettings = z.infer<typeof solver>;
export type MethodName = SolverSettings['method'];
