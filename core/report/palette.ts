/**
 * Colours and dashes of curves: Okabe and Ito's palette, which the common forms of colour blindness tell apart, and a
 * dash for each arm, so that a print in grey can be read ("Color Universal Design", 2008). Ink, paper and lines are
 * taken from the page's style sheet, so that figures follow its light, dark and print looks.
 */
export interface Stroke { readonly color: string; readonly dash: readonly number[] }

export const ink = 'var(--ink)', muted = 'var(--muted)', rule = 'var(--rule)', paper = 'var(--paper)';
const colors = ['#d55e00', '#0072b2', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8d7d00'];
const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [9, 3, 2, 3], [5, 2], [1, 3], [12, 4]];

/** @param index 0 for the baseline: solid, in the colour of text */
export const armStroke = (index: number): Stroke => (index === 0
  ? { color: ink, dash: [] }
  : { color: colors[(index - 1) % colors.length], dash: dashes[(index - 1 + Math.floor((index - 1) / colors.length)) % dashes.length] });

/** Data and their curve share a colour; conditions differ by it. */
export const conditionColor = (index: number): string => colors[(index + 1) % colors.length];
