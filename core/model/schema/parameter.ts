/** Parameters: a value on its natural scale, the scale on which a fit moves it, and where the value comes from. */
import { z } from './zod';
import { bounds, id, source, unit } from './common';

/** A prior on the parameter's fit scale (so `normal` on a log10 parameter is log-normal in its value). */
export const prior = z.strictObject({ kind: z.literal('normal'), mean: z.number(), sd: z.number().positive() });
export const parameter = z.strictObject({
  id,
  name: z.string().optional(),
  value: z.number(),
  unit: unit.optional(),
  scale: z.enum(['linear', 'log10', 'logit']).default('linear'),
  bounds: bounds.optional().describe('on the natural scale; a fit stays inside'),
  prior: prior.optional(),
  estimate: z.boolean().default(false),
  note: z.string().optional(),
  source: source.optional(),
});
export type Parameter = z.infer<typeof parameter>;
export type Prior = z.infer<typeof prior>;
