/** Finding entries by what people type: every word must occur, earlier and at the start of a word counts more. */

/** @returns the matching items, best first; all of them, in their order, for an empty query */
export function search<T>(items: readonly T[], query: string, text: (item: T) => string): T[] {
  const words = fold(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [...items];
  return items
    .map((item) => ({ item, score: scoreOf(fold(text(item)), words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '');

function scoreOf(text: string, words: readonly string[]): number {
  let total = 0;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at < 0) return 0;
    const starts = at === 0 || /[^\p{Letter}\p{Number}]/u.test(text[at - 1]);
    total += (starts ? 2 : 1) + 1 / (1 + at);
  }
  return total;
}
