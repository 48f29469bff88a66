/** A comparison in the plane of two states, as messages: what is asked, and each arm's field, nullclines and trajectory. */
import { scenario } from '../model/schema';
import { z } from '../model/schema/zod';
import { failure } from './failure';

const ends = z.object({ from: z.number(), until: z.number() });
const polyline = z.object({ x: z.array(z.number()), y: z.array(z.number()) });

export const phasePlaneRequest = z.object({
  document: scenario,
  comparison: z.string().optional(),
  overrides: z.record(z.string(), z.number()).default({}),
  /** ids of the states along and up */
  plane: z.tuple([z.string(), z.string()]),
  /** the time whose equations hold, and at which all other states are taken from the arm's trajectory; absent: the horizon's end */
  at: z.number().optional(),
  /** arrows along each axis */
  points: z.int().min(2).max(60).default(15),
  /** ids of the arms that are wanted; absent: all */
  arms: z.array(z.string()).optional(),
});

export const planeField = z.object({
  /** a null where there is no value, and a jump where the trajectory jumps */
  trajectory: z.object({ x: z.array(z.number().nullable()), y: z.array(z.number().nullable()) }),
  /** where the trajectory is at the time */
  here: z.tuple([z.number(), z.number()]),
  /** which of the two do not follow their own equation, being clamped, held, or given by a policy: arrows are on its values alone */
  given: z.array(z.string()),
  /** value of every other state of the document at the time */
  others: z.record(z.string(), z.number()),
  /** points and derivatives by time; those that are not finite are left out */
  arrows: z.object({
    x: z.array(z.number()),
    y: z.array(z.number()),
    dx: z.array(z.number()),
    dy: z.array(z.number()),
    /** speed, lengths in parts of the axes, over that which 95 % of all arrows stay below; 1 at most */
    speed: z.array(z.number()),
  }),
  /** lines on which the derivative of the one and of the other is zero; none where one is given */
  nullclines: z.tuple([z.array(polyline), z.array(polyline)]),
});
export const phasePlane = z.object({
  comparison: z.string(),
  plane: z.tuple([z.string(), z.string()]),
  at: z.number(),
  /** the axes, which all arms share: every trajectory and every measurement of the two is within */
  x: ends,
  y: ends,
  arms: z.array(z.object({ id: z.string(), name: z.string(), failure: failure.optional(), field: planeField.optional() })),
});
export type PhasePlane = z.infer<typeof phasePlane>;
export type PlaneArm = PhasePlane['arms'][number];
export type PlaneField = z.infer<typeof planeField>;
