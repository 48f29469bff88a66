/**
 * Small multiples: panels of lines and points over one shared horizontal axis, described as data. From the description
 * come the chart's options, the numbers that a live redraw sends, what the crosshair reads, and the table behind it all.
 */
import type { Layout } from './layout';
import type { Marks } from './marks';
import type { Table } from './table';

export interface Line {
  /** unique within its panel */
  readonly id: string;
  readonly name: string;
  /** 0 for the baseline, from 1 on for the arms: decides colour and dash */
  readonly stroke: number;
  readonly x: readonly number[];
  /** null where there is no value */
  readonly y: readonly (number | null)[];
  /** `ghost`: the run before; `thin`: one of many */
  readonly weight?: 'normal' | 'strong' | 'thin' | 'ghost';
  /** a dot at each value, where the values are few and each is something by itself */
  readonly dots?: boolean;
  /** lengths of dash and gap in pixels; absent: those of the stroke */
  readonly dash?: readonly number[];
  /** drawn as it is, whatever way it goes: x is not ascending */
  readonly curve?: boolean;
}
export interface Points {
  readonly id: string;
  readonly name: string;
  readonly stroke: number;
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
  /** `below` and `above` are triangles that point to where a censored value lies; a `dot` is one of many, which no readout tells */
  readonly shape: 'circle' | 'ring' | 'below' | 'above' | 'cross' | 'diamond' | 'dot';
}
/** The area between two lines. */
export interface Band {
  readonly id: string;
  readonly name: string;
  readonly stroke: number;
  readonly x: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}
/** How many of something lie where along the horizontal axis, as bars at the foot of a panel. */
export interface Density {
  readonly name: string;
  /** one more than counts, ascending */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}
/** A value at each point of a square grid of evenly spaced x and y, in colours; sparse where there are data, but none near. */
export interface Field {
  readonly name: string;
  readonly x: readonly number[];
  /** as many as x, and what they are called */
  readonly y: readonly number[];
  readonly yName: string;
  /** row-major [y][x]; null where there is none, and the cell stays empty */
  readonly values: readonly (number | null)[];
  /** data in the cell around each point, row-major [y][x]; absent where the field is of no data */
  readonly density?: readonly number[];
}
/** Which way, and how fast, things go at points of a panel: arrows of one colour, longer and stronger where it is faster. */
export interface Arrows {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly dx: readonly number[];
  readonly dy: readonly number[];
  /** from 0 to 1 */
  readonly speed: readonly number[];
  /** arrows along an axis, which decides how long one may be */
  readonly perAxis: number;
}
export interface Panel {
  readonly id: string;
  readonly title: string;
  readonly unit?: string;
  readonly lines: readonly Line[];
  readonly points?: readonly Points[];
  readonly bands?: readonly Band[];
  readonly density?: Density;
  readonly field?: Field;
  readonly arrows?: Arrows;
  /** a line at zero, and zero always in view */
  readonly zero?: boolean;
  /** a dashed line across the panel at this value */
  readonly level?: number;
  /** ends of the vertical axis, and the distance of its ticks if it is to be stated; what lies outside is cut off. Absent: as the values have it */
  readonly range?: { readonly from: number; readonly until: number; readonly step?: number };
}
export interface XAxis {
  readonly name: string;
  /** `from` is at the left, so that an axis may run backwards */
  readonly from: number;
  readonly until: number;
  readonly whole?: boolean;
  /** logarithmic; both ends are positive then */
  readonly log?: boolean;
}
export interface Multiples {
  readonly panels: readonly Panel[];
  readonly x: XAxis;
  readonly scale: 'linear' | 'log';
  /** drawn behind every panel in the stroke of the arm they belong to */
  readonly marks?: { readonly stroke: number; readonly at: Marks };
}

/**
 * @returns float64[2 × n], x and y in turn, NaN where there is no value (or none on a logarithmic axis): what a redraw
 * hands to the chart
 */
export function pairs(x: readonly number[], y: readonly (number | null)[], scale: 'linear' | 'log'): Float64Array {
  const out = new Float64Array(2 * x.length);
  for (let i = 0; i < x.length; i++) {
    const value = y[i] ?? NaN;
    out[2 * i] = x[i];
    out[2 * i + 1] = scale === 'log' && value <= 0 ? NaN : value;
  }
  return out;
}

