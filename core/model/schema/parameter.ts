/** Parameters: a value on its natural scale, the scale on which a fit moves it, and where the value comes from. */
import { z } from './zod';
import { bounds, id, source, unit } from './common';
import { prior } from './prior';

/** A value of each condition's own, drawn from a normal population on the parameter's fit scale, whose centre is the parameter. */
export const varies = z.strictObject({
  conditions: z.array(id).min(1).optional().describe('the conditions that are subjects; absent: every condition'),
  spread: z
    .union([z.number().positive(), id])
    .describe('standard deviation of the subjects on the fit scale: a number, or the id of the parameter that is it'),
});
export const parameter = z.strictObject({
  id,
  name: z.string().optional(),
  value: z.number(),
  unit: unit.optional(),
  scale: z.enum(['linear', 'log10', 'logit']).default('linear'),
  bounds: bounds.optional().describe('on the natural scale; a fit stays inside'),
  prior: prior.optional(),
  estimate: z.boolean().default(false),
  varies: varies.optional().describe('absent: one value for all conditions that do not override it'),
  note: z.string().optional(),
  source: source.optional(),
});
export type Parameter = z.infer<typeof parameter>;
export type Varies = z.infer<typeof varies>;
