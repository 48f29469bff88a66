/** Field types that several sections share. */
import { z } from './zod';

export const id = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'an id has letters, digits and _ and does not start with a digit')
  .describe('Identifier, case-sensitive, unique across the document');
/** Parsed by core/equations, never evaluated as text. */
export const expression = z.string().min(1).describe('Expression in ids, numbers, t and functions');
export const quantity = z.union([z.number(), expression]).describe('A number, or an expression');
export const unit = z.string().describe('Unit, such as ng/ml or 1/day');
export const bounds = z
  .tuple([z.number(), z.number()])
  .refine(([low, high]) => low <= high, 'the lower bound is above the upper bound');
export const position = z.strictObject({ x: z.number(), y: z.number() });

/** Where a number comes from: what a reader must know before trusting it. */
export const source = z.strictObject({
  kind: z.enum(['literature', 'fitted', 'derived', 'illustrative', 'synthetic', 'assumed']),
  text: z.string().optional(),
  reference: z.string().optional().describe('id of an entry of about.references'),
});
export type Source = z.infer<typeof source>;
