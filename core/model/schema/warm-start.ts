/** What prepares a start of a fit before its optimiser begins, where the way from a start point down to the data is long or full of traps. */
import { z } from './zod';

const rising = (times: readonly number[]): boolean => times.every((time, i) => i === 0 || time > times[i - 1]);

export const warmStart = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('collocation'),
        iterations: z.int().min(1).max(100_000).default(300).describe('of the regression, none of which solves the model'),
      })
      .describe(
        'the measurements are smoothed and the equations made to hold along the curves; takes measurements of every state',
      ),
    z
      .strictObject({
        kind: z.literal('growing-horizon'),
        stages: z
          .int()
          .min(2)
          .max(100)
          .optional()
          .describe('parts of the measurements, in order of time, the last of which is all of them; absent: 4'),
        times: z
          .array(z.number())
          .min(1)
          .refine(rising, 'the times of the stages must rise')
          .optional()
          .describe('ends of the stages before the last; absent: quantiles of the times of measurement'),
        iterations: z.int().min(1).max(100_000).default(15).describe('of each stage'),
      })
      .refine(({ stages, times }) => stages === undefined || times === undefined, {
        path: ['stages'],
        message: 'the times already say how many stages there are; give the one or the other',
      })
      .describe('the first measurements are fitted, then more and more of them, each stage from where the last ended'),
    z
      .strictObject({
        kind: z.literal('multiple-shooting'),
        segments: z
          .int()
          .min(2)
          .max(200)
          .optional()
          .describe(
            'pieces of a trajectory with a state of their own to begin from; absent: one for every four times of measurement, 12 at most',
          ),
        rounds: z
          .int()
          .min(1)
          .max(20)
          .default(6)
          .describe('each weighs the gaps between the pieces ten times more than the one before'),
        iterations: z.int().min(1).max(100_000).default(40).describe('of each round'),
      })
      .describe('trajectories are fitted in pieces that the rounds join'),
    z
      .strictObject({
        kind: z.literal('physics-informed'),
        points: z.int().min(8).max(10_000).default(64).describe('of each trajectory, at which the equations are to hold'),
        hidden: z
          .array(z.int().min(1).max(512))
          .min(1)
          .max(6)
          .default([32, 32])
          .describe("widths of the networks' hidden layers"),
        steps: z.int().min(1).max(100_000).default(2000).describe('of Adam on networks and parameters together'),
        learningRate: z
          .number()
          .positive()
          .max(1)
          .default(5e-3)
          .describe('of the networks, falling over the steps by half a cosine'),
        adaptive: z
          .boolean()
          .default(true)
          .describe('whether data and equations are weighed by the norms of their gradients; else they count alike'),
      })
      .describe(
        'networks follow the measurements and obey the equations, the parameters with them, by tensors; states need not be seen',
      ),
    z
      .strictObject({
        kind: z.literal('informed-curves'),
        pieces: z
          .int()
          .min(2)
          .max(200)
          .default(24)
          .describe('of the splines, of equal length on a clock that runs fast where measurements are dense'),
        rounds: z.int().min(1).max(20).default(6).describe('each weighs the equations ten times more than the one before'),
        iterations: z.int().min(1).max(100_000).default(20).describe('of each round'),
      })
      .describe('splines follow the measurements and obey the equations, the parameters with them; states need not be seen'),
  ])
  .describe('a start that it does not help goes on from its own point');
export type WarmStart = z.infer<typeof warmStart>;
