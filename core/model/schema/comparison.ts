/** Comparisons: arms side by side from the same initial state, and the outcomes by which they are judged. */
import { z } from './zod';
import { expression, id, unit } from './common';

export const functional = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('value'), at: z.number() }),
  z.strictObject({ kind: z.literal('peak') }),
  z.strictObject({ kind: z.literal('time-of-peak') }),
  z.strictObject({ kind: z.literal('area') }),
  z.strictObject({ kind: z.literal('time-above'), threshold: z.number() }),
  z.strictObject({ kind: z.literal('first-crossing'), threshold: z.number() }),
]);
export const outcome = z.strictObject({
  id,
  name: z.string(),
  expression,
  functional,
  effect: z.enum(['difference', 'ratio']).default('difference'),
  unit: unit.optional(),
});
export const arm = z.strictObject({ id, name: z.string(), interventions: z.array(id).default([]) });
export const comparison = z.strictObject({
  id,
  name: z.string(),
  condition: id.optional(),
  baseline: arm,
  arms: z.array(arm).default([]),
  horizon: z.strictObject({ from: z.number().default(0), until: z.number(), points: z.int().min(2).max(5000).default(201) }),
  outcomes: z.array(outcome).default([]),
  shown: z.array(id).default([]).describe('variables and observables to plot; empty = every state'),
});
export type Functional = z.infer<typeof functional>;
export type Outcome = z.infer<typeof outcome>;
export type Arm = z.infer<typeof arm>;
export type Comparison = z.infer<typeof comparison>;
