/** Faults of what the user asked a host for, rather than of a model: a file that is not there, a path that may not be opened. */
export class HostError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HostError';
  }
}
