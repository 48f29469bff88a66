/** What the view of checkpoints is asked and answers: memory and time of one gradient under each schedule of what is kept of the steps. */
import { z } from '../../model/schema/zod';
import { failure } from '../failure';
import { subject } from './schema';

export const checkpointsRequest = subject.extend({
  /** equal steps over the horizon */
  steps: z.int().min(10).max(1_000_000).default(10_000),
});
export const checkpointRow = z.object({
  /** full: every step; uniform: every k-th state; recursive: so many states, placed by revolve */
  schedule: z.enum(['full', 'uniform', 'recursive']),
  /** states stored, or steps where each is */
  stored: z.int(),
  /** steps between two states that are stored evenly */
  every: z.int().optional(),
  /** of states and stages held at the peak, beside the times of all steps, which every schedule keeps */
  bytes: z.number(),
  /** forward steps taken again, the one of a step just before it is reversed not counted; null after a failure */
  again: z.int().nullable(),
  /** of solve and sweep, the fastest of repeated runs; null after a failure */
  seconds: z.number().nullable(),
  /** whether the gradient has the very bits of the first row's that has one */
  same: z.boolean().nullable(),
  failure: failure.optional(),
});
export const checkpoints = z.object({
  method: z.string(),
  title: z.string(),
  span: z.object({ from: z.number(), until: z.number() }),
  /** taken; more than asked for where windows and doses must be hit */
  steps: z.int(),
  states: z.int(),
  parameters: z.int(),
  /** of the solve alone */
  solveSeconds: z.number(),
  /** of the starts and sizes of all steps */
  timesBytes: z.number(),
  rows: z.array(checkpointRow),
  cancelled: z.boolean(),
});
export type CheckpointRow = z.infer<typeof checkpointRow>;
export type Checkpoints = z.infer<typeof checkpoints>;
