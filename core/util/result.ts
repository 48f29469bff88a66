/** Failure as a value: numerical work never throws for what a model or its data can do to it. */

/** Why a numerical task stopped, where, and what the user can try. */
export interface Failure {
  /** machine-readable reason, stable across versions */
  readonly reason: FailureReason;
  /** one sentence for people */
  readonly message: string;
  /** what to try next, one sentence */
  readonly advice: string;
  /** model time at which it happened, in the document's time unit */
  readonly time?: number;
  /** ids of the variables or mechanisms to blame, where that can be told */
  readonly blame?: readonly string[];
  /** the model's state at that time by id, its finite components, where the states have names */
  readonly state?: Readonly<Record<string, number>>;
}

export type FailureReason =
  | 'too-many-steps'
  | 'step-underflow'
  | 'non-finite'
  | 'singular-matrix'
  | 'endless-events'
  | 'bad-delay'
  | 'grazing-event'
  | 'stiff'
  | 'cancelled'
  | 'no-convergence'
  | 'unsupported'
  | 'bad-model'
  | 'bad-start';

export type Result<T, F = Failure> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: F };

export const success = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });
export const failed = <F>(failure: F): { ok: false; failure: F } => ({ ok: false, failure });
