/** What a network has learned, as schemas; core/service/contract.ts puts them into its table. */
import { scenario } from '../model/schema';
import { z } from '../model/schema/zod';

const numbers = z.array(z.number());

export const learnedRequest = z.object({
  document: scenario,
  network: z.string(),
  /** whose measurements are meant, and at whose best values; absent: every condition with measurements, at the document's values */
  fit: z.string().optional(),
  /** natural values by name over these: parameters, `X.initial`, weights as `network.0` */
  parameters: z.record(z.string(), z.number()).optional(),
  /** also the range of each response curve over the fit's accepted starts; none where the result is of another model or other data */
  ranges: z.boolean().default(true),
});

const curve = z.object({
  /** id of the variable */
  cause: z.string(),
  x: numbers,
  /** the other causes at their medians along the trajectories */
  rate: numbers,
  /** smallest and largest with the other causes as they are along the trajectories */
  least: numbers,
  most: numbers,
  density: z.object({ edges: numbers, counts: z.array(z.int()) }),
  /** smallest and largest over the accepted starts: a range, not a confidence interval */
  range: z.object({ low: numbers, high: numbers }).optional(),
});
const slice = z.object({
  causes: z.tuple([z.string(), z.string()]),
  x: numbers,
  y: numbers,
  /** row-major [y][x] */
  rate: numbers,
  /** points of the trajectories in the cell around each point, row-major [y][x] */
  density: z.array(z.int()),
});
const edgeSign = z.object({
  cause: z.string(),
  sign: z.enum(['increasing', 'decreasing', 'mixed', 'none']),
  /** extremes of the slope along the trajectories */
  least: z.number(),
  most: z.number(),
  /** share of the points where the slope is positive, and negative */
  rising: z.number(),
  falling: z.number(),
});
const term = z.object({
  text: z.string(),
  coefficient: z.number(),
  factors: z.record(z.string(), z.number()),
  saturation: z.object({ variable: z.string(), K: z.number(), h: z.number(), activates: z.boolean() }).optional(),
});
const law = z.object({
  expression: z.string(),
  mathml: z.string(),
  terms: z.array(term),
  r2: z.number(),
  /** root mean square of the residual over that of the rate */
  error: z.number(),
  bic: z.number(),
  /** coefficients and half-saturations */
  constants: z.int(),
});
const learnedTerm = z.object({
  mechanism: z.string(),
  /** place in the mechanism's list; null for its law */
  regulator: z.int().nullable(),
  samples: z.int(),
  /** the rate at some of the points of the trajectories, and the causes there by id */
  along: z.object({ rate: numbers, causes: z.record(z.string(), numbers) }),
  curves: z.array(curve),
  slices: z.array(slice),
  signs: z.array(edgeSign),
  suggestion: z
    .object({
      /** the one that is proposed, in `laws` */
      best: z.int(),
      /** whether it is as good as asked, or only the best that the library has */
      sufficient: z.boolean(),
      /** the best for each number of constants, the simplest first */
      laws: z.array(law).min(1),
    })
    .nullable(),
});
export const learned = z.object({
  network: z.string(),
  /** false: these are initial weights, and what is told is no result of data */
  trained: z.boolean(),
  /** accepted starts that the ranges are over; 0 where there are no ranges */
  starts: z.int(),
  /** one entry a place where the network acts */
  terms: z.array(learnedTerm),
});

export type Learned = z.infer<typeof learned>;
export type LearnedCurve = z.infer<typeof curve>;
export type LearnedSlice = z.infer<typeof slice>;
export type LearnedSign = z.infer<typeof edgeSign>;
export type LearnedLaw = z.infer<typeof law>;
export type LearnedPlace = z.infer<typeof learnedTerm>;
