/** Faults of what the user asked for, rather than of a model: a file that is not there, a path that may not be opened. */
export class HostError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HostError';
  }
}

/** @returns the system's code, such as ENOENT, where an error carries one */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
