/** Experimental conditions: overrides of parameters and initial values, and the interventions in force. */
import { z } from './zod';
import { id, quantity } from './common';

export const condition = z.strictObject({
  id,
  name: z.string(),
  overrides: z.record(id, quantity).default({}).describe('parameter id → value, or state id → initial value'),
  interventions: z.array(id).default([]),
});
export type Condition = z.infer<typeof condition>;