/** @returns where a value lies along an axis: 0 at its beginning, 1 at its end */
export const shareOf = ({ from, until, log }: Omit<XAxis, 'name'>, value: number): number =>
  log ? Math.log(value / from) / Math.log(until / from) : (value - from) / (until - from);

/** @returns the value at a share of the axis */
export const valueAt = ({ from, until, log }: XAxis, share: number): number =>
  log ? from * (until / from) ** share : from + share * (until - from);

/** @returns powers of ten for the ticks of a logarithmic axis, about ten at most; one at its right end would be cut off */
export function powersWithin(axis: XAxis): number[] {
  const low = Math.ceil(Math.log10(Math.min(axis.from, axis.until)) - 1e-9),
    high = Math.floor(Math.log10(Math.max(axis.from, axis.until)) + 1e-9);
  const stride = Math.max(1, Math.ceil((high - low) / 10));
  return Array.from({ length: Math.max(0, Math.floor((high - low) / stride) + 1) }, (_, k) =>
    Number(`1e${high - k * stride}`),
  ).filter((value) => shareOf(axis, value) < 0.98);
}

/** What decides the axes, series and styles: while it stays the same, a redraw sends only numbers. */
export function structureOf(picture: Multiples, layout: Layout): string {
  return JSON.stringify(
    [
      picture.x,
      picture.scale,
      picture.marks,
      layout.plots,
      picture.panels.map(({ id, title, unit, zero, level, range, lines, points, bands, density, field, arrows }, i) => [
        id,
        title,
        unit,
        zero,
        level,
        range,
        includesZero(picture.panels[i]),
        picture.scale === 'log' && decades(picture.panels[i]),
        lines.map((line) => [line.id, line.stroke, line.weight, line.dots, line.dash]),
        points?.map((set) => [set.id, set.stroke, set.shape]),
        bands?.map((band) => [band.id, band.stroke]),
        density !== undefined,
        field !== undefined,
        arrows !== undefined,
      ]),
    ],
    (_, value: unknown) => (value === Infinity ? 'inf' : value === -Infinity ? '-inf' : value),
  );
}

/** An axis starts at zero unless its values keep far away from it, as a logarithm or a temperature does. */
export function includesZero(panel: Panel): boolean {
  if (panel.zero) return true;
  let low = Infinity,
    high = -Infinity;
  const ends = (panel.bands ?? []).flatMap((band) => [{ y: band.low }, { y: band.high }]);
  for (const { y } of [...panel.lines, ...(panel.points ?? []), ...ends]) {
    for (const value of y)
      if (value !== null) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
  }
  return !(low > 0 && low > 0.6 * high) && !(high < 0 && high < 0.6 * low);
}

/** @returns the powers of ten around the positive values of a panel: the ends of a logarithmic axis */
export function decades({ lines, points = [], level }: Panel): readonly [number, number] {
  let low = level ?? Infinity,
    high = level ?? 0;
  for (const { y } of [...lines, ...points]) {
    for (const value of y)
      if (value !== null && value > 0) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
  }
  if (high === 0) return [0.1, 10];
  const bottom = Math.floor(Math.log10(low) + 1e-9),
    top = Math.ceil(Math.log10(high) - 1e-9);
  return [10 ** bottom, 10 ** Math.max(top, bottom + 1)];
}

export interface Reading {
  readonly name: string;
  readonly stroke: number;
  readonly kind: 'line' | 'point' | 'band';
  readonly value: number | null;
  /** the other end of a band */
  readonly until?: number | null;
}

const limits = { circle: '', ring: '', cross: '', diamond: '', dot: '', below: ', at most', above: ', at least' } as const;

/**
 * @param reach how far from x a point may lie and still be read
 * @returns what the crosshair reads at x: lines by linear interpolation (ghosts left out), and the points within reach
 */
