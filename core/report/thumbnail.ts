/** The curves of a plot alone, without axes or words, as a small SVG file in the colours of the reader's scheme: a card's picture. */
import type { Plot } from './figure';
import { html, raw } from './html';
import { palette } from './style';

const WIDTH = 280,
  HEIGHT = 96,
  MARGIN = 6,
  /** curves are thinned to about a point a pixel and a half */
  MOST = 180;

type Spot = readonly [number, number];

/** @returns the spots, or where they are many the lowest and the highest of each stretch, and both ends: peaks stay */
function thinned(spots: readonly Spot[]): readonly Spot[] {
  if (spots.length <= MOST) return spots;
  const length = Math.ceil((2 * spots.length) / MOST),
    kept = new Set([0, spots.length - 1]);
  for (let from = 0; from < spots.length; from += length) {
    let low = from,
      high = from;
    for (let i = from; i < Math.min(from + length, spots.length); i++) {
      if (spots[i][1] < spots[low][1]) low = i;
      if (spots[i][1] > spots[high][1]) high = i;
    }
    kept.add(low).add(high);
  }
  return spots.filter((_, i) => kept.has(i));
}

/** @returns where a value lies between the ends, 0 to 1; in the middle where they are equal */
const share = (value: number, [low, high]: Spot): number => (high > low ? (value - low) / (high - low) : 0.5);

/** @returns an SVG file of 280 × 96; a plot without curves gives an empty one */
export function thumbnail({ x, y, curves }: Pick<Plot, 'x' | 'y' | 'curves'>): string {
  const lines = curves.map(({ points, color, dash }) => ({
    color,
    dash,
    spots: thinned(
      points.flatMap(([at, value]): Spot[] => (value === null ? [] : [[at, y.log === true ? Math.log10(value) : value]])),
    ),
  }));
  const all = lines.flatMap(({ spots }) => spots);
  const ends = (k: 0 | 1): Spot => [Math.min(...all.map((spot) => spot[k])), Math.max(...all.map((spot) => spot[k]))];
  const across: Spot = x.from === undefined || x.until === undefined ? ends(0) : [x.from, x.until],
    up = ends(1);
  const place = ([at, value]: Spot): string =>
    `${(MARGIN + share(at, across) * (WIDTH - 2 * MARGIN)).toFixed(1)},${(HEIGHT - MARGIN - share(value, up) * (HEIGHT - 2 * MARGIN)).toFixed(1)}`;
  // the baseline above the arms, as it is what they are compared with
  const drawn = lines
    .toReversed()
    .map(
      ({ spots, color, dash }) =>
        html`<polyline points="${spots.map(place).join(' ')}" stroke="${color}" stroke-dasharray="${dash.join(' ') || 'none'}"/>`,
    );
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"><style>${raw(palette)}</style><g fill="none" stroke-width="1.8" stroke-linejoin="round" stroke-linecap="round">${drawn}</g></svg>
`.text;
}
