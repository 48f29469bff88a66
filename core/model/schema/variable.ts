/** Variables: states that mechanisms change, assigned expressions of others, and inputs given as functions of time. */
import { z } from './zod';
import { bounds, expression, id, position, quantity, source, unit } from './common';

const head = { id, name: z.string() };
const tail = { unit: unit.optional(), position: position.optional(), note: z.string().optional(), source: source.optional() };
export const stateVariable = z.strictObject({
  ...head,
  kind: z.literal('state'),
  initial: quantity.default(0),
  bounds: bounds.optional(),
  ...tail,
});
export const assignedVariable = z.strictObject({ ...head, kind: z.literal('assigned'), expression, ...tail });
export const inputVariable = z.strictObject({ ...head, kind: z.literal('input'), expression, ...tail });
export const variable = z.discriminatedUnion('kind', [stateVariable, assignedVariable, inputVariable]);
export type Variable = z.infer<typeof variable>;
export type StateVariable = z.infer<typeof stateVariable>;
