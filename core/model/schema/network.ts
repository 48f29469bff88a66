/** Small multilayer perceptrons whose constraints are part of their architecture. */
import { z } from './zod';
import { id } from './common';

export const constraint = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('free') }),
    z.strictObject({ kind: z.literal('positive') }),
    z.strictObject({ kind: z.literal('bounded'), low: z.number(), high: z.number() }),
    z.strictObject({ kind: z.literal('dissipative'), velocity: id.describe('v of the rate −softplus(network)·v') }),
    z.strictObject({
      kind: z.literal('potential'),
      of: z.array(id).min(1).describe('output k is −∂V/∂x of the k-th of these inputs, V the network'),
      degree: z.int().min(1).max(8).optional().describe('V is a polynomial of this degree in the scaled inputs, without layers'),
      control: id
        .optional()
        .describe(
          'an input on which the coefficients of an even polynomial depend (Landau form): that of the square rises with it, at most quadratically within one scale of its centre, and the others are positive',
        ),
    }),
  ])
  .describe('what the output obeys whatever the weights');
export const networkInput = z.strictObject({
  variable: id,
  center: z.number().default(0),
  scale: z.number().positive().default(1),
  monotone: z.enum(['increasing', 'decreasing']).optional().describe('sign of the rate in this input, whatever the weights'),
  symmetry: z
    .enum(['even', 'radial'])
    .optional()
    .describe('even: read as ((x − center)/scale)²; radial: the inputs so marked are read as the sum of these squares'),
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
  exchange: z
    .array(z.tuple([id, id]))
    .min(1)
    .optional()
    .describe('pairs of inputs that may be exchanged without effect'),
  outputScale: z.number().positive().default(1),
  seed: z.int().default(0),
  start: z
    .union([z.literal('random'), z.number()])
    .optional()
    .describe('value at which an untrained output starts, or "random"; absent = near zero effect'),
  estimate: z.boolean().default(true),
  weights: z
    .array(z.number())
    .optional()
    .describe(
      'layer by layer: kernel row-major [out][in], then bias; squared where a sign is imposed; absent = initialised from the seed',
    ),
});
export type Network = z.infer<typeof network>;
export type NetworkInput = z.infer<typeof networkInput>;
