/** What a request may fail with: the service's own error message, carried over the wire. */
import type { Problem } from '../../core/model/problem';

export type ErrorCode = 'invalid' | 'model' | 'cancelled' | 'superseded' | 'internal' | 'disconnected';

export class ServiceError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
    this.name = 'ServiceError';
  }
}

/** A cut wire has its own notice, and a fault of the model is told by the list of problems: neither needs another word. */
export const isToldElsewhere = (error: unknown): boolean =>
  error instanceof ServiceError && (error.code === 'disconnected' || error.code === 'model');
