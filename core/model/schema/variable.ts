/** Variables: states that mechanisms change, assigned expressions of others, and inputs given as functions of time. */
import { z } from './zod';
import { bounds, expression, id, position, quantity, source, unit } from './common';

const shared = {
  id, name: z.string(), unit: unit.optional(), position: position.optional(), note: z.string().optional(), source: source.optional(),
};
export const stateVariable = z.strictObject({
  ...shared, kind: z.literal('state'), initial: quantity.default(0), bounds: bounds.optional(),
});
export const assignedVariable = z.strictObject({ ...shared, kind: z.literal('assigned'), expression });
export const inputVariable = z.strictObject({ ...shared, kind: z.literal('input'), expression });
export const variable = z.discriminatedUnion('kind', [stateVariable, assignedVariable, inputVariable]);
export type Variable = z.infer<typeof variable>;
export type StateVariable = z.infer<typeof stateVariable>;
