/** Small multiples ─► options of ECharts. The result depends on its arguments only, so that tests and exports share it. */
import type { ChartOption, SeriesOption } from './echarts';
import type { Layout } from './layout';
import type { Line, Multiples, Panel, Points } from './multiples';
import { decades, includesZero, legendOf, pairs, powersWithin } from './multiples';
import { formatNumber } from '../ui/format';
import { axisName, formatTick } from './format';
import { fillData, fillSeries } from './fills';
import { thinned } from './thin';
import { armStroke, type ChartTheme } from './theme';

const widths = { strong: 2.6, normal: 1.8, thin: 1.1, ghost: 1.1 } as const;
const CROSS = 'path://M1,0 L5,4 L9,0 L10,1 L6,5 L10,9 L9,10 L5,6 L1,10 L0,9 L4,5 L0,1 Z';
const symbols = {
  circle: 'circle',
  dot: 'circle',
  ring: 'circle',
  below: 'triangle',
  above: 'triangle',
  cross: CROSS,
  diamond: 'diamond',
} as const;
const symbolSizes = { dot: 2.5, circle: 6, ring: 6, below: 9, above: 9, cross: 7, diamond: 13 } as const;

/** ECharts takes typed arrays of pairs, though its types do not say so; they spare a live redraw most of its allocation. */
const numbers = (set: Pick<Line | Points, 'x' | 'y'>, { scale }: Multiples): [number, number][] =>
  pairs(set.x, set.y, scale) as unknown as [number, number][];

/** Points whose absence would move a line by less than this share of its panel's range are not drawn: a tenth of a pixel. */
const INVISIBLE = 5e-4;

/** A tick each decade, or each few where there are many; ECharts takes the distance as an exponent. */
function logScale([min, max]: readonly [number, number]): { min: number; max: number; interval: number } {
  return { min, max, interval: Math.max(1, Math.ceil((Math.log10(max / min) - 1e-9) / 6)) };
}

/** A dot stands for its value, so a line with dots keeps them all; thinning goes by x, which a curve turns back in. */
const drawn = (line: Line, span: number): Pick<Line, 'x' | 'y'> =>
  line.dots || line.curve ? line : thinned(line, INVISIBLE * span);

/** @returns the lines of a panel with the points that can be seen; all of them where the axis is a logarithm */
function visible({ lines, range }: Panel, { scale }: Multiples): Pick<Line, 'x' | 'y'>[] {
  if (scale === 'log') return [...lines];
  if (range !== undefined) return lines.map((line) => drawn(line, range.until - range.from));
  let low = Infinity,
    high = -Infinity;
  for (const { y } of lines)
    for (const value of y)
      if (value !== null) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
  return lines.map((line) => drawn(line, high - low));
}

const fillsPlane = ({ field, arrows }: Panel): boolean => field !== undefined || arrows !== undefined;

/** Ids of series are `panel/line`; these are the numbers that a live redraw sends. */
export const seriesData = (picture: Multiples): { id: string; data: number[][] }[] =>
  picture.panels.flatMap((panel) => {
    const seen = visible(panel, picture);
    return [
      ...panel.lines.map(({ id }, i) => ({ id: `${panel.id}/${id}`, data: numbers(seen[i], picture) })),
      ...(panel.points ?? []).map((set) => ({ id: `${panel.id}/${set.id}`, data: numbers(set, picture) })),
      ...fillData(panel),
    ];
  });

/** @param legend names of series with their strokes, drawn above the panels; for pictures that stand alone */
export function chartOption(picture: Multiples, layout: Layout, theme: ChartTheme, legend = false): ChartOption {
  const { panels, x } = picture;
  const text = { color: theme.muted, fontFamily: theme.font, fontSize: 11 };
  const named = legendOf(picture).map(({ name }) => name);
  return {
    animation: false,
    backgroundColor: legend ? theme.surface : 'transparent',
    textStyle: { fontFamily: theme.font },
    title: panels.map((panel, i) => ({
      text: axisName(panel.title, panel.unit),
      left: layout.plots[i].left - 2,
      top: layout.plots[i].top - 25,
      padding: 0,
      textStyle: {
        color: theme.ink,
        fontSize: 12,
        fontWeight: 600,
        fontFamily: theme.font,
        width: layout.plots[i].width,
        overflow: 'truncate' as const,
      },
    })),
    legend: !legend
      ? undefined
      : { data: named, top: 4, left: 8, itemWidth: 26, itemHeight: 8, textStyle: { ...text, color: theme.ink } },
    grid: layout.plots.map(({ left, top, width, height }) => ({ left, top, width, height, outerBoundsMode: 'none' as const })),
    xAxis: panels.map((_, i) => ({
      type: x.log ? ('log' as const) : ('value' as const),
      gridIndex: i,
      min: Math.min(x.from, x.until),
      max: Math.max(x.from, x.until),
      inverse: x.from > x.until,
      splitNumber: 4,
      minInterval: x.whole ? 1 : undefined,
      name: i + layout.columns >= panels.length ? x.name : '',
      nameLocation: 'middle' as const,
      nameGap: 22,
      nameTextStyle: text,
      axisLine: { onZero: false, lineStyle: { color: theme.line } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...text,
        hideOverlap: true,
        formatter: formatTick,
        // where a plane is filled its edges are no round numbers
        showMaxLabel: !fillsPlane(panels[i]),
        ...(fillsPlane(panels[i]) && x.from !== 0 ? { showMinLabel: false } : {}),
        ...(x.log ? { customValues: powersWithin(x) } : {}),
      },
    })),
    yAxis: panels.map((panel, i) => ({
      type: picture.scale === 'log' ? ('log' as const) : ('value' as const),
      gridIndex: i,
      splitNumber: 3,
      ...(picture.scale === 'log' ? logScale(decades(panel)) : {}),
      ...(panel.range === undefined ? {} : { min: panel.range.from, max: panel.range.until, interval: panel.range.step }),
      scale: picture.scale === 'log' || !includesZero(panel),
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: panel.field === undefined, lineStyle: { color: theme.line } },
      axisLabel: {
        ...text,
        hideOverlap: true,
        ...(fillsPlane(panel) ? { showMaxLabel: false } : {}),
        ...(fillsPlane(panel) && panel.range?.from !== 0 ? { showMinLabel: false } : {}),
        // ticks at a stated distance may need more digits to be told apart
        formatter: panel.range?.step === undefined ? formatTick : (value: number) => formatNumber(value, 6),
      },
    })),
    series: panels.flatMap((panel, i): SeriesOption[] => {
      const seen = visible(panel, picture);
      return [
        ...panel.lines.map((line, k) => lineSeries(picture, panel, { ...line, ...seen[k] }, i, theme)),
        ...(panel.points ?? []).map((set) => pointSeries(picture, panel, set, i, theme)),
        ...fillSeries(panel, i, theme),
        background(picture, panel, i, theme),
      ];
    }),
  };
}

