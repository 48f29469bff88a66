/** One function per method of the contract: what a service is to those who call it. */
import type { CancelSignal, Method, ParsedRequest, PauseSignal, Progress, Response } from './contract';

export interface HandlerContext<M extends Method> {
  progress(progress: Progress<M>): void;
  readonly signal: CancelSignal;
  /** absent: whoever asks cannot pause */
  readonly pause?: PauseSignal;
}
export type Handler<M extends Method> = (request: ParsedRequest<M>, context: HandlerContext<M>) => Promise<Response<M>>;
export type Handlers = { readonly [M in Method]: Handler<M> };
