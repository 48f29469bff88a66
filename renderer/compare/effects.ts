/** The table of effects in words and digits: outcomes in rows, arms in columns. */
import { functionalText, isTime } from '../../core/effect/functional-text';
import type { Comparison, Outcome, Scenario } from '../../core/model/schema';
import type { ArmResult, ComparisonResult } from '../../core/service/contract';
import { formatSigned } from '../plots/format';
import { formatNumber } from '../ui/format';
import { armsOf } from './quantities';

/** Ends of the interval, the effect, and where there would be none. */
export interface Whisker {
  readonly low: number;
  readonly high: number;
  readonly effect: number;
  readonly neutral: number;
}
export interface EffectCell {
  readonly value: string;
  /** empty for the baseline and where there is none */
  readonly effect: string;
  /** which way the effect goes, for an arrow; 0 also where it cannot be told */
  readonly direction: -1 | 0 | 1;
  readonly interval: string;
  /** the interval drawn on an axis that the arms share, in shares 0…1 of its length */
  readonly whisker: Whisker | null;
  /** why there is no value, or what the interval is */
  readonly note: string;
}
export interface EffectRow {
  readonly id: string;
  readonly name: string;
  readonly functional: string;
  readonly unit: string;
  readonly cells: readonly EffectCell[];
}

type OutcomeResult = ArmResult['outcomes'][string];

/** @returns empty for a number without a dimension */
export const unitOf = ({ functional, unit }: Outcome, timeUnit: string): string =>
  unit === undefined ? (isTime(functional) ? timeUnit : '') : unit === '1' ? '' : unit;

const neutralOf = ({ effect }: Outcome): number => (effect === 'ratio' ? 1 : 0);

/** @returns ends of an axis that holds every effect of an outcome, its interval, and no effect */
function axisOf(outcome: Outcome, arms: readonly ArmResult[]): readonly [number, number] {
  const ends = arms
    .flatMap(({ outcomes }) => {
      const { effect, interval } = outcomes[outcome.id] ?? {};
      return interval === undefined ? [] : [effect, interval.low, interval.high];
    })
    .filter((value) => value !== null && value !== undefined);
  return [Math.min(neutralOf(outcome), ...ends), Math.max(neutralOf(outcome), ...ends)];
}

function whiskerOf(outcome: Outcome, result: OutcomeResult, [from, until]: readonly [number, number]): Whisker | null {
  const { effect, interval } = result;
  if (effect === null || interval === undefined || interval.low === null || interval.high === null || until <= from) return null;
  const share = (value: number): number => (value - from) / (until - from);
  return { low: share(interval.low), high: share(interval.high), effect: share(effect), neutral: share(neutralOf(outcome)) };
}

function cellOf(outcome: Outcome, arm: ArmResult | undefined, isBaseline: boolean, axis: readonly [number, number]): EffectCell {
  const nothing = { value: '–', effect: '', direction: 0 as const, interval: '', whisker: null };
  if (arm === undefined) return { ...nothing, note: 'not computed yet' };
  if (arm.failure !== undefined) return { ...nothing, note: `this arm failed: ${arm.failure.message}` };
  const result = arm.outcomes[outcome.id];
  if (result === undefined) return { ...nothing, note: 'not computed yet' };
  const ratio = outcome.effect === 'ratio';
  const format = (x: number | null): string => (ratio ? (x === null ? '–' : `×${formatNumber(x, 3)}`) : formatSigned(x));
  if (result.value === null) {
    return outcome.functional.kind === 'first-crossing'
      ? { ...nothing, value: 'never', note: 'the threshold is not crossed within the horizon' }
      : { ...nothing, note: 'has no value here' };
  }
  const interval = isBaseline ? undefined : result.interval;
  return {
    value: formatNumber(result.value, 3),
    effect: isBaseline ? '' : result.effect === null ? '–' : format(result.effect),
    direction: isBaseline || result.effect === null ? 0 : (Math.sign(result.effect - neutralOf(outcome)) as -1 | 0 | 1),
    interval: interval === undefined ? '' : `${format(interval.low)} … ${format(interval.high)}`,
    whisker: isBaseline ? null : whiskerOf(outcome, result, axis),
    note:
      interval?.kind === 'posterior'
        ? `95 % interval over ${interval.members} draws`
        : interval !== undefined
          ? `range over ${interval.members} accepted fits`
          : !isBaseline && result.effect === null
            ? ratio
              ? 'no ratio: the baseline is zero or has no value'
              : 'no difference: the baseline has no value'
            : '',
  };
}

/** @returns a row an outcome, with a cell for the baseline and then for each arm */
export function effectRows(document: Scenario, comparison: Comparison, result: ComparisonResult | null): EffectRow[] {
  const timeUnit = document.about.time.unit;
  const treated = result?.arms.filter(({ id }) => id !== comparison.baseline.id) ?? [];
  return comparison.outcomes.map((outcome) => ({
    id: outcome.id,
    name: outcome.name,
    functional: functionalText(outcome.functional, timeUnit),
    unit: unitOf(outcome, timeUnit),
    cells: armsOf(comparison).map((arm, i) =>
      cellOf(
        outcome,
        result?.arms.find(({ id }) => id === arm.id),
        i === 0,
        axisOf(outcome, treated),
      ),
    ),
  }));
}
