/** Observables: what an instrument sees of the variables, and with which noise. */
import { z } from './zod';
import { expression, id, quantity, unit } from './common';

export const noise = z.strictObject({
  model: z.enum(['normal', 'log-normal', 'laplace', 'log-laplace']).default('normal'),
  sigma: quantity.describe('on the scale of the model: log-normal and log-laplace take the natural logarithm'),
});
export const observable = z.strictObject({ id, name: z.string(), expression, unit: unit.optional(), noise });
export type Observable = z.infer<typeof observable>;
export type NoiseModel = z.infer<typeof noise>['model'];
