/** Events: when a trigger turns true, states are assigned anew, after a delay if there is one. The meaning is SBML's. */
import { z } from './zod';
import { expression, id, quantity } from './common';

export const event = z.strictObject({
  id,
  name: z.string(),
  trigger: expression.describe('true or false: comparisons joined by and, or, not; the event happens each time it turns true'),
  delay: quantity.optional().describe('time from the trigger to the assignments; absent = 0'),
  priority: quantity.optional().describe('of the events due at one instant the highest is executed first; absent = 0'),
  persistent: z.boolean().default(true).describe('false: a trigger that turns false during the delay takes the event back'),
  initialValue: z
    .boolean()
    .default(true)
    .describe('truth of the trigger before the start; false lets a trigger that is true there happen at the start'),
  useTriggerValues: z
    .boolean()
    .default(true)
    .describe('whether the values are those when the trigger turns true, or else those when the assignments are executed'),
  assignments: z.array(z.strictObject({ variable: id.describe('a state'), value: quantity })).default([]),
  note: z.string().optional(),
});
export type Event = z.infer<typeof event>;
export type Assignment = Event['assignments'][number];
