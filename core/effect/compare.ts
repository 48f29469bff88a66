/**
 * Arms side by side: each outcome's functional, its contrast with the baseline, and its interval over draws, computed draw
 * by draw. Simulation is handed in; a run that fails is a value, and the other arms go on.
 */
import type { Arm, Comparison } from '../model/schema';
import type { Problem } from '../model/problem';
import type { Failure, Result } from '../util/result';
import { contrast } from './contrast';
import type { DenseReader } from './dense';
import { functionalValue } from './functional';
import { intervalOf } from './interval';
import type { EffectInterval, IntervalKind } from './interval';

/** One parameter set of an ensemble. */
export interface Draw {
  readonly index: number;
  readonly parameters: Readonly<Record<string, number>>;
}
/** What a simulated arm must offer. */
export interface ArmRun {
  /** @param outcome id of an outcome of the comparison */
  reader(outcome: string): DenseReader;
  /** @returns mean over the horizon of each mechanism's rate; null where it is not available or not finite */
  meanRates(mechanisms: readonly string[]): (number | null)[];
}
export interface OutcomeEffect {
  value: number | null;
  effect: number | null;
  interval?: EffectInterval;
}
export interface MeanRate {
  id: string;
  mean: number | null;
  baseline: number | null;
}
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
  /** absent or empty: no intervals */
  readonly draws?: readonly Draw[];
  /** what the draws are, and so what their interval is */
  readonly kind?: IntervalKind;
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
  const { comparison, simulate, draws = [], kind = 'range', mechanisms = [] } = request;
  const arms = [comparison.baseline, ...comparison.arms];
  const warnings: Problem[] = [];
  const values = (result: Result<R>): Values =>
    new Map(
      comparison.outcomes.map(({ id, functional }) => [
        id,
        result.ok ? functionalValue(functional, result.value.reader(id)) : null,
      ]),
    );

  const main = arms.map((arm) => simulate(arm));
  const mainValues = main.map(values);
  // only the values of a draw are kept: a dense solution for each draw and arm would fill the memory
  const drawn = draws.map((draw) =>
    arms.map((arm) => {
      const result = simulate(arm, draw);
      return { ok: result.ok, values: values(result) };
    }),
  );
  const rates = main.map((result) => (result.ok ? result.value.meanRates(mechanisms) : mechanisms.map(() => null)));

  arms.forEach((arm, i) => {
    const failures = drawn.filter((members) => !members[i].ok).length;
    if (failures > 0) {
      warnings.push({
        severity: 'warning',
        path: '',
        about: arm.id,
        message: `${arm.name}: ${failures} of ${draws.length} parameter sets could not be simulated and are not in the intervals`,
      });
    }
  });
  return {
    warnings,
    arms: arms.map((arm, i) => {
      const result = main[i];
      const outcomes = Object.fromEntries(
        comparison.outcomes.map((outcome): [string, OutcomeEffect] => {
          const of = (list: readonly Values[]): number | null =>
            contrast(outcome.effect, list[i].get(outcome.id) ?? null, list[0].get(outcome.id) ?? null);
          const effect: OutcomeEffect = { value: mainValues[i].get(outcome.id) ?? null, effect: of(mainValues) };
          const contrasts = drawn.map((results) => of(results.map((one) => one.values)));
          if (draws.length > 0 && i > 0) effect.interval = intervalOf(contrasts, kind);
          return [outcome.id, effect];
        }),
      );
      const means = mechanisms.map((id, k): MeanRate => ({ id, mean: rates[i][k], baseline: rates[0][k] }));
      const ending = result.ok ? { run: result.value } : { failure: result.failure };
      return { arm, ...ending, outcomes, mechanisms: means };
    }),
  };
}
