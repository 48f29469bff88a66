/** Observables: what an instrument sees of the variables, and with which noise. */
import { z } from './zod';
import { expression, id, quantity, unit } from './common';

export const noise = z
  .strictObject({
    model: z.enum(['normal', 'log-normal', 'laplace', 'log-laplace', 'student-t']).default('normal'),
    sigma: quantity.describe(
      'on the scale of the model: log-normal and log-laplace take the natural logarithm; a standard deviation for normal and log-normal, a scale for the others',
    ),
    degreesOfFreedom: z.number().positive().optional().describe('of student-t alone; absent: 4'),
  })
  .refine(({ model, degreesOfFreedom }) => model === 'student-t' || degreesOfFreedom === undefined, {
    path: ['degreesOfFreedom'],
    message: 'only student-t noise has degrees of freedom; leave them out, or choose that model',
  });
export const observable = z.strictObject({
  id,
  name: z.string(),
  expression,
  scaling: quantity
    .optional()
    .describe('what the expression is multiplied by: a number, or an expression of parameters; absent: 1'),
  offset: quantity.optional().describe('what is then added: a number, or an expression of parameters; absent: 0'),
  unit: unit.optional(),
  noise,
});
export type Observable = z.infer<typeof observable>;
export type Noise = z.infer<typeof noise>;
export type NoiseModel = Noise['model'];
