/** Every start of a fit, one after the other in this thread: for a script, where the service would have workers run them. */
import type { FitStart, Scenario } from '../model/schema';
import { createStartRunner, findFit } from './run-start';

export type RankedStart = FitStart & { readonly nllh: number };

/** Of a start whose progress nobody reads and which nobody stops. */
export const quiet = { onProgress: (): void => undefined, cancelled: (): boolean => false };

/**
 * @param fit id of an entry of the document's fits; absent: the first
 * @param starts absent: as many as the fit asks for
 * @returns the starts that have a cost, best first
 * @throws Error where none has one
 */
export function rankedStarts(document: Scenario, fit?: string, starts?: number): RankedStart[] {
  const { id, seed, starts: own } = findFit(document, fit),
    count = starts ?? own,
    run = createStartRunner({ document, fit: id, starts: count, seed });
  const done = Array.from({ length: count }, (_, index) => run(index, quiet));
  const ranked = done.flatMap((start) => (start.nllh === null ? [] : [{ ...start, nllh: start.nllh }]));
  if (ranked.length === 0) throw new Error(`no start of "${id}" has a cost: ${done[0].reason}`);
  return ranked.sort((a, b) => a.nllh - b.nllh);
}
