/** Fits: settings, seed, and the result with every start kept. */
import { z } from './zod';
import { id } from './common';
import { regulariser, regulariserShare } from './regulariser';
import { warmStart } from './warm-start';

export const fitStart = z.strictObject({
  index: z.int().min(0),
  seed: z.int(),
  nllh: z.number().nullable().describe('null: the start could not be evaluated'),
  gradientNorm: z.number().nullable(),
  iterations: z.int(),
  reason: z.string().describe('why it stopped'),
  warm: z.string().optional().describe('what its warm start did and what it brought'),
  parameters: z.record(z.string(), z.number()),
  resampled: z.literal(true).optional().describe('it fits subjects drawn with replacement; its cost is that of all data'),
});
export const posteriorDraws = z.strictObject({
  names: z.array(z.string()).min(1),
  values: z.array(z.array(z.number())).min(2).describe('one row a draw, natural values in the order of names'),
  acceptance: z.number().describe('share of proposals that were accepted'),
  effective: z.number().describe('smallest effective sample size along the chain'),
});
export const engineName = z.enum(['kernel', 'tensor']);
export const usedEngine = z.strictObject({
  name: engineName,
  why: z.string().describe('why this engine, in words'),
  backend: z.string().optional().describe('what the tensors ran on; float32 results differ between backends'),
});
export const fitResult = z.strictObject({
  method: z.string().optional().describe('the optimiser that was used'),
  why: z.string().optional().describe('why this optimiser, in words'),
  engine: usedEngine.optional().describe('what the gradients came from; the stored costs are the kernel’s in any case'),
  best: z.strictObject({
    nllh: z.number().describe('what was minimised: the negative log-likelihood with priors and regularisers'),
    parameters: z.record(z.string(), z.number()),
    regularisers: z.array(regulariserShare).min(1).optional().describe('what of it is of the regularisers, in their order'),
  }),
  starts: z.array(fitStart),
  cancelled: z.boolean().default(false),
  holdout: z
    .strictObject({
      measurements: z.int().min(1),
      nllh: z.number().nullable().describe('of them at the best parameters, without priors; null: it could not be computed'),
    })
    .optional()
    .describe('how well the measurements are predicted that were held out'),
  draws: posteriorDraws.optional().describe('parameter sets that the data leave possible'),
  provenance: z.strictObject({
    document: z.string().describe('SHA-256 of what the result depends on (core/model/fit-subject.ts)'),
    versions: z.record(z.string(), z.string()),
    finished: z.string().optional(),
  }),
});
export const holdout = z
  .strictObject({
    conditions: z.array(id).min(1).optional(),
    after: z.number().optional().describe('measurements later than this time'),
    replicates: z.array(z.string()).min(1).optional(),
  })
  .describe('measurements to which any of these applies are predicted, not fitted');
export const optimiserName = z.enum(['levenberg-marquardt', 'bfgs', 'l-bfgs', 'adam', 'adam-then-l-bfgs']);
export const adamSettings = z.strictObject({
  steps: z.int().min(1).max(1_000_000).default(500),
  learningRate: z
    .number()
    .positive()
    .default(0.02)
    .describe("how far a parameter moves in a step, about, in tenths of its bounds' width on its scale"),
  schedule: z
    .enum(['constant', 'cosine', 'exponential'])
    .default('cosine')
    .describe('how the learning rate falls over the steps'),
  warmUp: z.int().min(0).default(0).describe('steps over which the learning rate rises at first'),
  weightDecay: z.number().min(0).default(0).describe('0: Adam; more: AdamW, which shrinks the weights of networks by this part'),
});
export const elimination = z.strictObject({
  iterations: z
    .int()
    .min(1)
    .default(20)
    .describe('iterations of every start before the first barrier; each later one at twice as many'),
  keep: z.number().positive().max(1).default(0.5).describe('part of the starts, those of lowest cost, that goes on at a barrier'),
  least: z.int().min(1).default(4).describe('there is no barrier where fewer starts than twice this are left'),
});
export const fit = z.strictObject({
  id,
  name: z.string(),
  conditions: z.array(id).optional().describe('absent: every condition that has measurements'),
  parameters: z.array(id).optional().describe('absent: every parameter marked estimate, and every network so marked'),
  holdout: holdout.optional().describe('absent: every measurement is fitted'),
  starts: z.int().min(1).max(10_000).default(8),
  resamples: z
    .int()
    .min(1)
    .optional()
    .describe(
      'so many of the starts, the last ones, fit subjects (the replicates of a condition) drawn with replacement, so that ranges over accepted starts hold what noise leaves open; absent: every start fits all data',
    ),
  seed: z.int().default(1),
  maxIterations: z.int().min(1).default(200),
  tolerance: z.number().positive().default(1e-6).describe('largest projected gradient entry, relative to 1 + |nllh|'),
  method: optimiserName.or(z.literal('auto')).optional().describe('the optimiser; absent or auto: chosen by the problem'),
  engine: engineName
    .or(z.literal('auto'))
    .optional()
    .describe(
      'kernel: float64, one trajectory at a time; tensor: batched float32, then polished by the kernel; absent or auto: chosen by width',
    ),
  memory: z.int().min(1).max(100).optional().describe('pairs that L-BFGS remembers; absent: 10'),
  adam: adamSettings.optional().describe('settings of Adam; absent: their defaults'),
  sampling: z
    .enum(['sobol', 'latin-hypercube', 'uniform'])
    .optional()
    .describe('where the starts after the first lie; absent: sobol, which becomes a Latin hypercube beyond 64 parameters'),
  candidates: z
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe('points tried for each start after the first, which begins at the one of lowest cost; absent: 20'),
  warmStart: warmStart.optional().describe('absent: the optimiser begins at the start point itself'),
  elimination: elimination.optional().describe('absent: every start goes on to its end'),
  regularisers: z.array(regulariser).min(1).optional().describe('absent: likelihood and priors alone are minimised'),
  result: fitResult.optional(),
});
export type EngineName = z.infer<typeof engineName>;
export type UsedEngine = z.infer<typeof usedEngine>;
export type OptimiserName = z.infer<typeof optimiserName>;
export type AdamOptions = z.infer<typeof adamSettings>;
export type Holdout = z.infer<typeof holdout>;
export type Elimination = z.infer<typeof elimination>;
export type Fit = z.infer<typeof fit>;
export type FitStart = z.infer<typeof fitStart>;
export type PosteriorDraws = z.infer<typeof posteriorDraws>;
export type FitResult = z.infer<typeof fitResult>;