function lineSeries(picture: Multiples, panel: Panel, line: Line, index: number, theme: ChartTheme): SeriesOption {
  const { color, dash: own } = armStroke(theme, line.stroke),
    dash = line.dash ?? own;
  const weight = line.weight ?? 'normal';
  const lone = line.x.length === 1;
  return {
    id: `${panel.id}/${line.id}`,
    name: line.name,
    type: 'line',
    xAxisIndex: index,
    yAxisIndex: index,
    dimensions: ['x', 'y'],
    data: numbers(line, picture),
    showSymbol: lone || line.dots === true,
    symbol: lone || line.dots ? 'circle' : 'none',
    symbolSize: line.dots ? 5 : 4,
    silent: true,
    emphasis: { disabled: true },
    z: weight === 'ghost' ? 1 : weight === 'strong' ? 4 : 3,
    itemStyle: { color },
    lineStyle: {
      color,
      width: widths[weight],
      type: weight === 'ghost' || dash.length === 0 ? 'solid' : [...dash],
      opacity: weight === 'ghost' ? 0.35 : 1,
    },
  };
}

function pointSeries(picture: Multiples, panel: Panel, set: Points, index: number, theme: ChartTheme): SeriesOption {
  const { color } = armStroke(theme, set.stroke);
  return {
    id: `${panel.id}/${set.id}`,
    name: set.name,
    type: 'scatter',
    xAxisIndex: index,
    yAxisIndex: index,
    dimensions: ['x', 'y'],
    data: numbers(set, picture),
    silent: true,
    symbol: symbols[set.shape],
    symbolRotate: set.shape === 'below' ? 180 : 0,
    symbolSize: symbolSizes[set.shape],
    z: 5,
    itemStyle: set.shape === 'ring' ? { color: theme.surface, borderColor: color, borderWidth: 1.8 } : { color, opacity: 0.85 },
  };
}

/** An empty series that carries what lies behind a panel's lines: the zero line, windows and instants. */
function background(picture: Multiples, panel: Panel, index: number, theme: ChartTheme): SeriesOption {
  const { from, until } = picture.x;
  const at = picture.marks?.at;
  const color = armStroke(theme, picture.marks?.stroke ?? 0).color;
  const inside = (time: number): boolean => time > from && time < until;
  const edges = at?.windows.flatMap((window) => [window.from, window.until]).filter(inside) ?? [];
  return {
    id: `${panel.id}/ background`,
    type: 'line',
    xAxisIndex: index,
    yAxisIndex: index,
    data: [],
    silent: true,
    z: 0,
    markArea: {
      silent: true,
      itemStyle: { color, opacity: 0.07 },
      data: at?.windows.map((window) => [{ xAxis: Math.max(from, window.from) }, { xAxis: Math.min(until, window.until) }]) ?? [],
    },
    markLine: {
      silent: true,
      symbol: 'none',
      // ECharts would round places to two decimals
      precision: -1,
      label: { show: false },
      data: [
        ...(panel.level === undefined
          ? []
          : [{ yAxis: panel.level, lineStyle: { color: theme.muted, width: 1, type: 'dashed' as const } }]),
        ...(panel.zero ? [{ yAxis: 0, lineStyle: { color: theme.muted, width: 1, type: 'solid' as const } }] : []),
        ...edges.map((time) => ({ xAxis: time, lineStyle: { color, width: 1, type: 'dashed' as const, opacity: 0.6 } })),
        ...(at?.instants ?? []).map((time) => ({ xAxis: time, lineStyle: { color, width: 1, type: [1, 3], opacity: 0.8 } })),
      ],
    },
  };
}
