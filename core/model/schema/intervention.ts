/** Interventions: named lists of do() actions, each with a time window [from, until). */
import { z } from './zod';
import { id, quantity } from './common';

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
export const action = z.discriminatedUnion('action', [clamp, scale, cut, set, dose, infuse]);
export const intervention = z.strictObject({
  id,
  name: z.string(),
  note: z.string().optional(),
  actions: z.array(action).default([]),
});
export type Action = z.infer<typeof action>;
export type ActionKind = Action['action'];
export type Intervention = z.infer<typeof intervention>;
