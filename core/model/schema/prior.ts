/**
 * Priors: what was known of a parameter before these data. The kinds are those of PEtab version 2 (and, on the fit scale, of
 * version 1), with its parameters but for `rate`, which is 1/scale there.
 */
import { z } from './zod';

const on = z
  .enum(['scale', 'value'])
  .optional()
  .describe('of what it is the density: scale (also where absent) of the parameter on its fit scale, value of its natural value');
const positive = z.number().positive();
const orderly = (prior: { low: number; high: number }): boolean => prior.low < prior.high;
const disorder = { path: ['high'], message: 'the upper end must be above the lower one' };

export const prior = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('normal'), mean: z.number(), sd: positive, on }),
  z.strictObject({ kind: z.literal('laplace'), location: z.number(), scale: positive, on }),
  z.strictObject({ kind: z.literal('cauchy'), location: z.number(), scale: positive, on }),
  z.strictObject({ kind: z.literal('uniform'), low: z.number(), high: z.number(), on }).refine(orderly, disorder),
  z
    .strictObject({ kind: z.literal('log-normal'), mean: z.number(), sd: positive })
    .describe('of the natural value; mean and sd are those of its natural logarithm'),
  z
    .strictObject({ kind: z.literal('log-laplace'), location: z.number(), scale: positive })
    .describe('of the natural value; location and scale are those of its natural logarithm'),
  z
    .strictObject({ kind: z.literal('log-uniform'), low: positive, high: positive })
    .refine(orderly, disorder)
    .describe('of the natural value, whose logarithm is uniform between those of low and high'),
  z.strictObject({ kind: z.literal('gamma'), shape: positive, rate: positive }).describe('of the natural value'),
  z.strictObject({ kind: z.literal('exponential'), rate: positive }).describe('of the natural value'),
  z.strictObject({ kind: z.literal('chi-square'), degreesOfFreedom: positive }).describe('of the natural value'),
  z.strictObject({ kind: z.literal('rayleigh'), scale: positive }).describe('of the natural value'),
]);
export type Prior = z.infer<typeof prior>;
export type PriorKind = Prior['kind'];