export const readAt = ({ lines, points = [], bands = [] }: Panel, x: number, reach = 0): Reading[] => [
  ...lines
    .filter(({ weight }) => weight !== 'ghost')
    .map(({ name, stroke, x: xs, y }): Reading => ({ name, stroke, kind: 'line', value: interpolate(xs, y, x) })),
  ...bands.map(({ name, stroke, x: xs, low, high }): Reading => ({
    name,
    stroke,
    kind: 'band',
    value: interpolate(xs, low, x),
    until: interpolate(xs, high, x),
  })),
  ...points.flatMap(({ name, stroke, shape, x: xs, y }) =>
    xs.flatMap((at, i): Reading[] =>
      shape !== 'dot' && Math.abs(at - x) <= reach
        ? [{ name: `${name}${limits[shape]}`, stroke, kind: 'point', value: y[i] ?? null }]
        : [],
    ),
  ),
];

/** @param x ascending  @returns null outside the range of x and beside a missing value */
export function interpolate(x: readonly number[], y: readonly (number | null)[], at: number): number | null {
  if (x.length === 0 || at < x[0] || at > x[x.length - 1]) return null;
  let low = 0,
    high = x.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= at) low = middle;
    else high = middle;
  }
  const before = y[low] ?? null,
    after = y[high] ?? null;
  if (at === x[low]) return before;
  if (at === x[high]) return after;
  if (before === null || after === null) return null;
  return before + (after - before) * ((at - x[low]) / (x[high] - x[low]));
}

/** @returns the names of lines and of points, each once, ghosts left out */
export function legendOf({ panels }: Multiples): { name: string; stroke: number; kind: Reading['kind'] | 'cross' | 'ring' }[] {
  const entries = panels.flatMap(({ lines, points = [], bands = [] }) => [
    ...lines.filter(({ weight }) => weight !== 'ghost').map(({ name, stroke }) => ({ name, stroke, kind: 'line' as const })),
    ...bands.map(({ name, stroke }) => ({ name, stroke, kind: 'band' as const })),
    ...points.map(({ name, stroke, shape }) => ({
      name,
      stroke,
      kind: shape === 'cross' || shape === 'ring' ? shape : ('point' as const),
    })),
  ]);
  return [...new Map(entries.map((entry) => [`${entry.kind} ${entry.name}`, entry])).values()];
}

/** @returns both ends of bands, bars at their middle, and the points of a field and of arrows, whose y is part of the series */
function fillRows({ title, unit = '', bands = [], density, field, arrows }: Panel): (string | number | null)[][] {
  return [
    ...bands.flatMap(({ name, x, low, high }) =>
      x.flatMap((at, i) => [
        [title, unit, name, 'low', at, low[i]],
        [title, unit, name, 'high', at, high[i]],
      ]),
    ),
    ...(density?.counts.map((count, i) => [
      title,
      '',
      density.name,
      'count',
      (density.edges[i] + density.edges[i + 1]) / 2,
      count,
    ]) ?? []),
    ...(field?.values.map((value, at) => {
      const y = field.y[Math.floor(at / field.x.length)];
      return [title, unit, `${field.name} at ${field.yName} ${y}`, 'field', field.x[at % field.x.length], value];
    }) ?? []),
    ...(arrows?.x.flatMap((at, i) => [
      [title, unit, `${arrows.name} at ${arrows.y[i]}`, 'along', at, arrows.dx[i]],
      [title, unit, `${arrows.name} at ${arrows.y[i]}`, 'up', at, arrows.dy[i]],
    ]) ?? []),
  ];
}

/** @returns the picture in long form: a row for each point of each line and set, ghosts left out, and what fills areas */
export function tableOf({ panels, x }: Multiples): Table {
  const drawn = ({ lines, points = [] }: Panel) => [...lines.filter(({ weight }) => weight !== 'ghost'), ...points];
  const rows = panels.flatMap((panel) =>
    drawn(panel).flatMap((set) => {
      const kind = 'shape' in set ? `data${limits[set.shape]}` : 'line';
      return set.x.map((at, i) => [panel.title, panel.unit ?? '', set.name, kind, at, set.y[i] ?? null]);
    }),
  );
  for (const panel of panels) rows.push(...fillRows(panel));
  return { columns: ['panel', 'unit', 'series', 'kind', x.name, 'value'], rows };
}
