/** What a fit, its curves and the profile of its likelihood say, as schemas; core/service/contract.ts puts them into its table. */
import { engineName, fitResult, optimiserName } from '../model/schema/fit';
import { z } from '../model/schema/zod';
import { failure } from './failure';

const numbers = z.array(z.number().nullable());

export const fitProgress = z.object({
  /** `sampling`: the starts are done, and parameter sets for the intervals are being drawn */
  kind: z.enum(['start', 'iteration', 'end', 'sampling']),
  index: z.int(),
  /** below 0: a step of the training by tensors, which the iterations of the kernel follow */
  iteration: z.int(),
  nllh: z.number().nullable(),
  best: z.number().nullable(),
  done: z.int(),
  starts: z.int(),
  reason: z.string().optional(),
  /** sent when a new best is found: the best parameters so far */
  parameters: z.record(z.string(), z.number()).optional(),
});
/** The optimiser and the engine of a fit, each with the reason for it. */
export const fitPlan = z.object({
  method: optimiserName,
  why: z.string(),
  engine: z.object({ name: engineName, why: z.string() }),
});
/** Model against data at given parameters. */
export const fitCurves = z.object({
  observables: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      unit: z.string().optional(),
      curves: z.array(z.object({ conditions: z.array(z.string()), times: z.array(z.number()), values: numbers })),
      points: z.array(
        z.object({
          condition: z.string(),
          time: z.number(),
          value: z.number(),
          replicate: z.string().optional(),
          censored: z.enum(['left', 'right']).optional(),
          predicted: z.number().nullable(),
          residual: z.number().nullable(),
          /** the residual taken through the distribution of its noise to a normal score */
          score: z.number().nullable(),
          heldOut: z.literal(true).optional(),
        }),
      ),
    }),
  ),
  nllh: z.number().nullable(),
  /** the part of it that is −log likelihood of the fitted measurements */
  likelihood: z.number().nullable(),
  /** tests of the residuals, by observable and condition (null: all conditions together) */
  diagnostics: z.array(
    z.object({
      observable: z.string(),
      condition: z.string().nullable(),
      count: z.int(),
      autocorrelation: z.number().nullable(),
      tests: z.array(
        z.object({
          kind: z.enum(['mean', 'spread', 'runs', 'normality']),
          statistic: z.number(),
          expected: z.number(),
          p: z.number(),
          /** p after Holm's correction over all tests of the fit */
          adjusted: z.number(),
          /** in words, where the test rejects */
          finding: z.string().nullable(),
        }),
      ),
    }),
  ),
  regularisers: fitResult.shape.best.shape.regularisers,
  holdout: fitResult.shape.holdout,
  failure: failure.optional(),
});

const profileEnd = z.object({
  value: z.number(),
  /** crossed: the cost reaches the threshold; open: not up to the bound; unknown: nothing could be found beyond */
  kind: z.enum(['crossed', 'open', 'unknown']),
});
export const parameterProfile = z.object({
  fit: z.string(),
  parameter: z.string(),
  best: z.object({ value: z.number(), nllh: z.number() }),
  /** by how much the cost may rise within the interval */
  threshold: z.number(),
  points: z.array(z.object({ value: z.number(), nllh: z.number() })),
  lower: profileEnd,
  upper: profileEnd,
  /** where a lower cost than the fit's was found on the way */
  better: z.object({ nllh: z.number(), parameters: z.record(z.string(), z.number()) }).nullable(),
  /** combinations of parameters on their scales that the data leave open, in words */
  open: z.array(z.string()),
});

export type FitProgress = z.infer<typeof fitProgress>;
export type FitPlan = z.infer<typeof fitPlan>;
export type FitCurves = z.infer<typeof fitCurves>;
export type ResidualGroup = FitCurves['diagnostics'][number];
export type ParameterProfile = z.infer<typeof parameterProfile>;
