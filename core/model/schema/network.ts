/** Small multilayer perceptrons whose constraints are part of their architecture. */
import { z } from './zod';
import { id } from './common';

export const constraint = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('free') }),
  z.strictObject({ kind: z.literal('positive') }),
  z.strictObject({ kind: z.literal('bounded'), low: z.number(), high: z.number() }),
]);
export const networkInput = z.strictObject({
  variable: id,
  center: z.number().default(0),
  scale: z.number().positive().default(1),
});
export const network = z.strictObject({
  id,
  name: z.string().optional(),
  inputs: z.array(networkInput).min(1),
  hidden: z.array(z.int().min(1).max(256)).default([8]),
  outputs: z.int().min(1).default(1),
  activation: z.enum(['tanh', 'softplus', 'logistic']).default('tanh'),
  constraint: constraint.default({ kind: 'free' }),
  vanishesWith: id.optional().describe('the output is multiplied by this substrate'),
  outputScale: z.number().positive().default(1),
  seed: z.int().default(0),
  estimate: z.boolean().default(true),
  weights: z
    .array(z.number())
    .optional()
    .describe('layer by layer: kernel row-major [out][in], then bias; absent = initialised from the seed at near-zero effect'),
});
export type Network = z.infer<typeof network>;
