/**
 * Intervals of effects, made of contrasts computed draw by draw: a 95 % interval over draws of the parameters, or a plain
 * range where there are only the starts of a fit that the data cannot tell from the best one.
 */

export type IntervalKind = 'range' | 'posterior';
export interface EffectInterval {
  low: number | null;
  high: number | null;
  kind: IntervalKind;
  members: number;
}

/** Central 95 %. */
const TAIL = 0.025;

/**
 * @param contrasts one a draw, each computed within its draw; null where it is not defined
 * @returns smallest and largest for a range, else the central 95 %; `members` counts the draws that define it, and
 * without any both ends are null
 */
export function intervalOf(contrasts: readonly (number | null)[], kind: IntervalKind): EffectInterval {
  const known = contrasts.filter((value) => value !== null).sort((a, b) => a - b),
    members = known.length;
  if (members === 0) return { low: null, high: null, kind, members };
  const tail = kind === 'range' ? 0 : TAIL;
  return { low: quantile(known, tail), high: quantile(known, 1 - tail), kind, members };
}

/** Quantile by linear interpolation between order statistics (Hyndman & Fan 1996, type 7). @param sorted ascending, not empty */
export function quantile(sorted: readonly number[], probability: number): number {
  const at = probability * (sorted.length - 1),
    below = Math.floor(at),
    above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}
