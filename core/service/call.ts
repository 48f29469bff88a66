/** One checked call of a handler: the request is parsed by the contract before the handler sees it, on every host alike. */
import type { z } from '../model/schema/zod';
import { formatPath, formatProblem } from '../model/problem';
import type { Problem } from '../model/problem';
import { contract } from './contract';
import type { CancelSignal, Method, ParsedRequest, PauseSignal, Progress, Request, Response } from './contract';
import type { Handler, Handlers } from './handler';

/** A request that does not have the form that the contract asks for. */
export class RequestError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'RequestError';
  }
}

/** Thrown by a handler that stops because its signal was raised and that has nothing to show for it. */
export class CancelledError extends Error {
  constructor() {
    super('cancelled');
    this.name = 'CancelledError';
  }
}

/** @returns one problem an issue; paths inside `document` are told from the document's root, as everywhere else */
export function problemsOf(issues: readonly z.core.$ZodIssue[]): Problem[] {
  return issues.map((issue) => ({
    severity: 'error' as const,
    path: formatPath(issue.path[0] === 'document' ? issue.path.slice(1) : issue.path),
    message: issue.message,
  }));
}

export interface CallOptions<M extends Method> {
  readonly signal: CancelSignal;
  readonly pause?: PauseSignal;
  readonly progress?: (progress: Progress<M>) => void;
  /** also hold the handler to the contract: for development and tests, since large results take time to check */
  readonly strict?: boolean;
}

/**
 * @param request not yet trusted
 * @throws RequestError where the request is malformed; else whatever the handler throws
 */
export async function call<M extends Method>(
  handlers: Handlers,
  method: M,
  request: Request<M>,
  { signal, pause, progress = () => {}, strict = false }: CallOptions<M>,
): Promise<Response<M>> {
  const entry = contract[method];
  const parsed = entry.request.safeParse(request);
  if (!parsed.success) throw new RequestError(problemsOf(parsed.error.issues));
  const handler = handlers[method] as Handler<M>;
  const response = await handler(parsed.data as ParsedRequest<M>, {
    signal,
    pause,
    progress: (value) => {
      if (strict) entry.progress.parse(value);
      progress(value);
    },
  });
  if (strict) entry.response.parse(response);
  return response;
}
