/** Solver settings. */
import { z } from './zod';

export const solver = z.strictObject({
  method: z.enum(['auto', 'euler', 'rk4', 'tsit5', 'rodas5p']).default('auto'),
  rtol: z.number().positive().default(1e-6),
  atol: z.number().positive().default(1e-8),
  step: z.number().positive().optional().describe('step size of the fixed-step methods'),
  maxSteps: z.int().min(1).default(100_000),
});
export type SolverSettings = z.infer<typeof solver>;
export type MethodName = SolverSettings['method'];
