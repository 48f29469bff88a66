/**
 * Early elimination of starts: successive halving (Jamieson & Talwalkar, AISTATS 2016) at barriers that all starts reach before
 * any goes on. Barriers are numbers of iterations and never times, so that what survives is the same for any number of workers.
 */
import type { Elimination } from '../model/schema';

/** @returns iterations at which barrier number `round`, from 0, stands */
export const barrierAt = ({ iterations }: Elimination, round: number): number => iterations * 2 ** round;

/** @returns whether so many starts are enough to hold one more barrier */
export const hasBarrier = ({ least, keep }: Elimination, starts: number): boolean =>
  starts >= 2 * least && Math.max(least, Math.ceil(keep * starts)) < starts;

/**
 * @param standing starts that are still going on, with the cost where each stands
 * @returns the indices that go on; of equal costs the lower index
 */
export function survivors(
  { keep, least }: Elimination,
  standing: readonly { readonly index: number; readonly nllh: number }[],
): ReadonlySet<number> {
  const kept = Math.max(least, Math.ceil(keep * standing.length));
  const sorted = [...standing].sort((a, b) => a.nllh - b.nllh || a.index - b.index);
  return new Set(sorted.slice(0, kept).map(({ index }) => index));
}
