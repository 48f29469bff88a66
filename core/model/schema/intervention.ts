/** Interventions: named lists of do() actions, each with a time window [from, until). */
import { z } from './zod';
import { expression, id, quantity } from './common';

const window = {
  from: z.number().optional().describe('absent: from the start'),
  until: z.number().optional().describe('absent: for ever'),
};
export const clamp = z.strictObject({ action: z.literal('clamp'), variable: id, value: quantity, ...window });
export const scale = z.strictObject({ action: z.literal('scale'), mechanism: id, factor: z.number().min(0), ...window });
export const cut = z.strictObject({
  action: z.literal('cut'),
  variable: id,
  mechanism: id,
  value: quantity.optional().describe('absent: the value of the variable when the window opens'),
  ...window,
});
export const set = z.strictObject({ action: z.literal('set'), parameter: id, value: quantity, ...window });
export const dose = z.strictObject({
  action: z.literal('dose'),
  variable: id,
  amount: quantity,
  start: z.number(),
  interval: z.number().positive().optional(),
  count: z.int().min(1).max(10_000).default(1),
});
export const infuse = z.strictObject({ action: z.literal('infuse'), variable: id, rate: quantity, ...window });
export const policy = z.strictObject({
  action: z.literal('policy'),
  variable: id,
  value: expression.describe('of other variables, parameters and t: within the window the variable equals it'),
  ...window,
});
export const hold = z.strictObject({
  action: z.literal('hold'),
  variable: id,
  of: z.array(id).default([]).describe('the interventions under which its trajectory is taken; none = the baseline'),
  mechanism: id.optional().describe('only this mechanism sees the held trajectory; absent: all that the variable acts on'),
  ...window,
});
export const action = z.discriminatedUnion('action', [clamp, scale, cut, set, dose, infuse, hold, policy]);
export const intervention = z.strictObject({
  id,
  name: z.string(),
  note: z.string().optional(),
  actions: z.array(action).default([]),
});
export type Action = z.infer<typeof action>;
export type ActionKind = Action['action'];
export type Intervention = z.infer<typeof intervention>;
