/** A numerical failure as it goes over a wire: why, when, which mechanism to blame, and what to try. */
import { DocumentError } from '../model/problem';
import { z } from '../model/schema/zod';
import type { Failure } from '../util/result';

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

/** A numerical failure where a caller needs a value: told as a problem of the document. */
export const modelFailure = ({ message, advice, blame }: Failure, path = ''): DocumentError =>
  new DocumentError([{ severity: 'error', path, message, advice, about: blame?.[0] }]);
