/** The run that the clinic examines: one arm of the user's own model, lowered, with its parameters and output times. */
import type { Lowered } from '../../lower/lowered';
import { DocumentError } from '../../model/problem';
import type { Comparison, Scenario, SolverSettings } from '../../model/schema';
import type { Plan } from '../../solve/system';
import { evenly } from '../../util/grid';
import { parameterVector, type LoweringCache } from '../lowering-cache';
import { findComparison, requireSound } from '../pipeline';
import { misuse } from './messages';

export interface Subject {
  readonly plan: Plan;
  /** float64[plan.m] */
  readonly p: Float64Array;
  readonly from: number;
  readonly until: number;
  /** output times, sorted, `from` and `until` among them */
  readonly times: Float64Array;
  /** the document's */
  readonly settings: SolverSettings;
}
export interface SubjectRequest {
  readonly document: Scenario;
  readonly comparison?: string;
  readonly arm?: string;
  readonly overrides: Readonly<Record<string, number>>;
}

/** More would only slow every run down by its outputs. */
const MOST_TIMES = 201;
/** Length of the run where the document has no comparison to say it. */
const DEFAULT_LENGTH = 100;

/** @returns the span of a comparison, or of a run where the document has none */
export function spanOf({ about }: Scenario, comparison: Comparison | undefined): { from: number; until: number } {
  const from = comparison?.horizon.from ?? about.time.start;
  return { from, until: comparison?.horizon.until ?? from + DEFAULT_LENGTH };
}

export const invalid = (path: string, message: string): DocumentError =>
  new DocumentError([{ severity: 'error', path, message }]);

/** @throws DocumentError for a faulty model, or where the document has no such comparison or arm */
export function lowerSubject(request: SubjectRequest, cache: LoweringCache): { subject: Subject; lowered: Lowered } {
  const { document } = request;
  requireSound(document);
  const comparison =
    request.comparison === undefined && document.comparisons.length === 0
      ? undefined
      : findComparison(document, request.comparison);
  const arms = comparison === undefined ? [] : [comparison.baseline, ...comparison.arms];
  const arm = request.arm === undefined ? arms[0] : arms.find(({ id }) => id === request.arm);
  if (arm === undefined && request.arm !== undefined) {
    throw invalid(
      'comparisons',
      misuse.arm(
        request.arm,
        arms.map(({ id }) => id),
      ),
    );
  }
  const { from, until } = spanOf(document, comparison);
  const condition = comparison?.condition;
  const lowered = cache.lower(document, { condition, interventions: arm?.interventions ?? [], from, until });
  const times = evenly(from, until, Math.min(MOST_TIMES, comparison?.horizon.points ?? MOST_TIMES));
  const p = parameterVector(document, lowered, condition, request.overrides);
  return { lowered, subject: { plan: lowered.plan, p, from, until, times, settings: document.solver } };
}
