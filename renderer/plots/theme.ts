/**
 * What a picture needs of the window's looks: a few colours from the design tokens or fixed ones for print, and the
 * strokes of the arms. Colours are Okabe and Ito's, which the common forms of colour blindness tell apart; each arm has
 * its own dash too, so that a print in grey can be read (Okabe, Ito, "Color Universal Design", 2008).
 */
export interface ChartTheme {
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  /** the first is the baseline's */
  readonly arms: readonly string[];
  readonly font: string;
}
export interface Stroke {
  readonly color: string;
  /** lengths of dash and gap in pixels; empty for a solid line */
  readonly dash: readonly number[];
}

/** Exported pictures are for paper: dark ink on white, whatever the window looks like. */
export const printTheme: ChartTheme = {
  ink: '#1a1f27',
  muted: '#545e6c',
  line: '#dfe3e8',
  surface: '#ffffff',
  arms: ['#1a1f27', '#d55e00', '#0072b2', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8d7d00'],
  font: 'system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif',
};

/** Of a band between two lines. */
export const BAND_OPACITY = 0.34;

const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [9, 3, 2, 3], [5, 2], [1, 3], [12, 4]];

/**
 * @param index 0 for the baseline, from 1 on for the arms
 * @returns a stroke; colours repeat after 7 arms, then with another dash
 */
export function armStroke(theme: ChartTheme, index: number): Stroke {
  const count = theme.arms.length - 1;
  if (index <= 0) return { color: theme.arms[0], dash: [] };
  const turn = Math.floor((index - 1) / count);
  return { color: theme.arms[1 + ((index - 1) % count)], dash: dashes[(index - 1 + turn) % dashes.length] };
}

/** @returns the colour of an arm's stroke in the window, as CSS */
export const armColor = (index: number): string =>
  `var(--arm-${index <= 0 ? 0 : 1 + ((index - 1) % (printTheme.arms.length - 1))})`;
