/** A numerical failure as it goes over a wire: why, when, which mechanism to blame, and what to try. */
import type { Failure } from '../util/result';
import { z } from '../model/schema/zod';

export const failure = z.object({
  reason: z.string(),
  message: z.string(),
  advice: z.string(),
  time: z.number().optional(),
  blame: z.array(z.string()).optional(),
  /** value of each state at that time */
  state: z.record(z.string(), z.number()).optional(),
});

export type SentFailure = z.infer<typeof failure>;

/** @returns the failure with a list of its own, as schemas know lists */
export const sent = ({ blame, ...failure }: Failure): SentFailure => ({
  ...failure,
  ...(blame === undefined ? {} : { blame: [...blame] }),
});
