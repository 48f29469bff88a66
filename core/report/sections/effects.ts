/** The answer in numbers: each outcome under every arm, its effect against the baseline, and its range. */
import { functionalText, isTime } from '../../effect/functional-text';
import type { Outcome } from '../../model/schema';
import { instant } from '../../graph/action-line';
import { html, nothing } from '../html';
import type { Content, Html } from '../html';
import type { ReportInput, ReportOutcome } from '../input';
import { formatNumber, formatRange, formatSigned, withUnit } from '../number';
import { table } from '../table';

export function effects({ document, comparison }: ReportInput): Html {
  const definition = document.comparisons.find(({ id }) => id === comparison?.comparison);
  if (comparison === null || definition === undefined) return nothing;
  const time = document.about.time.unit,
    { arms } = comparison;
  const intervals = arms.flatMap(({ outcomes }) => Object.values(outcomes).flatMap(({ interval }) => interval ?? []));
  const ranged = intervals.length > 0,
    members = Math.max(0, ...intervals.map((interval) => interval.members));
  const drawn = intervals.some(({ kind }) => kind === 'posterior');
  const meaning = drawn
    ? `its interval holds the central 95 % of the contrasts, each computed within one draw of the fitted parameters (up to ${members} of them, from the posterior with the stated priors, flat within the bounds where there is none)`
    : `its range is the smallest and largest contrast, each computed within one accepted start of the fit (up to ${members} of them), and is no confidence interval`;
  const row = (name: string, outcome: Outcome, result: ReportOutcome | undefined, baseline: boolean): Content[] => {
    const format = outcome.effect === 'ratio' ? formatNumber : formatSigned;
    const never = outcome.functional.kind === 'first-crossing' && result?.value === null;
    return [
      name,
      never ? 'never' : formatNumber(result?.value),
      baseline ? 'reference' : format(result?.effect),
      ...(ranged
        ? [baseline || result?.interval === undefined ? '' : formatRange(result.interval.low, result.interval.high)]
        : []),
    ];
  };
  const main = table(
    html`<b>Effects of the interventions</b> over ${instant(definition.horizon.from, time)} to ${instant(definition.horizon.until, time)}. An effect is the contrast with ${arms[0]?.name ?? 'the baseline'}${ranged ? `; ${meaning}` : nothing}.`,
    [
      { head: 'Arm' },
      { head: 'Value', numeric: true },
      { head: 'Effect', numeric: true },
      ...(ranged ? [{ head: drawn ? '95 % interval' : 'Range', numeric: true }] : []),
    ],
    definition.outcomes.map((outcome) => ({
      head: html`${withUnit(outcome.name, outcome.unit ?? (isTime(outcome.functional) ? time : undefined))} <span>${functionalText(outcome.functional, time)}; effect as ${outcome.effect}</span>`,
      rows: arms.map((arm, i) => row(arm.name, outcome, arm.outcomes[outcome.id], i === 0)),
    })),
  );
  const failures = arms.flatMap(({ name, failure }) =>
    failure === undefined ? [] : [html`<li class="error"><b>Failed</b>${name}: ${failure.message}. ${failure.advice}</li>`],
  );
  return html`${failures.length === 0 ? nothing : html`<ul class="problems">${failures}</ul>`}${main}${meanRates({ document, comparison })}`;
}

function meanRates({ document, comparison }: Pick<ReportInput, 'document' | 'comparison'>): Html {
  const arms = comparison?.arms ?? [];
  const ratio = (mean: number | null, baseline: number | null): string =>
    mean === null || baseline === null || baseline === 0 ? '–' : `× ${formatNumber(mean / baseline, 3)}`;
  return table(
    html`<b>Why the curves differ.</b> Mean rate of each mechanism over the horizon; for the arms, as a multiple of the baseline’s.`,
    [{ head: 'Mechanism' }, ...arms.map(({ name }) => ({ head: name, numeric: true }))],
    [
      {
        rows: (arms[0]?.mechanisms ?? []).map(({ id, mean }) => [
          document.mechanisms.find((mechanism) => mechanism.id === id)?.name ?? id,
          formatNumber(mean, 3),
          ...arms.slice(1).map((arm) => {
            const own = arm.mechanisms.find((mechanism) => mechanism.id === id);
            return own === undefined ? '–' : ratio(own.mean, own.baseline);
          }),
        ]),
      },
    ],
  );
}
