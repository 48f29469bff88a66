/** Measurements, with the file they came from. */
import { z } from './zod';
import { id } from './common';

export const censoring = z.enum(['left', 'right']);
export const measurement = z.strictObject({
  condition: id,
  observable: id,
  time: z.number(),
  value: z.number().describe('for a censored measurement: the limit it is known to lie below (left) or above (right)'),
  replicate: z.string().optional(),
  censored: censoring.optional(),
  sigma: z.number().positive().optional().describe("overrides the observable's noise"),
});
export const dataSource = z.strictObject({
  file: z.string().optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  kind: z.enum(['real', 'synthetic']),
  text: z.string(),
  reference: z.string().optional(),
  truth: z.record(z.string(), z.number()).optional().describe('synthetic data: the parameter values that made them'),
  seed: z.int().optional().describe('synthetic data: the seed of their noise'),
});
export const data = z.strictObject({ source: dataSource.optional(), measurements: z.array(measurement).default([]) });
export type Measurement = z.infer<typeof measurement>;
export type Data = z.infer<typeof data>;
