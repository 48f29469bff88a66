/**
 * Colours and dashes of curves: Okabe and Ito's palette, which the common forms of colour blindness tell apart, and a
 * dash for each arm, so that a print in grey can be read ("Color Universal Design", 2008). Colours are names of the
 * page's style sheet, so that figures follow its light, dark and print looks.
 */
export interface Stroke {
  readonly color: string;
  readonly dash: readonly number[];
}

export const ink = 'var(--ink)',
  muted = 'var(--muted)',
  rule = 'var(--rule)';
export const colors = [1, 2, 3, 4, 5, 6, 7].map((i) => `var(--c${i})`);
const dashes: readonly (readonly number[])[] = [
  [8, 3],
  [3, 2.5],
  [10, 3, 2, 3],
  [5, 2],
  [1.5, 2.5],
  [14, 4],
  [6, 2, 2, 2, 2, 2],
];

/** @param index 0 for the baseline: solid, in the colour of text */
export function armStroke(index: number): Stroke {
  if (index === 0) return { color: ink, dash: [] };
  const place = index - 1,
    turn = Math.floor(place / colors.length);
  return { color: colors[place % colors.length], dash: dashes[(place + turn) % dashes.length] };
}

/** Data and their curve share a colour; conditions differ by it. */
export const conditionColor = (index: number): string => colors[(index + 1) % colors.length];
