/** A parameter's track: where between its bounds, on the scale of the fit, its prior is dense and where draws and starts lie. */
import { ACCEPTED_RISE } from '../../core/fit/accepted';
import { priorTerm } from '../../core/fit/prior';
import { scales } from '../../core/fit/scale';
import type { FitResult, Scenario } from '../../core/model/schema';
import { shareOf, type BoundsRow } from './bounds';
import { estimatedScale } from './names';

export interface Track {
  readonly ends: readonly [number, number];
  /** whether the ends are bounds; else they hold whatever there is to show */
  readonly isBounded: boolean;
  /** density of the prior at even steps of the track, the highest being 1; null without a prior */
  readonly prior: readonly number[] | null;
  /** shares 0…1 of the track */
  readonly draws: readonly number[];
  readonly starts: readonly { readonly at: number; readonly isAccepted: boolean }[];
  readonly fittedAt: number;
  readonly currentAt: number | null;
  readonly rangeAt: readonly [number, number] | null;
}

const PRIOR_STEPS = 80;

/** @param result of the fit that gave the row's value; null while it runs */
export function trackOf(document: Scenario, row: BoundsRow, result: FitResult | null): Track {
  const { id, fitted, current, bounds, range } = row,
    scale = estimatedScale(document, id);
  const column = result?.draws?.names.indexOf(id) ?? -1;
  const drawn = column < 0 ? [] : (result?.draws?.values.map((values) => values[column]) ?? []);
  const ended = result?.starts.filter(({ nllh, parameters }) => nllh !== null && parameters[id] !== undefined) ?? [];
  const ends =
    bounds ??
    holding([fitted, ...(current === null ? [] : [current]), ...drawn, ...ended.map(({ parameters }) => parameters[id])]);
  const share = (value: number): number => shareOf(value, ends, scale);
  return {
    ends,
    isBounded: bounds !== null,
    prior: priorDensity(document, id, ends),
    draws: drawn.map(share),
    starts: ended.map(({ nllh, parameters }) => ({
      at: share(parameters[id]),
      isAccepted: nllh! <= result!.best.nllh + ACCEPTED_RISE,
    })),
    fittedAt: share(fitted),
    currentAt: current === null ? null : share(current),
    rangeAt: range === null ? null : [share(range[0]), share(range[1])],
  };
}

/** @returns ends a little beyond all values, of their sign where they have one */
function holding(values: readonly number[]): [number, number] {
  const low = Math.min(...values),
    high = Math.max(...values);
  if (low > 0) return [low / 1.25, high * 1.25];
  const margin = 0.1 * (high - low) || Math.max(1, 0.25 * Math.abs(low));
  return [low - margin, high + margin];
}

/** The prior of a parameter, or of the value that is each subject's own where it has one, as the fit sees it. */
function priorDensity(document: Scenario, id: string, ends: readonly [number, number]): number[] | null {
  const parameter = document.parameters.find((one) => one.id === id);
  if (parameter?.prior === undefined) return null;
  const { prior, scale } = parameter,
    [low, high] = ends.map(scales[scale].toScaled);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return null;
  const logs = Array.from(
    { length: PRIOR_STEPS + 1 },
    (_, k) => -priorTerm(prior, low + ((high - low) * k) / PRIOR_STEPS, scale).value,
  );
  const highest = Math.max(...logs.filter(Number.isFinite));
  return logs.map((value) => (Number.isFinite(value) ? Math.exp(value - highest) : 0));
}
