/** What the scenario is about: the question in plain words, who asks it, and in which unit time runs. */
import { z } from './zod';
import { id } from './common';

export const reference = z.strictObject({ id, text: z.string(), doi: z.string().optional(), url: z.url().optional() });
/** What the start page lists a scenario under, in its order. */
export const topics = ['biology', 'learning', 'solvers'] as const;
export type Topic = (typeof topics)[number];
export const about = z.strictObject({
  title: z.string().min(1),
  question: z.string().default(''),
  topic: z.enum(topics).optional().describe('what the start page lists it under, where it comes with Doflow'),
  authors: z.array(z.string()).default([]),
  time: z.strictObject({ unit: z.string().default('day'), start: z.number().default(0) }).default({ unit: 'day', start: 0 }),
  notes: z.array(z.string()).default([]),
  references: z.array(reference).default([]),
  opens: z
    .enum([
      'model',
      'compare',
      'plane',
      'fit',
      'work-precision',
      'step-sizes',
      'stability',
      'depth',
      'checkpoints',
      'gradients',
      'learned',
      'report',
    ])
    .optional()
    .describe('what the window shows first; absent: what it showed before, the model at first'),
});
export type About = z.infer<typeof about>;
