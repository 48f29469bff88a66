/** Fits: settings, seed, and the result with every start kept. */
import { z } from './zod';
import { id } from './common';

export const fitStart = z.strictObject({
  index: z.int().min(0),
  seed: z.int(),
  nllh: z.number().nullable().describe('null: the start could not be evaluated'),
  gradientNorm: z.number().nullable(),
  iterations: z.int(),
  reason: z.string().describe('why it stopped'),
  parameters: z.record(z.string(), z.number()),
});
export const posteriorDraws = z.strictObject({
  names: z.array(z.string()).min(1),
  values: z.array(z.array(z.number())).min(2).describe('one row a draw, natural values in the order of names'),
  acceptance: z.number().describe('share of proposals that were accepted'),
  effective: z.number().describe('smallest effective sample size along the chain'),
});
export const fitResult = z.strictObject({
  best: z.strictObject({ nllh: z.number(), parameters: z.record(z.string(), z.number()) }),
  starts: z.array(fitStart),
  cancelled: z.boolean().default(false),
  draws: posteriorDraws.optional().describe('parameter sets that the data leave possible'),
  provenance: z.strictObject({
    document: z.string().describe('SHA-256 of what the result depends on (core/model/fit-subject.ts)'),
    versions: z.record(z.string(), z.string()),
    finished: z.string().optional(),
  }),
});
export const fit = z.strictObject({
  id,
  name: z.string(),
  conditions: z.array(id).optional().describe('absent: every condition that has measurements'),
  parameters: z.array(id).optional().describe('absent: every parameter marked estimate, and every network so marked'),
  starts: z.int().min(1).max(10_000).default(8),
  seed: z.int().default(1),
  maxIterations: z.int().min(1).default(200),
  tolerance: z.number().positive().default(1e-6).describe('largest projected gradient entry, relative to 1 + |nllh|'),
  result: fitResult.optional(),
});
export type Fit = z.infer<typeof fit>;
export type FitStart = z.infer<typeof fitStart>;
export type PosteriorDraws = z.infer<typeof posteriorDraws>;
export type FitResult = z.infer<typeof fitResult>;
