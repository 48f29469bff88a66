/** What fills an area of a panel: bands between two lines, bars of a density along its foot, a field over both axes, or arrows. */
import type { CustomSeriesRenderItem, CustomSeriesRenderItemReturn } from 'echarts';
import { arrowRows, arrowShape } from './arrows';
import type { SeriesOption } from './echarts';
import type { Density, Field, Panel } from './multiples';
import { armStroke, BAND_OPACITY, type ChartTheme } from './theme';

/** Part of a panel's height that the tallest bar of a density takes. */
const FOOT = 0.16;
const DENSITY_OPACITY = 0.22;
/** Side of a cell near which there are no data, of a whole one's: its colour stays what its value is. */
const SPARSE = 0.36;

/** Ids of series and their rows, as a live redraw sends them. */
export const fillData = ({ id, bands = [], density, field, arrows, lines }: Panel): { id: string; data: number[][] }[] => [
  ...bands.map((band) => ({ id: `${id}/${band.id}`, data: band.x.map((x, i) => [x, band.low[i], band.high[i]]) })),
  ...(density === undefined ? [] : [{ id: `${id}/ density`, data: densityRows(density, lines[0]?.y[0] ?? 0) }]),
  ...(field === undefined ? [] : [{ id: `${id}/ field`, data: fieldRows(field) }]),
  ...(arrows === undefined ? [] : [{ id: `${id}/ arrows`, data: arrowRows(arrows) }]),
];

/** @param level within the panel, so that the bars do not move its axis */
function densityRows({ edges, counts }: Density, level: number): number[][] {
  const most = Math.max(1, ...counts);
  return counts.map((count, i) => [edges[i], edges[i + 1], count / most, level]);
}

/** Rows of x, y, shade (not a number where there is no value), share of the largest density, and 1 where there are data in this cell or one beside it. */
function fieldRows({ x, y, values, density }: Field): number[][] {
  const n = x.length,
    shade = shadeOf(seenValues({ values, density, x })),
    most = Math.max(1, ...(density ?? []));
  return values.map((value, at) => {
    const i = at % n,
      j = Math.floor(at / n);
    const seen = density === undefined || isSeen(density, n, i, j);
    return [x[i], y[j], value === null ? NaN : shade(value), density === undefined ? 0 : density[at] / most, seen ? 1 : 0];
  });
}

/** @returns the values near which there are data, which is what colours are scaled by; all where there are none anywhere */
export function seenValues({ values, density, x: { length: n } }: Pick<Field, 'values' | 'density' | 'x'>): number[] {
  const known = (value: number | null): value is number => value !== null;
  const seen =
    density === undefined ? [] : values.filter((_, at) => isSeen(density, n, at % n, Math.floor(at / n))).filter(known);
  return seen.length === 0 ? values.filter(known) : seen;
}

/** @returns whether there are data in a cell of a grid, row-major with n columns, or in one of its eight neighbours */
export function isSeen(density: readonly number[], n: number, i: number, j: number): boolean {
  for (let row = Math.max(0, j - 1); row <= j + 1; row++)
    for (let column = Math.max(0, i - 1); column <= Math.min(n - 1, i + 1); column++)
      if ((density[row * n + column] ?? 0) > 0) return true;
  return false;
}

/**
 * @returns where a value lies among others: from −1 to 1 around zero where there are both signs; else from 0 to 1 over their range, or
 * from 0 to −1 where they are negative
 */
export function shadeOf(values: readonly number[]): (value: number) => number {
  const low = Math.min(...values),
    high = Math.max(...values),
    span = high - low || 1;
  if (low < 0 && high > 0) {
    const size = Math.max(-low, high);
    return (value) => value / size;
  }
  return high > 0 || low === 0 ? (value) => (value - low) / span : (value) => (value - high) / span;
}

/** @param color as design tokens have it, #rgb or #rrggbb */
const channels = (color: string): number[] => {
  const digits = color.trim().slice(1);
  const whole = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  return [0, 2, 4].map((at) => parseInt(whole.slice(at, at + 2), 16));
};

