/** Collects the faults met while equations are built, so that a user sees all of them at once. */
import { DocumentError, type Problem } from '../model/problem';
import { ExpressionError } from './parse';

export class Faults {
  readonly problems: Problem[] = [];

  /** Runs `make`; an ExpressionError becomes a problem at `path` and the result `fallback`. */
  attempt<T>(path: string, about: string | undefined, fallback: T, make: () => T): T {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.add(path, about, error.message, error.advice);
      return fallback;
    }
  }

  add(path: string, about: string | undefined, message: string, advice?: string): void {
    this.problems.push({
      severity: 'error',
      path,
      message,
      ...(advice === undefined ? {} : { advice }),
      ...(about === undefined ? {} : { about }),
    });
  }

  /** @throws DocumentError with all that was collected, if anything was */
  raise(): void {
    if (this.problems.length > 0) throw new DocumentError(this.problems);
  }
}
