/** What the view of depth per input is asked and answers: the work of a solve for each pair of initial values, and Euler's error beside it. */
import { z } from '../../model/schema/zod';
import { failure } from '../failure';
import { subject } from './schema';

const numbers = z.array(z.number().nullable());
const axis = z.object({
  /** id of a state */
  variable: z.string(),
  from: z.number(),
  until: z.number(),
});

export const depthMapRequest = subject.extend({
  /** one state, or two that span a square grid */
  axes: z.array(axis).min(1).max(2),
  /** initial values along an axis */
  points: z.int().min(2).max(61).default(31),
});
export const depthMap = z.object({
  /** the initial values along each axis */
  axes: z.array(z.object({ variable: z.string(), values: z.array(z.number()) })),
  /** the document's method and tolerances, or its fixed step */
  solver: z.object({ title: z.string(), rtol: z.number(), atol: z.number(), step: z.number().optional() }),
  span: z.object({ from: z.number(), until: z.number() }),
  /** of the solve from each input, row-major with the first axis along a row; null where it failed or was not solved any more */
  evaluations: z.array(z.int().nullable()),
  steps: z.array(z.int().nullable()),
  /** index of an input, and why it has no solution */
  failures: z.array(z.object({ index: z.int(), failure })),
  /** Euler's method with so many equal steps, each a residual layer */
  layers: z.array(
    z.object({
      count: z.int(),
      /** of each input: largest error of a state at the end, over the state's largest value there among all inputs; null where unknown */
      errors: numbers,
      median: z.number().nullable(),
    }),
  ),
  /** power of the step with which the median error falls between the last two counts; null where they are not known */
  order: z.number().nullable(),
  /** the way of some of the inputs through the plane of the axes; absent for one axis */
  paths: z.array(z.object({ index: z.int(), x: z.array(z.number()), y: z.array(z.number()) })),
  cancelled: z.boolean(),
});
export type DepthMap = z.infer<typeof depthMap>;