/** @returns the colour of a shade: the surface at 0, blue from 1 on, orange from −1 on */
export function shadeColor(theme: ChartTheme, shade: number): string {
  const from = channels(theme.surface),
    to = channels(theme.arms[shade < 0 ? 1 : 2]),
    share = 0.06 + 0.94 * Math.min(1, Math.abs(shade));
  return `#${from
    .map((value, i) =>
      Math.round(value + share * (to[i] - value))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

export function fillSeries(panel: Panel, index: number, theme: ChartTheme): SeriesOption[] {
  const rows = new Map(fillData(panel).map(({ id, data }) => [id, data])),
    common = { type: 'custom', xAxisIndex: index, yAxisIndex: index, silent: true, clip: true } as const;
  const { bands = [], density, field, arrows } = panel;
  return [
    ...bands.map((band): SeriesOption => {
      const id = `${panel.id}/${band.id}`;
      return {
        ...common,
        id,
        name: band.name,
        z: 1,
        itemStyle: { color: armStroke(theme, band.stroke).color },
        encode: { x: 0, y: [1, 2] },
        data: rows.get(id)!,
        renderItem: polygon,
      };
    }),
    ...(density === undefined
      ? []
      : [
          {
            ...common,
            id: `${panel.id}/ density`,
            name: density.name,
            z: 0,
            itemStyle: { color: theme.muted },
            encode: { x: [0, 1], y: 3 },
            data: rows.get(`${panel.id}/ density`)!,
            renderItem: bar,
          } satisfies SeriesOption,
        ]),
    ...(field === undefined
      ? []
      : [
          {
            ...common,
            id: `${panel.id}/ field`,
            z: 0,
            encode: { x: 0, y: 1 },
            data: rows.get(`${panel.id}/ field`)!,
            renderItem: cell(theme),
          } satisfies SeriesOption,
        ]),
    ...(arrows === undefined
      ? []
      : [
          {
            ...common,
            id: `${panel.id}/ arrows`,
            z: 1,
            encode: { x: 0, y: 1 },
            data: rows.get(`${panel.id}/ arrows`)!,
            renderItem: arrowShape(theme),
          } satisfies SeriesOption,
        ]),
  ];
}

/** One area for all rows, drawn with the first. */
const polygon: CustomSeriesRenderItem = (params, api): CustomSeriesRenderItemReturn => {
  if (params.dataIndexInside > 0) return null;
  const upper: number[][] = [],
    lower: number[][] = [];
  for (let i = 0; i < params.dataInsideLength; i++) {
    const x = api.value(0, i);
    lower.push(api.coord([x, api.value(1, i)]));
    upper.push(api.coord([x, api.value(2, i)]));
  }
  return {
    type: 'polygon',
    shape: { points: [...upper, ...lower.reverse()] },
    style: { fill: api.visual('color'), opacity: BAND_OPACITY },
  };
};

const bar: CustomSeriesRenderItem = (params, api): CustomSeriesRenderItemReturn => {
  const frame = params.coordSys as unknown as { y: number; height: number },
    level = api.value(3);
  const left = api.coord([api.value(0), level])[0],
    right = api.coord([api.value(1), level])[0],
    height = Number(api.value(2)) * FOOT * frame.height;
  return {
    type: 'rect',
    shape: { x: left, y: frame.y + frame.height - height, width: Math.max(0, right - left - 0.5), height },
    style: { fill: api.visual('color'), opacity: DENSITY_OPACITY },
  };
};

const cell =
  (theme: ChartTheme): CustomSeriesRenderItem =>
  (params, api): CustomSeriesRenderItemReturn => {
    if (Number.isNaN(Number(api.value(2)))) return null;
    const [x, y] = api.coord([api.value(0), api.value(1)]),
      [width, height] = cellSize(params.dataInsideLength, api),
      share = Number(api.value(3));
    // whole cells are a hair wider, so that no seam shows between them
    const [w, h] = Number(api.value(4)) === 1 ? [width + 0.5, height + 0.5] : [SPARSE * width, SPARSE * height];
    const rect = {
      type: 'rect',
      shape: { x: x - w / 2, y: y - h / 2, width: w, height: h },
      style: { fill: shadeColor(theme, Number(api.value(2))) },
    } as const;
    if (share === 0) return rect;
    const r = 0.7 + 1.6 * Math.sqrt(share);
    return {
      type: 'group',
      children: [rect, { type: 'circle', shape: { cx: x, cy: y, r }, style: { fill: theme.ink, opacity: 0.75 } }],
    };
  };

/** Pixels between neighbours of a square grid. */
function cellSize(count: number, api: Parameters<CustomSeriesRenderItem>[1]): [number, number] {
  const n = Math.round(Math.sqrt(count)),
    [x0, y0] = api.coord([api.value(0, 0), api.value(1, 0)]),
    [x1, y1] = api.coord([api.value(0, count - 1), api.value(1, count - 1)]);
  return [Math.abs(x1 - x0) / (n - 1), Math.abs(y1 - y0) / (n - 1)];
}
