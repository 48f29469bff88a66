/** Experimental conditions: overrides of parameters and initial values, and the interventions in force. */
import { z } from './zod';
import { id, quantity } from './common';

export const condition = z.strictObject({
  id,
  name: z.string(),
  overrides: z.record(id, quantity).default({}).describe('parameter id → value, or state id → initial value'),
  interventions: z.array(id).default([]),
  preEquilibration: z
    .strictObject({ condition: id.optional().describe('absent: the model as it is, without overrides and interventions') })
    .optional()
    .describe('starts from the steady state under this condition, but for the states it overrides; absent: from initial values'),
});
export type Condition = z.infer<typeof condition>;
