/**
 * Arms side by side: each outcome's functional, its contrast with the baseline, and its range over draws, computed draw
 * by draw. Simulation is handed in; a run that fails is a value, and the other arms go on.
 */
import type { Arm, Comparison } from '../model/schema';
import type { Problem } from '../model/problem';
import type { Failure, Result } from '../util/result';
import { contrast } from './contrast';
import type { DenseReader } from './dense';
import { area, functionalValue } from './functional';
import { rangeOf } from './interval';
import type { EffectRange } from './interval';

/** One parameter set of the ensemble, such as an accepted start. */
export interface Draw { readonly index: number; readonly parameters: Readonly<Record<string, number>> }
/** What a simulated arm must offer. */
export interface ArmRun {
  /** @param outcome id of an outcome of the comparison */
  reader(outcome: string): DenseReader;
  /** @param mechanism id; undefined where its rate is not available */
  rate(mechanism: string): DenseReader | undefined;
}
export interface OutcomeEffect { value: number | null; effect: number | null; interval?: EffectRange }
export interface MeanRate { id: string; mean: number | null; baseline: number | null }
export interface ArmEffects<R extends ArmRun> {
  readonly arm: Arm;
  /** the run at the document's parameters, for drawing its curves */
  readonly run?: R;
  readonly failure?: Failure;
  readonly outcomes: Record<string, OutcomeEffect>;
  readonly mechanisms: MeanRate[];
}
export interface CompareRequest<R extends ArmRun> {
  readonly comparison: Comparison;
  /** @param draw absent: the document's own parameters */
  readonly simulate: (arm: Arm, draw?: Draw) => Result<R>;
  /** absent or empty: no ranges */
  readonly draws?: readonly Draw[];
  /** ids of the mechanisms whose mean rates are wanted */
  readonly mechanisms?: readonly string[];
}
export interface CompareResult<R extends ArmRun> {
  /** the baseline first; its effects are the contrast with itself */
  readonly arms: ArmEffects<R>[];
  readonly warnings: Problem[];
}

type Values = ReadonlyMap<string, number | null>;

export function compareArms<R extends ArmRun>(request: CompareRequest<R>): CompareResult<R> {
  const { comparison, simulate, draws = [], mechanisms = [] } = request;
  const arms = [comparison.baseline, ...comparison.arms];
  const warnings: Problem[] = [];
  const values = (result: Result<R>): Values =>
    new Map(comparison.outcomes.map(({ id, functional }) => [id, result.ok ? functionalValue(functional, result.value.reader(id)) : null]));

  const main = arms.map((arm) => simulate(arm));
  const drawn = draws.map((draw) => arms.map((arm) => simulate(arm, draw)));
  const mainValues = main.map(values), drawnValues = drawn.map((results) => results.map(values));
  const rates = main.map((result) => mechanisms.map((id) => (result.ok ? meanRate(result.value.rate(id)) : null)));

  arms.forEach((arm, i) => {
    const failures = drawn.filter((results) => !results[i].ok).length;
    if (failures > 0) {
      warnings.push({ severity: 'warning', path: '', about: arm.id, message: `${arm.name}: ${failures} of ${draws.length} parameter sets could not be simulated and are not in the ranges` });
    }
  });
  return {
    warnings,
    arms: arms.map((arm, i) => {
      const result = main[i];
      const outcomes = Object.fromEntries(comparison.outcomes.map((outcome): [string, OutcomeEffect] => {
        const of = (list: readonly Values[]): number | null =>
          contrast(outcome.effect, list[i].get(outcome.id) ?? null, list[0].get(outcome.id) ?? null);
        const effect: OutcomeEffect = { value: mainValues[i].get(outcome.id) ?? null, effect: of(mainValues) };
        if (draws.length > 0 && i > 0) effect.interval = rangeOf(drawnValues.map(of));
        return [outcome.id, effect];
      }));
      const means = mechanisms.map((id, k): MeanRate => ({ id, mean: rates[i][k], baseline: rates[0][k] }));
      return result.ok ? { arm, run: result.value, outcomes, mechanisms: means } : { arm, failure: result.failure, outcomes, mechanisms: means };
    }),
  };
}

/** @returns mean over the reader's horizon; null when it has no length or is not finite */
function meanRate(reader: DenseReader | undefined): number | null {
  if (reader === undefined || !(reader.until > reader.from)) return null;
  const mean = area(reader) / (reader.until - reader.from);
  return Number.isFinite(mean) ? mean : null;
}
