/** Regularisers: what a fit's objective holds against a solution beside the data. Each costs half its weight times a mean square, of weights the sum. */
import { z } from './zod';
import { expression, id } from './common';

const weight = z
  .number()
  .positive()
  .describe(
    'the term is half of this times the mean square of what is penalised (of weights: the sum of squares), in the units of the negative log-likelihood',
  );

export const regulariser = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('rate-bound'),
      weight,
      mechanism: id,
      most: z
        .union([z.number().positive(), expression])
        .describe(
          'what its rate should not exceed, in the unit of the rate; an expression follows the states: 1e10*x*y is the diffusion limit of a reaction of x with y',
        ),
    }),
    z.strictObject({
      kind: z.literal('smoothness'),
      weight,
      of: id.describe('the variable or observable whose curve it is'),
      timeScale: z.number().positive().describe('what varies within this time, the instrument does not resolve'),
      size: z
        .number()
        .positive()
        .optional()
        .describe('how much the curve varies; absent: the range of the measurements of the observable'),
    }),
    z.strictObject({
      kind: z.literal('weight-decay'),
      weight,
      networks: z.array(id).min(1).optional().describe('absent: every network that is estimated'),
    }),
    z.strictObject({
      kind: z.literal('lipschitz'),
      weight,
      network: id,
      most: z
        .number()
        .positive()
        .describe("what a bound of the output's slope should not exceed, in the output's unit by unit of the scaled inputs"),
    }),
    z.strictObject({
      kind: z.literal('detailed-balance'),
      weight,
      pairs: z
        .array(z.strictObject({ forward: id, backward: id }))
        .min(1)
        .describe('mechanisms that undo each other'),
      force: z
        .boolean()
        .optional()
        .describe('true: also where the system is open or driven, where it is wrong; to show what it then does'),
    }),
  ])
  .describe('a term of the objective beside the likelihood and the priors');
export const regulariserShare = z.strictObject({
  kind: z.string(),
  of: z.array(z.string()).describe('ids of what it is about'),
  value: z.number().describe('its share of the objective'),
});
export type Regulariser = z.infer<typeof regulariser>;
export type RegulariserKind = Regulariser['kind'];
export type RegulariserShare = z.infer<typeof regulariserShare>;
