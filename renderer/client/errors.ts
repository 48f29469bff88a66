/** What a request may fail with: the service's own error message, carried over the wire. */
import type { Problem } from '../../core/model/problem';

export type ErrorCode = 'invalid' | 'model' | 'cancelled' | 'superseded' | 'internal' | 'disconnected';

export class ServiceError extends Error {
  constructor(readonly code: ErrorCode, message: string, readonly problems: readonly Problem[] = []) {
    super(message);
    this.name = 'ServiceError';
  }
}
