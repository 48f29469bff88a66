/** The nearest known name to a misspelt one, for "did you mean". */
import { distance } from 'fastest-levenshtein';

/** @returns the candidate within a third of the name's length (at least 2 edits), or undefined */
export function suggest(name: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(2, Math.floor(name.length / 3));
  let best: string | undefined,
    bestDistance = limit + 1;
  for (const candidate of candidates) {
    const d = candidate.toLowerCase() === name.toLowerCase() ? 0 : distance(name, candidate);
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}
